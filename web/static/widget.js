// Hỏi Báo inside another site's page: a floating button or an inline box. Attributes and the host page's policy: docs/embed.md.
// One classic script without dependencies. It touches nothing of the host page but the element that it adds.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script) return;
  const site = new URL("./", script.src); // https://HOST/ or https://HOST/hoi-bao/
  const given = script.dataset;

  const WORDS = {
    vi: { title: "Hỏi Báo", close: "Đóng", tab: "Mở trong thẻ mới", blank: "Chưa mở được phần hỏi đáp trong trang này." },
    en: { title: "Ask the newspaper", close: "Close", tab: "Open in a new tab", blank: "The chat could not be opened in this page." },
  };
  const SMALLEST = 320; // pixels
  const PATIENCE = 8000; // milliseconds between a loaded frame and its first word
  const language = (given.lang || document.documentElement.lang || "vi").toLowerCase().startsWith("en") ? "en" : "vi";
  const words = WORDS[language];
  const title = given.title || words.title;
  const inline = given.mode === "inline";
  const color = /^#[0-9a-f]{6}$/i.test(given.color || "") ? given.color : "#96201b";
  const theme = ["light", "dark"].includes(given.theme) ? given.theme : "auto";
  const tallest = Math.max(SMALLEST, Number(given.height) || 640);

  const DARK = "--card: #211d1a; --ink: #f0e9df; --line: #857a6e;";
  const STYLE = `
    :host { all: initial; display: block; --color: ${color}; --on: ${textOn(color)}; --card: #fff; --ink: #211c18; --line: #8b8074;
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
    ${theme === "dark" ? `:host { ${DARK} }` : ""}
    ${theme === "auto" ? `@media (prefers-color-scheme: dark) { :host { ${DARK} } }` : ""}
    [hidden] { display: none !important; }
    button { font: inherit; cursor: pointer; }
    .launch { position: fixed; right: 20px; bottom: 20px; z-index: 2147483646; min-height: 48px; max-width: calc(100vw - 40px);
      padding: 0 22px; border: 1px solid var(--on); border-radius: 24px; background: var(--color); color: var(--on);
      font-weight: 600; box-shadow: 0 2px 12px rgb(0 0 0 / .3); }
    .panel { box-sizing: border-box; display: flex; flex-direction: column; overflow: hidden; border: 1px solid var(--line);
      border-radius: 12px; background: var(--card); color: var(--ink); }
    .float { position: fixed; right: 20px; bottom: 80px; z-index: 2147483647; width: 420px; max-width: calc(100vw - 40px);
      max-height: calc(100vh - 100px); box-shadow: 0 6px 30px rgb(0 0 0 / .3); }
    .bar { display: flex; flex: none; align-items: center; gap: 4px; padding-left: 16px; background: var(--color); color: var(--on); }
    .bar span { flex: 1; min-width: 0; padding: 10px 0; overflow-wrap: anywhere; font-weight: 600; }
    .bar button { flex: none; width: 48px; height: 48px; border: 0; background: none; color: inherit; font-size: 26px; line-height: 1; }
    .note { flex: none; margin: 0; padding: 12px 16px; }
    .note a { color: inherit; }
    iframe { flex: 0 1 auto; display: block; width: 100%; min-height: 0; border: 0; background: var(--card); }
    :focus-visible { outline: 3px solid var(--color); outline-offset: 2px; }
    .bar button:focus-visible { outline-color: var(--on); outline-offset: -5px; }
    @media (max-width: 480px) {
      .float { inset: 0; width: auto; max-width: none; max-height: none; border: 0; border-radius: 0; }
      .float iframe { flex: 1; height: auto !important; }
    }`;

  function textOn(hex) {
    // Relative luminance after WCAG 2; above 0.179 black text has the higher contrast.
    const [red, green, blue] = [1, 3, 5]
      .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
  }

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function makeFrame() {
    const frame = make("iframe", { title, referrerPolicy: "no-referrer", allow: "clipboard-write" });
    // What the chat page may do, and why. Not allowed: to navigate this page, dialogs, pointer lock, presentation.
    //   allow-scripts      it is a script that asks and shows the answer
    //   allow-same-origin  without it the page has no origin of its own, and its requests to its own server fail. A frame with
    //                      this and the line above could lift its sandbox only from a page of its own origin; yours is another
    //                      (where it is the same, the server is yours and the sandbox changes nothing)
    //   allow-forms        questions and filters; its policy lets forms go to its own server only
    //   allow-downloads    saving a conversation
    //   allow-popups, -to-escape-sandbox  articles open in a tab of their own, as whole pages
    const sandbox = "allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox";
    frame.setAttribute("sandbox", sandbox);
    frame.style.height = `${SMALLEST}px`;
    return frame;
  }

  function pageAddress(more = {}) {
    const address = new URL(site);
    const named = { ...more, source: given.source, folder: given.folder };
    for (const [name, value] of Object.entries(named)) if (value) address.searchParams.set(name, value);
    return address.href;
  }

  function frameAddress() {
    const shown = { color: given.color && color.slice(1), __theme: theme === "auto" ? "" : theme };
    return pageAddress({ embed: "1", host: location.origin, ...shown });
  }

  function build() {
    const frame = makeFrame();
    const link = make("a", { href: pageAddress(), target: "_blank", rel: "noopener", textContent: words.tab });
    const note = make("p", { className: "note", hidden: true }, `${words.blank} `, link);
    note.setAttribute("role", "status");
    const bar = make("div", { className: "bar" }, make("span", { textContent: title }));
    const panel = make("section", { className: `panel ${inline ? "inline" : "float"}`, id: "panel" }, bar, note);
    panel.setAttribute("aria-label", title);
    let spoke = false;

    // Of a page that was refused the browser draws a broken face, below our line.
    const tell = (failed) => {
      note.hidden = !failed;
      frame.hidden = failed;
    };
    frame.addEventListener("load", () => setTimeout(() => tell(!spoke), PATIENCE));
    const say = (kind) => spoke && frame.contentWindow.postMessage({ hoibao: kind }, site.origin);
    const open = () => {
      frame.src = frameAddress(); // before it is in the page, so that no empty document of this origin stands in it
      panel.append(frame);
    };
    const hear = (heard) =>
      addEventListener("message", ({ source, origin, data }) => {
        if (source !== frame.contentWindow || origin !== site.origin || !data) return;
        if (data.hoibao === "ready") tell(!(spoke = true));
        if (data.hoibao === "height" && Number.isFinite(data.height))
          frame.style.height = `${Math.min(tallest, Math.max(SMALLEST, Math.ceil(data.height)))}px`;
        heard(data.hoibao);
      });
    return { frame, bar, panel, open, say, hear };
  }

  function startInline(root) {
    const { frame, panel, open, hear } = build();
    hear(() => {});
    frame.loading = "lazy";
    open();
    root.append(panel);
  }

  function startFloating(root) {
    const { frame, bar, panel, open, say, hear } = build();
    const launch = make("button", { className: "launch", type: "button", textContent: title });
    const close = make("button", { type: "button", textContent: "×", title: words.close });
    close.setAttribute("aria-label", words.close);
    launch.setAttribute("aria-controls", "panel");
    panel.setAttribute("role", "dialog");
    bar.append(close);

    const show = (visible) => {
      panel.hidden = !visible;
      launch.setAttribute("aria-expanded", String(visible));
      if (!visible) return launch.focus();
      if (!frame.src) open(); // nothing is asked of the server before somebody opens the box
      frame.focus();
      say("focus");
    };
    hear((kind) => {
      if (kind === "ready" && !panel.hidden && root.activeElement === frame) say("focus");
      if (kind === "close" && !panel.hidden) show(false);
    });
    launch.addEventListener("click", () => show(panel.hidden));
    close.addEventListener("click", () => show(false));
    root.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && show(false));
    panel.hidden = true;
    launch.setAttribute("aria-expanded", "false");
    root.append(launch, panel);
  }

  function start() {
    const box = make("div", { lang: language });
    const root = box.attachShadow({ mode: "open" });
    // A constructed style sheet is no inline style: it works where the host page's style-src forbids those.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const target = inline && given.target ? document.querySelector(given.target) : null;
    if (target) target.append(box);
    else if (inline && document.body.contains(script)) script.after(box);
    else document.body.append(box);
    if (inline) startInline(root);
    else startFloating(root);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
