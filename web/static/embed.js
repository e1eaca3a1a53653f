// The chat page inside another site's page: it tells that page its height, when it can be used and when the reader leaves.
// It speaks to and hears one origin alone, named by `host`; who may embed at all is for frame-ancestors to say.

const query = new URLSearchParams(location.search);
const host = originOf(query.get("host"));
const root = document.documentElement;

function originOf(text) {
  try {
    return new URL(text).origin === text ? text : null;
  } catch {
    return null;
  }
}

function tell(kind, more = {}) {
  parent.postMessage({ hoibao: kind, ...more }, host);
}

function tellHeight() {
  tell("height", { height: document.body.scrollHeight });
}

function tellWhenReady() {
  const ready = () => document.body.classList.contains("hb-ready");
  if (ready()) return tell("ready");
  const watch = new MutationObserver(() => {
    if (!ready()) return;
    watch.disconnect();
    tell("ready");
  });
  watch.observe(document.body, { attributeFilter: ["class"] });
}

function luminance(color) {
  // Relative luminance after WCAG 2 of "#rrggbb".
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function readable(color, other) {
  const [dark, light] = [luminance(color), luminance(other)].sort((one, two) => one - two);
  return (light + 0.05) / (dark + 0.05) >= 4.5;
}

// The host page's colour, wherever text in it or on it can be read.
function wear(color) {
  const put = (name, fits) => (fits ? root.style.setProperty(name, color) : root.style.removeProperty(name));
  const card = getComputedStyle(root).getPropertyValue("--hb-wash").trim();
  put("--hb-button", readable(color, "#ffffff"));
  put("--hb-button-over", readable(color, "#ffffff"));
  put("--hb-accent", readable(color, card));
}

const color = `#${query.get("color") ?? ""}`;
if (/^#[0-9a-f]{6}$/i.test(color)) {
  wear(color);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => wear(color));
}

if (host && parent !== window) {
  new ResizeObserver(tellHeight).observe(document.body);
  tellWhenReady();
  addEventListener("keydown", (event) => {
    // An input method takes Escape for itself while a syllable is being composed.
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) tell("close");
  });
  addEventListener("message", ({ source, origin, data }) => {
    if (source === parent && origin === host && data?.hoibao === "focus") document.querySelector("#question textarea")?.focus();
  });
}
