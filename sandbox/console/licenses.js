// The cast: what each license is, and the buttons that change it.

import { from_now } from "./clock.js";
import { button, count, element, find, moment, redraw, send } from "./page.js";

const DAY = 86_400;
// The device that takes seats for people who have none.
const SOMEBODY = "somebody-else";

const groups = new Map();
const licenses = new Map();

export function start() {
  find("find").addEventListener("input", filter);
  find("used").addEventListener("change", filter);
  find("start-over").addEventListener("click", () => send("DELETE", "/state", undefined, "All licenses are as in the beginning."));
}

export function show(overview) {
  const present = new Set();
  for (const { title, holders } of overview.groups) {
    for (const holder of holders) {
      for (const license of holder.licenses) {
        const key = `${holder.name} ${license.license_id}`;
        present.add(key);
        update(key, title, { ...holder, several: holder.licenses.length > 1 }, license, overview.blacklist);
      }
    }
  }
  for (const [key, { item }] of licenses) {
    if (!present.has(key)) {
      item.remove();
      licenses.delete(key);
    }
  }
  filter();
}

function update(key, title, holder, license, blacklist) {
  const text = JSON.stringify([license, blacklist]);
  const known = licenses.get(key) ?? create(title);
  if (known.text === text) {
    return;
  }
  const { summary, body } = known;
  summary.replaceChildren(...headline(holder, license));
  redraw(body, details(holder, license, blacklist));
  const words = `${holder.name} ${holder.sentence} ${summary.textContent}`.toLowerCase();
  const used = license.changed || license.devices.length > 0;
  licenses.set(key, { ...known, text, words, used });
}

function create(title) {
  const [summary, body] = [element("summary"), element("div", { class: "body" })];
  const item = element("li", {}, element("details", {}, summary, body));
  group(title).list.append(item);
  return { item, summary, body };
}

function group(title) {
  if (!groups.has(title)) {
    const list = element("ul", { class: "rows" });
    const section = element("section", {}, element("h3", {}, title), list);
    find("groups").append(section);
    groups.set(title, { section, list });
  }
  return groups.get(title);
}

function filter() {
  const [wanted, used] = [find("find").value.trim().toLowerCase(), find("used").checked];
  for (const license of licenses.values()) {
    license.item.hidden = !license.words.includes(wanted) || (used && !license.used);
  }
  const shown = [...licenses.values()].some(({ item }) => !item.hidden);
  find("none-found").hidden = shown || licenses.size === 0;
  for (const { section, list } of groups.values()) {
    section.hidden = [...list.children].every((item) => item.hidden);
  }
}

function headline(holder, license) {
  const id = holder.several ? [element("span", { class: "muted number" }, ` license ${license.license_id}`)] : [];
  return [
    element("code", {}, holder.name),
    ...id,
    " ",
    element("span", { class: "muted" }, holder.sentence),
    element("span", { class: "marks" }, ...marks(license).map((mark) => element("span", { class: "mark" }, mark))),
  ];
}

// What a person has to know about a license, in words.
function marks({ entry, expired, not_started, devices, seats, counters }) {
  const active = devices.filter((device) => device.active).length;
  return [
    entry.license_enabled === false && "disabled",
    entry.license_active === false && "inactive",
    entry.is_trial && "trial",
    not_started && `begins ${moment(entry.start_date)}`,
    ends(entry, expired),
    active > 0 && `active on ${most_devices(entry, active)}`,
    ...seats.map((part) => `${part.feature || "license"}: ${part.in_use} of ${count(part.total, "seat")} in use`),
    ...counters.map((part) => `${part.feature || "license"}: ${part.total} of ${limit(part)} used`),
  ].filter((mark) => mark);
}

function ends(entry, expired) {
  const end = entry.validity_period;
  if (!end) {
    return "";
  }
  const passed = expired || end.slice(0, 10) < from_now(0).slice(0, 10);
  return `${passed ? "ended" : "ends"} ${moment(end)}${passed && !expired ? ", in grace" : ""}`;
}

function most_devices(entry, active) {
  return entry.allow_unlimited_activations ? count(active, "device") : `${active} of ${count(entry.max_activations, "device")}`;
}

function limit({ max, unlimited, allow_overages, max_overages }) {
  if (unlimited) {
    return "any number";
  }
  return allow_overages && max_overages > 0 ? `${max} and ${max_overages} more` : `${max}`;
}

function details(holder, license, blacklist) {
  const who = { ...holder.holder, license_id: license.license_id };
  return [
    ...state(holder.name, who, license),
    ...license.seats.flatMap((part) => seats(holder.name, who, part)),
    ...license.counters.flatMap((part) => counter(holder.name, who, part)),
    ...devices(license.devices, blacklist),
  ];
}

const controls = (...children) => element("div", { class: "controls" }, ...children);

