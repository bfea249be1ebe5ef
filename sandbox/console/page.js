// What all parts of the page use. Texts of requests never become HTML: they are text nodes.

// An element; children are elements or texts.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children);
  return made;
}

// A button; `about` is said with the label to those who do not see where it stands. By its key it is found again when the
// part of the page around it is drawn anew; a button that takes the place of another one has its key.
export function button(label, about, act, key = label) {
  const hidden = about ? [element("span", { class: "hidden" }, ` (${about})`)] : [];
  const made = element("button", { type: "button", "data-key": `${key} ${about}` }, label, ...hidden);
  made.addEventListener("click", act);
  return made;
}

export const find = (id) => document.getElementById(id);

// Has the control port change something, and says that it was done, or why not.
export async function send(method, path, body, done) {
  const headers = { "Content-Type": "application/json" };
  try {
    const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    if (answer.ok) {
      say(done, "");
    } else {
      say("", `The sandbox refuses: ${(await answer.json()).message}`);
    }
  } catch (error) {
    say("", `The sandbox does not answer: ${error.message}`);
  }
}

export const complain = (text) => say("", text);

function say(notice, complaint) {
  find("notice").textContent = notice;
  find("complaint").textContent = complaint;
}

// What the page shows; nothing where the sandbox does not answer, which is said elsewhere.
export async function read(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

// Draws a part of the page anew. The focus, and what is being written, stay where they are.
export function redraw(part, children) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  const value = focused?.value;
  part.replaceChildren(...children);
  const again = key && part.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again) {
    again.focus();
    if (again instanceof HTMLInputElement) {
      again.value = value;
    }
  } else if (focused) {
    part.closest("details")?.querySelector("summary")?.focus();
  }
}

// Hides something, or shows it again. Where the focus is on it, it goes to `next`.
export function hide(part, hidden, next) {
  if (hidden && part === document.activeElement) {
    next.focus();
  }
  part.hidden = hidden;
}

// A text that may be as long as somebody else wants, cut where it is of no more use.
export function shortened(text, most) {
  return text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} more characters)`;
}

// "1 device", "2 devices"
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// "2026-11-26 12:30:05" of a date as the service writes it.
export function moment(text) {
  return text.replace("T", " ").replace(/(\.\d+)?Z?$/, "");
}
