// The requests as they arrive, the newest first.

import { count, element, find, hide, moment, send, shortened } from "./page.js";

// The most that are shown: a page that grows without end is of no use.
const MOST = 200;
const MOST_TEXT = 20_000;
const MOST_PATH = 200;
// Somebody who listens hears one sentence a second, however much is asked.
const PAUSE = 1000;

const shown = new Map();
let unheard = [];
let speaking = false;

export function start() {
  find("forget-requests").addEventListener("click", () => send("DELETE", "/requests", undefined, "The requests are forgotten."));
}

// A request that has come, or was answered since.
export function show(request) {
  const known = shown.get(request.number);
  const item = known ?? element("li", { class: "request" }, element("details", {}, element("summary"), element("dl")));
  if (!known) {
    shown.set(request.number, item);
    find("request-list").prepend(item);
    forget_oldest();
  }
  item.querySelector("summary").replaceChildren(...summary(request));
  item.querySelector("dl").replaceChildren(...facts(request));
  empty();
  if (request.answer) {
    hear(`${request.method} ${shortened(request.path, MOST_PATH)}: ${outcome(request.answer)}`);
  }
}

export function clear() {
  shown.clear();
  find("request-list").replaceChildren();
  empty();
}

function empty() {
  find("no-requests").hidden = shown.size > 0;
  hide(find("forget-requests"), shown.size === 0, find("requests"));
}

function forget_oldest() {
  if (shown.size > MOST) {
    const [oldest, item] = shown.entries().next().value;
    item.remove();
    shown.delete(oldest);
  }
}

function summary({ at, connection, method, path, answer }) {
  const good = answer !== null && answer.status !== null && answer.status < 400 && answer.fault === null;
  return [
    element("span", { class: "number muted", title: `connection ${connection}` }, moment(at).slice(11)),
    " ",
    element("code", {}, `${method} ${shortened(path, MOST_PATH)}`),
    " ",
    element("span", { class: good ? "outcome" : "outcome bad" }, answer === null ? "not answered yet" : outcome(answer)),
  ];
}

function outcome({ status, code, fault }) {
  const said = status === null ? "no answer" : [status, code].filter((part) => part !== null).join(" ");
  return fault === null ? said : `${said}, fault ${fault}`;
}

function facts(request) {
  const lines = (object) => Object.entries(object).map(([name, value]) => `${name}: ${value}`).join("\n");
  const all = [
    ["Query", lines(request.query)],
    ["Headers", lines(request.headers)],
    ["Body", request.body],
  ];
  const said = all.filter(([, text]) => text !== "");
  return said.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, element("pre", {}, shortened(text, MOST_TEXT)))]);
}

function hear(sentence) {
  unheard.push(sentence);
  if (!speaking) {
    speaking = true;
    setTimeout(speak, PAUSE);
  }
}

function speak() {
  const last = unheard.at(-1);
  find("heard").textContent = unheard.length === 1 ? last : `${count(unheard.length, "answer")}; the last one: ${last}`;
  unheard = [];
  speaking = false;
}
