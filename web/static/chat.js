// What gradio's page cannot do from Python: live region, scrolling to the new turn and to a cited card.

import "./actions.js";
import { listeners, say } from "./bridge.js";
import "./connection.js";
import "./export.js";
import "./thumbs.js";

const CONVERSATION = "#conversation";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let shownTurns = 0;
let spoken = "";

// A glide tells where a cited card stands; while an answer is sought it would take the cores from it.
function glideTo(element) {
  element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "nearest" });
}

// gradio draws the whole conversation anew with each change; read as a live region, every turn would be spoken again.
function announce(conversation) {
  if (conversation.getAttribute("role") !== "log") {
    conversation.setAttribute("role", "log");
    conversation.setAttribute("aria-live", "off");
    conversation.setAttribute("aria-label", "Cuộc trò chuyện");
  }
  const last = conversation.querySelector(".hb-turn:last-child");
  const working = last?.querySelector(".hb-status") !== null;
  const told = last?.querySelector(":is(.hb-short, .hb-full, .hb-stopped)")?.textContent ?? "";
  const sentence = last && working ? "Đang trả lời câu hỏi." : told;
  if (sentence && sentence !== spoken) say(sentence);
  spoken = sentence;
}

// Whoever stood on a button that was drawn anew stands on the last turn, not at the top of the page.
let stood = false;
document.addEventListener("focusin", (event) => (stood = event.target.closest(`${CONVERSATION}, #suggested`) !== null));
function keepFocus() {
  const last = document.querySelector(`${CONVERSATION} .hb-turn:last-child`);
  if (!stood || !last || document.activeElement !== document.body) return;
  last.tabIndex = -1;
  last.focus({ preventScroll: true });
}

// A new turn is shown from its start. Once its answer stands there may be room below to do so; a reader who has moved on, or
// already sees all of it, is left where they are.
let working = false;
function follow(last, count) {
  const answered = working && !last?.querySelector(".hb-status");
  if (last && (count > shownTurns || (answered && isCut(last)))) last.scrollIntoView({ behavior: "instant", block: "start" });
  working = Boolean(last?.querySelector(".hb-status"));
  shownTurns = count;
}

function isCut(turn) {
  const box = turn.getBoundingClientRect();
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  return box.top < innerHeight && box.bottom > innerHeight - covered;
}

function refresh() {
  const turns = document.querySelectorAll(`${CONVERSATION} .hb-turn`);
  const conversation = document.querySelector(CONVERSATION);
  if (conversation) announce(conversation);
  document.body.classList.toggle("hb-ready", document.querySelector("#question textarea") !== null);
  document.body.classList.toggle("hb-asked", turns.length > 0);
  follow(turns[turns.length - 1], turns.length);
  keepFocus();
  for (const listen of listeners) listen();
}

// The page has a <base>, so a plain #fragment link would load the page anew and lose the conversation.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(`${CONVERSATION} a.hb-cite`);
  if (!link) return;
  event.preventDefault();
  const card = document.getElementById(link.getAttribute("href").slice(1));
  if (!card) return;
  card.focus({ preventScroll: true });
  glideTo(card);
});

// gradio sets the language of the browser on a page that is Vietnamese for everyone.
function keepLanguage() {
  if (document.documentElement.lang !== "vi") document.documentElement.lang = "vi";
}

new MutationObserver(keepLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
new MutationObserver(refresh).observe(document.querySelector("gradio-app"), { childList: true, subtree: true });
keepLanguage();
refresh();
