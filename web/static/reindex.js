// The progress of a build: the page is fetched anew until the build has ended.

const PAUSE = 700; // milliseconds
const place = document.getElementById("tien-do");

async function look() {
  try {
    const page = await (await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10_000) })).text();
    const found = new DOMParser().parseFromString(page, "text/html").getElementById("tien-do");
    if (!found) return location.reload(); // the server was started anew and knows of no build
    // Only what has changed is put in place, so that screen readers are told each step once.
    const bar = place.querySelector("progress");
    const fresh = found.querySelector("progress");
    if (bar && fresh) {
      bar.value = fresh.value;
      const [step, next] = [place, found].map((one) => one.querySelector("#buoc"));
      if (step.textContent !== next.textContent) step.textContent = next.textContent;
    } else {
      place.replaceChildren(...found.childNodes);
      place.toggleAttribute("data-running", found.hasAttribute("data-running"));
    }
  } catch {
    // away for a moment: the next look tells
  }
  if (place.hasAttribute("data-running")) setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
