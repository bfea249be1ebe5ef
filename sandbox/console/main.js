// Follows the sandbox: requests as they arrive, and everything else anew whenever something has changed.

import * as clock from "./clock.js";
import * as faults from "./faults.js";
import * as licenses from "./licenses.js";
import { find, read } from "./page.js";
import * as requests from "./requests.js";

// Many changes at once are one look.
const PAUSE = 100;

let looking = false;
let changed = false;

async function look() {
  const overview = await read("/console/overview");
  if (overview) {
    find("base-url").textContent = overview.base_url;
    clock.show(overview.clock);
    faults.show(overview.faults);
    licenses.show(overview);
  }
}

async function refresh() {
  changed = true;
  if (looking) {
    return;
  }
  looking = true;
  while (changed) {
    changed = false;
    await look();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  looking = false;
}

function follow() {
  const events = new EventSource("/console/events");
  const following = (text) => {
    find("following").textContent = text;
  };
  events.addEventListener("open", () => following("Following the sandbox."));
  events.addEventListener("error", () => following("The sandbox does not answer. Trying again."));
  events.addEventListener("request", (event) => requests.show(JSON.parse(event.data)));
  events.addEventListener("forgotten", () => requests.clear());
  events.addEventListener("state", refresh);
}

clock.start();
requests.start();
licenses.start();
await faults.start();
follow();
