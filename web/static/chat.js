// What gradio's page cannot do from Python: live region, scrolling to the new turn and to a cited card, lost connection.

const CONVERSATION = "#conversation";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let shownTurns = 0;

function scrollTo(element, block) {
  element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });
}

function announce(conversation) {
  if (conversation.getAttribute("role") === "log") return;
  conversation.setAttribute("role", "log");
  conversation.setAttribute("aria-live", "polite");
  conversation.setAttribute("aria-label", "Cuộc trò chuyện");
}

function refresh() {
  const turns = document.querySelectorAll(`${CONVERSATION} .hb-turn`);
  const conversation = document.querySelector(CONVERSATION);
  if (conversation) announce(conversation);
  document.body.classList.toggle("hb-ready", document.querySelector("#composer") !== null);
  document.body.classList.toggle("hb-asked", turns.length > 0);
  document.querySelector("#hb-offline").hidden = document.querySelector(".toast-wrap .toast-body") === null;
  if (turns.length > shownTurns) scrollTo(turns[turns.length - 1], "start");
  shownTurns = turns.length;
}

// The page has a <base>, so a plain #fragment link would load the page anew and lose the conversation.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(`${CONVERSATION} a.hb-cite`);
  if (!link) return;
  event.preventDefault();
  const card = document.getElementById(link.getAttribute("href").slice(1));
  if (!card) return;
  card.focus({ preventScroll: true });
  scrollTo(card, "nearest");
});

// gradio sets the language of the browser on a page that is Vietnamese for everyone.
function keepLanguage() {
  if (document.documentElement.lang !== "vi") document.documentElement.lang = "vi";
}

new MutationObserver(keepLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
new MutationObserver(refresh).observe(document.querySelector("gradio-app"), { childList: true, subtree: true });
keepLanguage();
refresh();
