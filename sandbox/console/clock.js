// The sandbox's clock, and the buttons that move it.

import { button, find, send } from "./page.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUMPS = [
  ["10 minutes on", 10 * MINUTE],
  ["1 hour on", HOUR],
  ["1 day on", DAY],
  ["30 days on", 30 * DAY],
  ["1 hour back", -HOUR],
];

// The sandbox's time at the last look, and this page's at that moment, in milliseconds.
let seen = { sandbox: Date.now(), page: performance.now() };

export function start() {
  const jumps = JUMPS.map(([label, seconds]) => button(label, "", () => advance(seconds)));
  const right = button("Right again", "", () => send("PUT", "/clock", { offset_seconds: 0 }, "The clock is right."));
  find("jumps").append(...jumps, right);
  find("move").addEventListener("submit", (event) => {
    event.preventDefault();
    advance(find("move-amount").valueAsNumber * Number(find("move-unit").value));
  });
  setInterval(tick, 250);
}

export function show(clock) {
  seen = { sandbox: Date.parse(clock.now), page: performance.now() };
  find("offset").textContent = distance(clock.offset_seconds);
  tick();
}

// The sandbox's time in so many seconds, as licenses are dated.
export function from_now(seconds) {
  return new Date(now() + seconds * 1000).toISOString();
}

function advance(seconds) {
  return send("PUT", "/clock", { advance_seconds: seconds }, `The clock was moved by ${length(seconds)}.`);
}

function now() {
  return seen.sandbox + performance.now() - seen.page;
}

function tick() {
  find("time").textContent = new Date(now()).toISOString().slice(0, 19).replace("T", " ");
}

function distance(seconds) {
  if (seconds === 0) {
    return "as this machine’s";
  }
  return `${length(Math.abs(seconds))} ${seconds < 0 ? "behind" : "ahead of"} this machine’s`;
}

// "1 day 2 hours", or "-5 minutes"
function length(seconds) {
  const units = [["day", DAY], ["hour", HOUR], ["minute", MINUTE], ["second", 1]];
  let left = Math.abs(seconds);
  const parts = [];
  for (const [unit, size] of units) {
    const number = Math.floor(left / size);
    left -= number * size;
    if (number > 0) {
      parts.push(`${number} ${unit}${number === 1 ? "" : "s"}`);
    }
  }
  return (seconds < 0 ? "−" : "") + parts.join(" ");
}
