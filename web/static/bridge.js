// Hands JSON to gradio's hidden components and presses their buttons; the other scripts of the page speak through this.

export function field(id) {
  return document.querySelector(`#${id} :is(textarea, input)`);
}

export function put(id, text) {
  const box = field(id);
  if (!box) return false;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

export function write(id, value) {
  return put(id, JSON.stringify(value));
}

// gradio takes a new value over in a task of its own; the button must not be faster.
export function press(button) {
  setTimeout(() => document.getElementById(button)?.click(), 60);
}

export function request(button, wish) {
  if (write("wish", wish)) press(button);
}

export function say(sentence) {
  const place = document.getElementById("hb-said");
  place.textContent = "";
  setTimeout(() => (place.textContent = sentence), 60); // the same sentence again is spoken again
}

// Called by chat.js after each change of the conversation.
export const listeners = [];