function state(name, who, { entry }) {
  const set = (label, fields, done, key) =>
    button(label, name, () => send("PUT", "/state/licenses", { ...who, set: fields() }, `${name} ${done}.`), key);
  const enabled = entry.license_enabled
    ? set("Disable", () => ({ license_enabled: false }), "is disabled", "enabled")
    : set("Enable", () => ({ license_enabled: true }), "is enabled", "enabled");
  const active = entry.license_active
    ? set("Make inactive", () => ({ license_active: false }), "is inactive", "active")
    : set("Make active", () => ({ license_active: true }), "is active", "active");
  const until = (seconds) => () => ({ validity_period: from_now(seconds) });
  return [
    element("h4", {}, "State"),
    controls(
      enabled,
      active,
      set("End now", until(-1), "has ended"),
      set("End in 30 days", until(30 * DAY), "ends in 30 days"),
      set("Never end", () => ({ validity_period: null }), "never ends"),
    ),
  ];
}

function titled(kind, feature) {
  return element("h4", {}, feature ? `${kind} of ` : kind, ...(feature ? [element("code", {}, feature)] : []));
}

function seats(name, who, { feature, total, in_use, timeout_seconds, holders }) {
  const about = feature ? `${name}, ${feature}` : name;
  const change = (label, fields, done) =>
    button(label, about, () => send("PUT", "/state/seats", { ...who, feature, ...fields }, `${about}: ${done}.`));
  const held = holders.map(({ hardware_id, until, borrowed }) =>
    element("li", {}, element("code", {}, hardware_id), ` until ${moment(until)}${borrowed ? ", borrowed" : ""} `,
      change(`Free ${hardware_id}`, { free: [hardware_id] }, `${hardware_id} has no seat`)));
  return [
    titled("Seats", feature),
    element("p", {}, `${in_use} of ${count(total, "seat")} in use; one ends ${count(timeout_seconds / 60, "minute")} after the last check.`),
    element("ul", { class: "plain" }, ...held),
    controls(
      change("Take one", { take: [SOMEBODY] }, `${SOMEBODY} has a seat`),
      change("Borrow one for a day", { take: [SOMEBODY], seconds: DAY, borrowed: true }, `${SOMEBODY} has borrowed a seat`),
      change("Free all", { free_all: true }, "all seats are free"),
      change("One more", { total: total + 1 }, `there are ${total + 1} seats`),
      total > 0 ? change("One fewer", { total: total - 1 }, `there are ${total - 1} seats`) : "",
    ),
  ];
}

function counter(name, who, part) {
  const about = part.feature ? `${name}, ${part.feature}` : name;
  const change = (fields, done) => send("PUT", "/state/counters", { ...who, feature: part.feature, ...fields }, `${about}: ${done}.`);
  const period = part.period ? `; a new period begins ${part.period}, here by hand` : "";
  const total = element("input", { type: "number", step: "1", value: String(part.total), "data-key": `total ${about}` });
  const form = element("form", { class: "controls inline" },
    element("label", {}, "Total ", total), element("button", { "data-key": `set ${about}` }, "Set", element("span", { class: "hidden" }, ` (${about})`)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({ total: total.valueAsNumber }, `${total.value} used`);
  });
  return [
    titled("Counter", part.feature),
    element("p", {}, `${part.total} of ${limit(part)} used${part.negative ? "; amounts can be given back" : ""}${period}.`),
    controls(
      button("Count 1", about, () => change({ add: 1 }, "another device has consumed 1")),
      button("Begin a new period", about, () => change({ reset: true }, "nothing is used")),
      part.unlimited ? "" : button("Use up all", about, () => change({ total: part.max + (part.allow_overages ? part.max_overages : 0) }, "all is used")),
      form,
    ),
  ];
}

function devices(all, blacklist) {
  if (all.length === 0) {
    return [];
  }
  const rows = all.map(({ hardware_id, active }) => {
    const listed = blacklist.includes(hardware_id);
    const are = (label, fate, done, key) =>
      button(label, hardware_id, () => send("PUT", "/state/devices", { hardware_id, are: fate }, `${hardware_id} ${done}.`), key);
    const words = [active ? "active" : "not active", listed && "blacklisted"].filter((word) => word).join(", ");
    return element("li", {}, element("code", {}, hardware_id), ` ${words}`, controls(
      active ? are("Deactivate", "deactivated", "is deactivated") : "",
      are("Forget", "forgotten", "is forgotten"),
      listed ? are("Allow", "allowed", "is allowed", "listed") : are("Blacklist", "blacklisted", "is blacklisted", "listed"),
    ));
  });
  return [element("h4", {}, "Devices"), element("p", { class: "hint" }, "A change to a device counts for all licenses."), element("ul", { class: "plain" }, ...rows)];
}
