// The buttons of a turn: ask, ask again, mend, copy; and a question that comes with the address (?q=...).

import { listeners, request, say } from "./bridge.js";
import { setEditing } from "./filters.js";
import { isGoingOn } from "./kept.js";

const box = () => document.querySelector("#question textarea");

// The clipboard of browsers exists on https and localhost alone; an intranet on plain http has the old way.
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused by the browser: the old way may still work
    }
  }
  const carrier = document.createElement("textarea");
  const focused = document.activeElement;
  carrier.value = text;
  carrier.className = "hb-hidden";
  document.body.append(carrier);
  carrier.select();
  const done = document.execCommand("copy");
  carrier.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

async function copyAndSay(text, what) {
  say((await copy(text)) ? `Đã sao chép ${what}.` : "Trình duyệt không cho sao chép, bạn hãy chọn và chép tay.");
}

function linkTo(question) {
  const address = new URL(".", document.baseURI);
  address.searchParams.set("q", question);
  return address.href;
}

function edit(question) {
  const field = box();
  field.value = question;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  setEditing(true);
  field.focus();
}

const DO = {
  ask: (question) => request("act-ask", { question }),
  again: (question) => request("act-ask", { question, replace: true }),
  unlimited: (question) => request("act-ask", { question, replace: true, unlimited: true }),
  edit,
  keep: () => {
    setEditing(false);
    box().focus();
  },
  copy: (text) => copyAndSay(text, "câu trả lời kèm nguồn"),
  link: (question) => copyAndSay(linkTo(question), "đường dẫn đến câu hỏi"),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#conversation button, #suggested button, #editing button");
  if (!button || !Object.hasOwn(DO, button.name)) return;
  DO[button.name](button.value);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement === box()) document.querySelector("#stop")?.click();
});

// A question is on its way, or there is none: nothing is being mended any more.
listeners.push(() => {
  const last = document.querySelector("#conversation .hb-turn:last-child");
  if (!last || last.querySelector(".hb-status")) setEditing(false);
});

let taken = false;
listeners.push(() => {
  if (taken || !document.querySelector("#act-ask") || !document.querySelector("#wish textarea")) return;
  taken = true;
  const question = new URLSearchParams(location.search).get("q");
  if (question?.trim() && !isGoingOn) request("act-ask", { question });
});
