// Length of a text as readers see it, beside its field; said politely when typing rests.
const PAUSE_MS = 1200;

const plain = (value) => {
  let text = value;
  try {
    const content = JSON.parse(value);
    if (Array.isArray(content?.blocks)) text = content.blocks.map((block) => block.text).join(" ");
  } catch { /* a plain text field */ }
  return [...text.replace(/\[ref:[^\]\s]+\]/g, "").replace(/\s+/g, " ").trim()].length;
};

const sentence = (words, length, low, high) => {
  const text = length < low ? words.meterShort : length > high ? words.meterLong : words.meterFits;
  const number = (n) => n.toLocaleString(document.documentElement.lang || "en");
  return text.replace("{n}", number(length)).replace("{left}", number(low - length)).replace("{over}", number(length - high));
};

const attach = (owner) => {
  const words = owner.dataset;
  const [low, high] = [Number(words.meterLow), Number(words.meterHigh)];
  const field = owner.querySelector(`[name="${words.meterField}"]`) ?? owner.querySelector("textarea, input[name]");
  if (!field) return;
  const box = document.createElement("div");
  box.className = "length-meter";
  const bar = Object.assign(document.createElement("meter"), { min: 0, max: high * 1.33, low: Math.max(low, 1), high, optimum: (low + high) / 2 });
  bar.setAttribute("aria-hidden", "true");
  const shown = document.createElement("span");
  const spoken = document.createElement("span");
  spoken.className = "w-sr-only";
  spoken.setAttribute("aria-live", "polite");
  box.append(bar, shown, spoken);
  (field.closest("[data-field-wrapper], .w-field__wrapper, .w-field") ?? owner).append(box);
  let last = null, timer = null;
  const look = () => {
    if (field.value === last) return;
    const first = last === null;
    last = field.value;
    const length = plain(last);
    bar.value = length;
    shown.textContent = sentence(words, length, low, high);
    box.classList.toggle("length-meter--off", length < low || length > high);
    clearTimeout(timer);
    if (!first) timer = setTimeout(() => { spoken.textContent = shown.textContent; }, PAUSE_MS);
  };
  look();
  setInterval(look, 300); // the rich text editor writes its value without an event
};

document.querySelectorAll("[data-meter-low]").forEach(attach);
