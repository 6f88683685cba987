// The search made quicker where scripts run: parts of the page instead of whole pages, and suggestions while typing.
// Everything works without it; it only fetches the addresses that links and forms have anyway.

const main = document.getElementById("content");
const said = document.body.appendChild(document.createElement("p"));
said.className = "hidden";
said.setAttribute("role", "status");

const savesData = navigator.connection?.saveData;
const isHere = (url) => url.origin === location.origin && url.pathname === location.pathname;
const onSearchPage = location.pathname.endsWith("/search/") || main.querySelector("details.filters");

// --- Results: the main part of the same address, in place.
let loading;

async function show(url, { push = true, focus } = {}) {
  loading?.abort();
  loading = new AbortController();
  const { signal } = loading;
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    const open = [...main.querySelectorAll("details[open] > summary")].map((summary) => summary.closest("details").className + summary.textContent.replace(/\d+/g, ""));
    const filters = main.querySelector("details.filters")?.open;
    main.replaceChildren(...page.getElementById("content").childNodes);
    for (const details of main.querySelectorAll("details")) {
      const name = details.className + details.querySelector("summary").textContent.replace(/\d+/g, "");
      if (open.includes(name) || (filters && details.matches(".filters"))) details.open = true;
    }
    document.title = page.title;
    document.querySelector(".languages")?.replaceWith(page.querySelector(".languages"));
    if (push) history.pushState({ search: true }, "", url);
    const heading = main.querySelector("h2.count") ?? main.querySelector("h1");
    said.textContent = heading.textContent;
    const target = focus && main.querySelector(focus);
    if (!target) heading.tabIndex = -1;
    (target ?? heading).focus({ preventScroll: Boolean(target) });
    prepare();
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(url);
  } finally {
    if (!signal.aborted) main.removeAttribute("aria-busy");
  }
}

function addressOf(form) {
  const url = new URL(form.action);
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(pairs);
  return url;
}

const named = (field) => `:not([type=hidden])[name="${CSS.escape(field.name)}"]` + (field.type === "checkbox" ? `[value="${CSS.escape(field.value)}"]` : "");

if (onSearchPage) {
  history.replaceState({ search: true }, "");
  main.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (!isHere(url) || link.hash) return;
    event.preventDefault();
    const box = link.closest(".option")?.querySelector("input");
    show(url, { focus: box && named(box) });
  });
  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || !isHere(new URL(form.action))) return;
    event.preventDefault();
    close();
    show(addressOf(form), { focus: form.matches(".search") ? "#q" : undefined });
  });
  main.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches(".filters [type=checkbox], #sort")) show(addressOf(field.form), { focus: named(field) });
  });
  addEventListener("popstate", () => show(location.href, { push: false }));
}

// --- Where I am: only on a tap, rounded, and only into the form.
function prepare() {
  for (const button of navigator.geolocation ? main.querySelectorAll("[data-locate]") : []) {
    button.parentElement.hidden = false;
    button.onclick = () =>
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const { lat, lon, radius_km: radius } = button.form.elements;
        [lat.value, lon.value] = [coords.latitude.toFixed(1), coords.longitude.toFixed(1)];
        radius.value ||= "500";
      });
  }
  if (!savesData) document.querySelectorAll("form.search input[type=search]").forEach(suggestInto);
}

// --- Suggestions: a combobox whose list holds links to pages.
const answers = new Map();
let close = () => {};

function suggestInto(input) {
  if (input.role === "combobox") return;
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "ways suggestions";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  input.form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let asking, waiting, chosen = -1;

  const shut = (close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  });

  const choose = (place) => {
    chosen = (place + list.children.length + 1) % (list.children.length + 1);
    [...list.children].forEach(({ firstChild }, index) => firstChild.setAttribute("aria-selected", String(index === chosen)));
    const option = list.children[chosen]?.firstChild;
    option ? input.setAttribute("aria-activedescendant", option.id) : input.removeAttribute("aria-activedescendant");
  };

  const draw = (found) => {
    list.replaceChildren(...found.map(({ title, kind, url }, index) => {
      const row = document.createElement("li");
      const link = row.appendChild(document.createElement("a"));
      row.role = "none";
      link.role = "option";
      link.id = `${list.id}-${index}`;
      link.href = url;
      link.tabIndex = -1;
      link.append(title, " ");
      link.appendChild(document.createElement("small")).textContent = kind;
      return row;
    }));
    choose(-1);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) said.textContent = found.map(({ title }) => title).join(", ");
  };

  const ask = async () => {
    const text = input.value.trim();
    if (text.length < 3) return shut();
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      if (!answers.has(text)) answers.set(text, await (await fetch(`${input.form.action}suggest/?q=${encodeURIComponent(text)}`, { signal })).json());
      if (!signal.aborted && document.activeElement === input) draw(answers.get(text));
    } catch {
      // No suggestions then: the search itself needs none.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      shut();
    } else if (event.key === "Enter" && list.children[chosen]) {
      event.preventDefault();
      list.children[chosen].firstChild.click();
    } else if (!list.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    }
  });
  input.addEventListener("blur", () => setTimeout(shut, 200));
}

prepare();
