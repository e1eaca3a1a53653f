// The conversation outlives the server and a reload: what the server hands over as data stays in this tab's own storage,
// and goes back when the page opens again. Closing the tab or "Cuộc trò chuyện mới" ends it; no other tab sees it.

import { field, listeners, press, put } from "./bridge.js";

const query = new URLSearchParams(location.search);
// Pages bound to different parts of the corpus, as widgets in one tab may be, must not show each other's answers.
const part = ["source", "folder"].map((key) => query.get(key)?.trim() ?? "");
const NAME = `hoibao:${new URL(".", document.baseURI).pathname}${part.some(Boolean) ? JSON.stringify(part) : ""}`;
const NOTHING = { question: null, turns: "", sent: [], draft: "" };
const linked = query.get("q")?.trim() || null;

// A browser may forbid storage, in a frame of another site most of all; then the conversation lives as long as the page.
function load() {
  try {
    const found = JSON.parse(sessionStorage.getItem(NAME));
    if (typeof found?.turns === "string" && Array.isArray(found.sent)) return { ...NOTHING, ...found };
  } catch {
    // forbidden, or not what we wrote
  }
  return NOTHING;
}

// A link with another question begins anew.
const found = load();
export const remembered = linked && linked !== found.question ? { ...NOTHING, question: linked } : { ...found };
export const isGoingOn = remembered.turns !== "";

export function remember(change) {
  Object.assign(remembered, change);
  try {
    sessionStorage.setItem(NAME, JSON.stringify(remembered));
  } catch {
    // forbidden or full
  }
}

// Numbers of turns begin again in a new conversation, so what was sent of the last one must be forgotten.
let last = null; // what the server told last
listeners.push(() => {
  const kept = field("kept");
  if (!kept || !document.querySelector("#act-restore")) return;
  if (last === null) return begin();
  if (kept.value === last) return;
  last = kept.value;
  remember(last ? { turns: last } : { turns: "", sent: [] });
});

function begin() {
  last = remembered.turns;
  if (isGoingOn) {
    put("kept", last);
    press("act-restore");
  }
  const box = field("question");
  if (remembered.draft && box && !box.value) put("question", remembered.draft);
}

addEventListener("pagehide", () => remember({ draft: field("question")?.value ?? "" }));
