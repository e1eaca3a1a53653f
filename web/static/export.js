// "Tải cuộc hỏi đáp": the server makes the file out of the conversation it holds and hands it over as text.

import { field, request, say } from "./bridge.js";

const MENU = "#export .hb-export";
const PATIENCE = 30_000; // milliseconds
const LOOK = 100;

function read() {
  try {
    return JSON.parse(field("file")?.value || "{}");
  } catch {
    return {};
  }
}

function save({ name, type, data }) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}

async function download(format) {
  const id = String(Date.now());
  const site = new URL(".", document.baseURI).href;
  request("act-export", { format, id, site, minutes: -new Date().getTimezoneOffset() });
  for (let waited = 0; waited < PATIENCE; waited += LOOK) {
    await new Promise((again) => setTimeout(again, LOOK));
    const file = read();
    if (file.id !== id) continue;
    save(file);
    say(`Đã tải về ${file.name}.`);
    return;
  }
}

function shut(focus) {
  const menu = document.querySelector(`${MENU}[open]`);
  if (!menu) return;
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(`${MENU} button`);
  if (button) download(button.name);
  if (button || !event.target.closest?.(MENU)) shut(button !== null);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.querySelector(`${MENU}[open]`)) return;
  event.preventDefault();
  shut(true);
});
