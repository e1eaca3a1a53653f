// "Hữu ích" and "Chưa đúng" below an answer, the latter with a reason. gradio draws the conversation anew with each change;
// what was written or sent of a turn is put back by its number.

import { listeners, say } from "./bridge.js";
import { remember, remembered } from "./kept.js";

const THUMBS = "#conversation .hb-thumbs";
const THANKS = "Cảm ơn bạn đã góp ý.";
const FAILED = "Chưa gửi được góp ý, bạn hãy thử lại.";
const UNSAID = "Bạn hãy chọn một lý do hoặc viết vài chữ.";
const PATIENCE = 15_000; // milliseconds
const LARGEST = 40_000; // bytes; a body may have 64 KB
const TURNS = 20;
const drafts = new Map(); // by the turn's number: what its form holds while it is open
const sending = new Set(); // numbers of turns whose verdict is on its way
let writing = null; // the number of the turn in whose form the cursor stands

const numberOf = (thumbs) => Number(thumbs.id.replace("gop-y-", ""));
const reasonOf = (thumbs) => thumbs.querySelector("input:checked")?.value ?? "";
const bytes = (body) => new TextEncoder().encode(body).length;

function judged(thumbs) {
  return JSON.parse(thumbs.querySelector("[name=down]").value);
}

function earlier(thumbs) {
  const every = [...document.querySelectorAll(THUMBS)];
  return every.slice(0, every.indexOf(thumbs)).slice(-TURNS).map(judged).map(({ question, answer }) => [question, answer]);
}

// The oldest turns are left out where all of them would be too much for one body.
function bodyOf(thumbs, verdict, reason) {
  const history = earlier(thumbs);
  const write = () => JSON.stringify({ verdict, reason, history, ...judged(thumbs) });
  while (history.length && bytes(write()) > LARGEST) history.shift();
  return write();
}

async function post(body) {
  const headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch("api/feedback", { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? null : ((await response.json()).detail ?? FAILED);
  } catch {
    return FAILED; // nobody answers, or something between here and there answers in a form of its own
  }
}

const formOf = (thumbs) => thumbs.querySelector(".hb-reasons");

// Radio buttons of one name belong together, so each turn's have a name of their own.
function open(thumbs) {
  const refused = thumbs.closest(".hb-turn").querySelector(".hb-refused") !== null;
  const form = document.getElementById(`hb-reasons-${refused ? "refused" : "answered"}`).content.cloneNode(true);
  for (const input of form.querySelectorAll("input")) input.name += numberOf(thumbs);
  form.querySelector(".hb-send").before(thumbs.querySelector(".hb-told")); // below the form the question box could hide it
  thumbs.querySelector(".hb-verdict").after(form);
  thumbs.querySelector("[name=down]").setAttribute("aria-expanded", "true");
}

function thank(thumbs) {
  const thanks = document.createElement("p");
  thanks.className = "hb-thanks";
  thanks.tabIndex = -1;
  thanks.textContent = THANKS;
  thumbs.replaceChildren(thanks);
  return thanks;
}

function tell(thumbs, sentence) {
  const told = thumbs.querySelector(".hb-told");
  told.textContent = sentence;
  if (sentence) told.scrollIntoView({ block: "nearest" });
}

// gradio lets neither what a button opens nor a place for alerts pass.
function dress(thumbs) {
  thumbs.querySelector("[name=down]").setAttribute("aria-expanded", "false");
  const told = document.createElement("p");
  told.className = "hb-told";
  told.setAttribute("role", "alert");
  thumbs.append(told);
}

function rest(thumbs, resting) {
  for (const button of thumbs.querySelectorAll("button")) button.disabled = resting;
}

async function send(thumbs, verdict, reason) {
  const number = numberOf(thumbs);
  if (sending.has(number)) return; // its buttons were drawn anew meanwhile
  sending.add(number);
  tell(thumbs, "");
  rest(thumbs, true);
  const problem = await post(bodyOf(thumbs, verdict, reason));
  sending.delete(number);
  const shown = document.getElementById(thumbs.id); // drawn anew meanwhile, or gone with its conversation
  if (!shown) return;
  if (problem !== null) {
    rest(shown, false);
    tell(shown, problem);
    return;
  }
  drafts.delete(number);
  remember({ sent: [...remembered.sent, number] });
  say(THANKS);
  thank(shown).focus({ preventScroll: true });
}

function complain(thumbs) {
  const limits = thumbs.closest(".hb-turn").querySelector(".hb-limits")?.textContent ?? "";
  const words = thumbs.querySelector("textarea").value.trim();
  const reason = reasonOf(thumbs);
  if (!reason && !words) return tell(thumbs, UNSAID);
  send(thumbs, "down", [reason, words, limits].filter(Boolean).join(" – ").slice(0, 1000));
}

function shut(thumbs) {
  drafts.delete(numberOf(thumbs));
  tell(thumbs, "");
  thumbs.append(thumbs.querySelector(".hb-told"));
  formOf(thumbs).remove();
  const down = thumbs.querySelector("[name=down]");
  down.setAttribute("aria-expanded", "false");
  down.focus();
}

function ask(thumbs) {
  if (formOf(thumbs)) return shut(thumbs);
  open(thumbs);
  keep(thumbs);
  thumbs.querySelector("input").focus({ preventScroll: true });
  formOf(thumbs).scrollIntoView({ block: "nearest" });
}

function keep(thumbs) {
  drafts.set(numberOf(thumbs), { reason: reasonOf(thumbs), words: thumbs.querySelector("textarea").value });
}

const DO = { up: (thumbs) => send(thumbs, "up", ""), down: ask, send: complain, shut };

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(`${THUMBS} button`);
  if (button && Object.hasOwn(DO, button.name)) DO[button.name](button.closest(THUMBS));
});
document.addEventListener("input", (event) => {
  const thumbs = event.target.closest?.(THUMBS);
  if (thumbs) keep(thumbs);
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.(`${THUMBS} .hb-reasons`);
  if (!form) return;
  event.preventDefault(); // Escape is for this form, not for the page that embeds this one
  shut(form.closest(THUMBS));
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".hb-turn")) return; // where chat.js puts who stood on something that was drawn anew
  writing = target.matches(`${THUMBS} textarea`) ? numberOf(target.closest(THUMBS)) : null;
});

const drawn = new WeakSet();
listeners.push(() => {
  for (const thumbs of document.querySelectorAll(THUMBS)) {
    if (drawn.has(thumbs)) continue;
    drawn.add(thumbs);
    const number = numberOf(thumbs);
    const draft = drafts.get(number);
    if (remembered.sent.includes(number)) {
      thank(thumbs);
      continue;
    }
    dress(thumbs);
    if (draft) restore(thumbs, draft);
  }
});

function restore(thumbs, { reason, words }) {
  open(thumbs);
  for (const input of thumbs.querySelectorAll("input")) input.checked = input.value === reason;
  const field = thumbs.querySelector("textarea");
  field.value = words;
  if (writing === numberOf(thumbs)) field.focus({ preventScroll: true });
}
