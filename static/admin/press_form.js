// Paste a link: title, outlet, author, date and language are asked for and put into the fields that are still empty.
// What somebody typed is never replaced, and whatever fails is told beside the link.
const words = document.querySelector("script[data-facts-url]").dataset;
const link = document.querySelector("[data-press-link]");

const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-secondary", textContent: words.ask });
const status = document.createElement("p");
status.setAttribute("role", "status");
status.dataset.pressStatus = "";
link.after(button, status);

let asked = link.value.trim();

function fieldNamed(name) {
  return link.form.elements.namedItem(name);
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const field = fieldNamed(name);
    if (name === "url") {
      field.value = asked = value;
    } else if (field && !field.value.trim()) {
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

async function ask() {
  const url = link.value.trim();
  if (!url) return;
  asked = url;
  status.textContent = words.wait;
  button.disabled = true;
  try {
    const body = new URLSearchParams({ url, csrfmiddlewaretoken: fieldNamed("csrfmiddlewaretoken").value });
    const answer = await fetch(words.factsUrl, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error(answer.status);
    const { values, message, is_found: isFound } = await answer.json();
    if (link.value.trim() === url) fill(values);
    status.textContent = message;
    const summary = document.querySelector("[data-press-summary]");
    if (isFound && summary && (document.activeElement === link || document.activeElement === document.body)) summary.focus();
  } catch {
    status.textContent = words.failed;
  } finally {
    button.disabled = false;
  }
}

button.addEventListener("click", ask);
link.addEventListener("paste", () => setTimeout(ask));
link.addEventListener("change", () => link.value.trim() !== asked && ask());
