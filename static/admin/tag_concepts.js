// A tag that is the name of a concept: offers to link the concept, so that readers of every language find it.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

const tags = (input) => [...input.value.matchAll(/"([^"]+)"|([^,"]+)/g)].map((match) => (match[1] ?? match[2]).trim()).filter(Boolean);

const linkConcept = (found) => {
  document.getElementById("id_concept_links-ADD").click();
  const row = [...document.querySelectorAll("#id_concept_links-FORMS > [data-inline-panel-child]")].pop();
  const input = row.querySelector('input[type="hidden"][name$="-concept"]');
  const chooser = row.querySelector(`#${input.id}-chooser`);
  input.value = found.concept;
  chooser.classList.remove("blank");
  chooser.querySelector("[data-chooser-title]").textContent = found.value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const offer = (box, input, found, name) => {
  const line = document.createElement("p");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-secondary" });
  button.textContent = box.dataset.link;
  button.addEventListener("click", () => {
    linkConcept(found);
    window.jQuery(input).tagit("removeTagByLabel", name);
    line.remove();
  });
  line.append(Object.assign(document.createElement("span"), { textContent: box.dataset.offer.replace("{name}", name) }), button);
  box.append(line);
};

const attach = (box) => {
  const input = document.getElementById(box.dataset.tagConcepts);
  let last = "";
  setInterval(async () => {
    if (input.value === last) return;
    last = input.value;
    box.replaceChildren();
    const names = tags(input).slice(0, 30);
    const answers = await Promise.all(names.map((name) => fetch(`${box.dataset.names}?term=${encodeURIComponent(name)}`).then((one) => one.json(), () => [])));
    if (input.value !== last) return;
    names.forEach((name, n) => {
      const found = answers[n].find((one) => one.concept && (fold(one.value) === fold(name) || fold(one.label.split(" → ")[0]) === fold(name)));
      if (found) offer(box, input, found, name);
    });
  }, 700);
};

document.querySelectorAll("[data-tag-concepts]").forEach(attach);
