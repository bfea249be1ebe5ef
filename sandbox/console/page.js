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

// Asks the control port; gives its answer, or nothing after it has complained.
export async function send(method, path, body, done) {
  const answer = await ask(method, path, body);
  if (answer === undefined) {
    return undefined;
  }
  find("complaint").textContent = "";
  if (done) {
    find("notice").textContent = done;
  }
  return answer;
}

export function complain(text) {
  find("notice").textContent = "";
  find("complaint").textContent = text;
}

async function ask(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  const text = body === undefined ? undefined : JSON.stringify(body);
  try {
    const answer = await fetch(path, { method, headers, body: text });
    const value = await answer.json();
    if (answer.ok) {
      return value;
    }
    complain(`That was refused: ${value.message}`);
  } catch (error) {
    complain(`The sandbox does not answer: ${error.message}`);
  }
  return undefined;
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

// "1 device", "2 devices"
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// "2026-11-26 12:30:05" of a date as the service writes it.
export function moment(text) {
  return text.replace("T", " ").replace(/(\.\d+)?Z?$/, "");
}
