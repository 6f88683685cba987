/* A page that is being saved by itself is not saved by hand at the same moment: the first save of a new page decides where it lives, and a second one
   that does not know it yet would make the page twice and be refused. What is pressed meanwhile happens when the save is done. */

const LONGEST_WAIT_MS = 20_000;

const form = document.querySelector("[data-edit-form]");
let isSaving = false;
let isLeaving = false;
let go = null;

function letGo() {
  if (!go) return;
  const leave = go;
  go = null;
  leave();
}

function done() {
  isSaving = false;
  // What was typed meanwhile is saved at once by the same hand: its turn comes first.
  setTimeout(() => isSaving || letGo());
}

function pressed(button) {
  // The button may be disabled by now, and a disabled button says nothing to the server.
  const said = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
  form.append(said);
  form.requestSubmit();
  said.remove();
}

function hold(event) {
  if (event.target !== form) return;
  if (!isSaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  if (!go) setTimeout(() => { isSaving = false; letGo(); }, LONGEST_WAIT_MS);
  go = () => (button?.name ? pressed(button) : form.requestSubmit());
}

if (form) {
  form.addEventListener("w-autosave:save", (event) => {
    if (isLeaving) event.preventDefault();
    else isSaving = true;
  });
  form.addEventListener("w-autosave:success", done);
  form.addEventListener("w-autosave:error", done);
  addEventListener("submit", hold, { capture: true });
  addEventListener("submit", (event) => { isLeaving ||= event.target === form && !event.defaultPrevented; });
  addEventListener("pageshow", () => { isLeaving = false; });
}
