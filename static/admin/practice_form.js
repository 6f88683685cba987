// Checks beside the form of a practice: asked anew when what is typed rests for a moment; each line opens and focuses its field.
const PAUSE_MS = 900;

const named = (name) => document.querySelector(`[name="${CSS.escape(name)}"]`);

// The n-th living child of a stream or list, by the order the form will be saved in.
const childNumber = (prefix, place) => {
  const count = Number(named(`${prefix}-count`)?.value ?? 0);
  const living = [...Array(count).keys()].filter((n) => named(`${prefix}-${n}-deleted`)?.value === "");
  living.sort((a, b) => Number(named(`${prefix}-${a}-order`)?.value) - Number(named(`${prefix}-${b}-order`)?.value));
  return living[place];
};

const rowPrefix = (relation, place) => {
  const rows = [...document.querySelectorAll(`#id_${relation}-FORMS > [data-inline-panel-child]`)];
  const living = rows.filter((row) => !row.querySelector(`[name="${row.id.replace("inline_child_", "")}-DELETE"]`)?.value);
  return living[place]?.id.replace("inline_child_", "");
};

// "results/2/unit" → the name the field has in the form now.
const fieldName = (path) => {
  const parts = path.split("/");
  let name = parts.shift();
  if (parts.length > 1 && named(`${name}-TOTAL_FORMS`)) name = `${rowPrefix(name, Number(parts.shift()))}-${parts.shift()}`;
  for (const part of parts) name = /^\d+$/.test(part) ? `${name}-${childNumber(name, Number(part))}-value` : `${name}-${part}`;
  return name;
};

const FOCUSABLE = 'input:not([type="hidden"]), select, textarea, [contenteditable="true"], button:not([data-panel-toggle])';

const fieldAt = (path) => {
  const name = fieldName(path);
  return document.getElementById(`id_${name}-ADD`) ?? named(name) ?? document.getElementById(`id_${name}`)
    ?? document.getElementById(name) ?? named(`${name}-count`);
};

// What can take the focus: the field itself, or what stands for it on the screen (a chooser's button, a rich text).
const focusable = (field) => {
  if (field.matches(FOCUSABLE)) return field;
  const around = field.closest("[data-field], .w-field, [data-contentpath], section") ?? field;
  return [...around.querySelectorAll(FOCUSABLE)].find((one) => !one.disabled && one.offsetParent !== null) ?? around;
};

const LONGEST_FADE_MS = 3000;

// A tab shows its fields a moment after the click, and what is hidden takes no focus.
const whenShown = (field, then, until = performance.now() + LONGEST_FADE_MS) => {
  const found = focusable(field);
  const isShown = found.getClientRects().length > 0 && found.closest("[hidden]") === null;
  if (isShown || performance.now() > until) then(found);
  else requestAnimationFrame(() => whenShown(field, then, until));
};

export const openField = (path) => {
  const field = fieldAt(path);
  if (!field) return false;
  const tab = field.closest('[role="tabpanel"]');
  const opener = tab && document.querySelector(`[role="tab"][href="#${tab.id}"]`);
  if (opener?.getAttribute("aria-selected") !== "true") opener?.click(); // not tab.hidden, which lags behind while tabs fade
  for (let panel = field.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    panel.querySelector(':scope > .w-panel__header [data-panel-toggle][aria-expanded="false"]')?.click();
  }
  whenShown(field, (found) => {
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  });
  return true;
};

const start = (section) => {
  const form = document.querySelector("form[data-edit-form]");
  const body = section.querySelector("[data-practice-checks-body]");
  const line = document.createElement("button");
  line.type = "button";
  line.className = "button button-small button-secondary practice-status";
  line.addEventListener("click", () => {
    const toggle = document.querySelector('[data-side-panel-toggle="checks"]');
    if (section.offsetParent === null) toggle?.click();
    section.querySelector("a, summary")?.focus();
  });
  const say = (status, stops) => {
    line.textContent = status;
    line.classList.toggle("practice-status--stop", stops);
  };
  say(body.querySelector(".checks-status").textContent, Boolean(body.querySelector(".checks-list--stop")));
  document.querySelector("footer.footer .footer__container, footer.footer")?.append(line);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-check-path]");
    if (link && openField(link.dataset.checkPath)) event.preventDefault();
  });
  if (!form) return;
  const written = () => new URLSearchParams(new FormData(form)).toString();
  let told = null, seen = null, asking = null;
  const look = async () => {
    const now = written();
    if (told === null) told = now;
    const rests = now === seen;
    seen = now;
    if (!rests || now === told) return;
    told = now;
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(section.dataset.practiceChecks, {
        method: "POST", body: new URLSearchParams(now), signal: asking.signal,
        headers: { "X-CSRFToken": named("csrfmiddlewaretoken").value, "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok) return;
      const checks = await answer.json();
      if (!body.contains(document.activeElement)) body.innerHTML = checks.html;
      say(checks.status, checks.stops);
    } catch (error) {
      if (error.name !== "AbortError") told = null;
    }
  };
  setInterval(look, PAUSE_MS);
};

const section = document.querySelector("[data-practice-checks]");
if (section) start(section);
