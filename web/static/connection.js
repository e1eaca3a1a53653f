// gradio's own messages are hidden, for they are English. What is said instead: why the server did not take the question, or
// that nobody answers; then the page opens itself again once somebody does. gradio does that only where nothing answers at
// all; a proxy in front answers for a server that is away.

import { listeners } from "./bridge.js";

const PAUSE = 2000; // milliseconds
const FAILED = "Đã có lỗi ngoài dự kiến, bạn hãy thử lại.";
const banner = document.querySelector("#hb-offline");
const LOST = banner.textContent;
let lost = false;
let handled = null; // the message that was looked into last

const messages = () => document.querySelectorAll('.toast-wrap :is(.toast-body, [data-testid="toast-text"])');

async function answers() {
  try {
    return (await fetch("healthz", { cache: "no-store", signal: AbortSignal.timeout(PAUSE) })).ok;
  } catch {
    return false;
  }
}

function tell(sentence) {
  banner.textContent = sentence;
  banner.hidden = false;
}

async function lookInto(message) {
  const text = message.textContent.trim();
  if (await answers()) {
    // The server's problems are Vietnamese, which no sentence of gradio's own could be taken for.
    if (!lost) tell(/[^\p{ASCII}]/u.test(text) ? text : FAILED);
    return;
  }
  if (lost) return;
  lost = true;
  tell(LOST);
  do await new Promise((again) => setTimeout(again, PAUSE));
  while (!(await answers()));
  location.reload();
}

listeners.push(() => {
  const message = [...messages()].at(-1) ?? null;
  if (message && message !== handled) lookInto(message);
  if (!message && !lost) banner.hidden = true;
  handled = message;
});
