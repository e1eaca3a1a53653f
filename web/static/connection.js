// A lost connection is told in Vietnamese, and the page opens itself again once the server answers. gradio does that itself
// only where nothing answers at all; a proxy in front answers for a server that is away.

import { listeners } from "./bridge.js";

const PAUSE = 2000; // milliseconds
let lost = false;
let watching = false;

// gradio's own messages are hidden: they are English, and about nothing else on this page.
const complains = () => document.querySelector(".toast-wrap .toast-body") !== null;

function show() {
  document.querySelector("#hb-offline").hidden = !lost && !complains();
}

async function answers() {
  try {
    return (await fetch("healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

async function watch() {
  watching = true;
  while (!(await answers())) {
    lost = true;
    await new Promise((again) => setTimeout(again, PAUSE));
  }
  if (lost) location.reload();
  watching = false;
}

listeners.push(() => {
  show();
  if (complains() && !watching) watch();
});
