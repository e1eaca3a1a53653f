// Hands JSON to gradio's hidden components and presses their buttons; the other scripts of the page speak through this.

export function write(id, value) {
  const box = document.querySelector(`#${id} :is(textarea, input)`);
  if (!box) return false;
  box.value = JSON.stringify(value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// gradio takes a new value over in a task of its own; the button must not be faster.
export function request(button, wish) {
  if (!write("wish", wish)) return;
  setTimeout(() => document.getElementById(button)?.click(), 60);
}

export function say(sentence) {
  const place = document.getElementById("hb-said");
  place.textContent = "";
  setTimeout(() => (place.textContent = sentence), 60); // the same sentence again is spoken again
}

// Called by chat.js after each change of the conversation.
export const listeners = [];
