// The filter form: what is ticked goes with every question, stands behind "Bộ lọc" and is cleared by one button.

import { listeners, write } from "./bridge.js";

const FORM = "#filters .hb-filters";
const state = { filters: null, replace: false };

function read(form) {
  const values = (name) =>
    [...form.querySelectorAll(`input[name="${name}"]`)]
      .flatMap((input) => (input.type === "checkbox" ? (input.checked ? [input.value] : []) : input.value.split(";")))
      .map((value) => value.trim())
      .filter(Boolean);
  const date = (name) => form.querySelector(`input[name="${name}"]`)?.value.trim() || null;
  return { source: values("source"), place: values("place"), from: date("from"), to: date("to") };
}

function words({ source, place, from, to }) {
  const days = [from && `từ ${from}`, to && `đến ${to}`].filter(Boolean).join(" ");
  return [...source, ...place, days].filter(Boolean).join("; ");
}

function update() {
  const form = document.querySelector(FORM);
  if (!form) return;
  const filters = read(form);
  const told = words(filters);
  const chosen = form.querySelector(".hb-chosen");
  if (chosen.textContent !== (told && `: ${told}`)) chosen.textContent = told && `: ${told}`;
  document.querySelector("#filters .hb-clear").hidden = !told;
  state.filters = told ? filters : null;
  write("chosen", state);
}

export function setEditing(editing) {
  if (state.replace === editing) return;
  state.replace = editing;
  document.body.classList.toggle("hb-editing", editing);
  write("chosen", state);
}

function clear() {
  for (const input of document.querySelectorAll(`${FORM} input`)) {
    if (input.type === "checkbox") input.checked = false;
    else input.value = "";
  }
  update();
  document.querySelector(`${FORM} summary`).focus();
}

document.addEventListener("input", (event) => event.target.closest?.(FORM) && update());
document.addEventListener("click", (event) => event.target.closest?.("#filters button[name=clear]") && clear());
// Escape shuts the form; a click beside it does too.
document.addEventListener("keydown", (event) => {
  const open = document.querySelector(`${FORM}[open]`);
  if (event.key !== "Escape" || !open?.contains(document.activeElement)) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const open = document.querySelector(`${FORM}[open]`);
  if (open && !event.target.closest?.("#filters")) open.open = false;
});
// A question is on its way: the form must not lie over its answer.
listeners.push(() => {
  const open = document.querySelector(`${FORM}[open]`);
  if (open && document.querySelector("#conversation .hb-turn:last-child .hb-status")) open.open = false;
});

// gradio draws the form anew when the corpus has changed: then nothing is ticked any more.
let drawn = null;
listeners.push(() => {
  const form = document.querySelector(FORM);
  if (form && form !== drawn) {
    drawn = form;
    update();
  }
});
