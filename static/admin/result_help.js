// Help in a row of results: units that fit what was measured, which way is better, and what a number still needs.
const read = (id) => document.getElementById(id);
const outcomes = JSON.parse(read("result-help-outcomes")?.textContent ?? "{}");
const words = read("result-help-words")?.dataset ?? {};
const IN_ROW = /^results-\d+-/;

const fields = (row) => (name) => row.querySelector(`[name="${row.id.replace("inline_child_", "")}-${name}"]`);

const group = (label, options) => {
  const made = document.createElement("optgroup");
  made.label = label;
  made.append(...options);
  return made;
};

const proposeUnits = (select, fitting) => {
  const chosen = select.value;
  const options = [...select.querySelectorAll("option")];
  const [empty, rest] = [options.filter((one) => !one.value || one.value === "none"), options.filter((one) => one.value && one.value !== "none")];
  const fits = rest.filter((one) => fitting.includes(one.value));
  const others = rest.filter((one) => !fitting.includes(one.value));
  select.replaceChildren(...empty, group(words.fitting, fits));
  if (others.length) select.append(group(words.others, others));
  select.value = chosen || (fits.length === 1 ? fits[0].value : "");
};

const hint = (field, text, isDue) => {
  const owner = field?.closest("[data-field], .w-field");
  if (!owner) return;
  let line = owner.querySelector(".result-hint");
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "result-hint help" });
    line.setAttribute("role", "status");
    owner.append(line);
  }
  line.textContent = isDue ? text : "";
};

const look = (row) => {
  const field = fields(row);
  const help = outcomes[field("outcome")?.value];
  const hasNumber = ["value", "low", "high"].some((name) => field(name)?.value);
  const hasDepth = ["depth_top_cm", "depth_bottom_cm"].some((name) => field(name)?.value) || field("depth_not_reported")?.checked;
  const hasDuration = field("duration_years")?.value || field("duration_not_reported")?.checked;
  hint(field("depth_bottom_cm"), words.depth, help?.needsDepth && hasNumber && !hasDepth);
  hint(field("duration_years"), words.duration, help?.needsDuration && hasNumber && !hasDuration);
};

const chooseOutcome = (row) => {
  const field = fields(row);
  const help = outcomes[field("outcome").value];
  if (!help) return;
  proposeUnits(field("unit"), help.units);
  field("better").value = help.better;
  const label = field("label");
  if (!label.value || label.value === row.dataset.proposedLabel) label.value = help.label;
  row.dataset.proposedLabel = help.label;
};

const rowOf = (element) => IN_ROW.test(element.name ?? "") && element.closest("[data-inline-panel-child]");

for (const kind of ["change", "input"]) {
  document.addEventListener(kind, ({ target }) => {
    const row = rowOf(target);
    if (!row) return;
    if (kind === "change" && target.name.endsWith("-outcome")) chooseOutcome(row);
    look(row);
  });
}

for (const row of document.querySelectorAll("#id_results-FORMS > [data-inline-panel-child]")) {
  const field = fields(row);
  const help = outcomes[field("outcome")?.value];
  if (help) proposeUnits(field("unit"), help.units);
  look(row);
}
