// The faults: all there are, from the sandbox's own table, and those that wait.

import { complain, element, find, hide, read, redraw, send, shortened } from "./page.js";

// The most that is shown of a parameter.
const MOST = 100;

export async function start() {
  find("remove-faults").addEventListener("click", () => send("DELETE", "/faults", undefined, "All faults are removed."));
  const { faults, calls } = await read("/console/faults");
  find("fault-call").append(...calls.map((call) => element("option", { value: call }, call)));
  const groups = Map.groupBy(faults, (fault) => fault.about);
  find("fault-groups").append(...[...groups].map(([title, rows], index) => group(title, rows, index === 0)));
}

// The faults that wait, the next one first.
export function show(waiting) {
  find("none-waiting").hidden = waiting.length > 0;
  hide(find("remove-faults"), waiting.length === 0, find("waiting-title"));
  redraw(find("waiting-list"), waiting.map((armed) => element("li", {}, ...described(armed))));
}

function described({ fault, times, path, ...parameters }) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== "");
  const said = given.map(([name, value]) => ` ${name} ${shortened(JSON.stringify(value), MOST)}`).join(",");
  const often = times === null ? "until removed" : times === 1 ? "once" : `${times} times`;
  return [element("code", {}, fault), `${said} — ${path ?? "any call"}, ${often}`];
}

function group(title, rows, open) {
  const list = element("ul", { class: "rows" }, ...rows.map((row) => element("li", {}, form(row))));
  return element("details", { open, class: "group" }, element("summary", {}, title), list);
}

// One fault with its parameters; it is added by its button, or by Enter in one of them.
function form(row) {
  const inputs = row.parameters.map((parameter) => [parameter, input(parameter)]);
  const labels = inputs.map(([{ name, optional }, control]) =>
    element("label", {}, optional ? `${name} (optional) ` : `${name} `, control));
  const add = element("button", {}, "Add", element("span", { class: "hidden" }, ` ${row.name}`));
  const about = element("p", {}, element("code", {}, row.name), " ", element("span", { class: "muted" }, row.sentence));
  const made = element("form", { class: "fault" }, about, element("div", { class: "controls" }, ...labels, add));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    arm(row.name, inputs);
  });
  return made;
}

function input({ kind, sample, optional }) {
  if (kind.choice) {
    const none = optional ? [element("option", { value: "" }, "default")] : [];
    const options = kind.choice.map((value) => element("option", { value, selected: value === sample }, value));
    return element("select", {}, ...none, ...options);
  }
  if (kind === "number") {
    return element("input", { type: "number", step: "1", value: sample, required: !optional });
  }
  return element("input", { type: "text", class: kind, value: sample, required: !optional, spellcheck: "false" });
}

function arm(fault, inputs) {
  const body = { fault };
  for (const [{ name, kind, optional }, control] of inputs) {
    if (control.value === "" && optional) {
      continue;
    }
    const value = value_of(kind, control.value);
    if (value === undefined) {
      complain(`${name} is not JSON.`);
      return;
    }
    body[name] = value;
  }
  const [times, path] = [find("fault-times").value, find("fault-call").value];
  if (times !== "") {
    body.times = Number(times);
  }
  if (path !== "") {
    body.path = path;
  }
  send("POST", "/faults", body, `${fault} waits for ${path || "any call"}.`);
}

// A value as JSON has it; undefined where it is none.
function value_of(kind, text) {
  if (kind === "number") {
    return Number(text);
  }
  if (kind !== "json") {
    return text === "true" || text === "false" ? text === "true" : text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
