// The chat page: phones side by side, fed by one stream of changes.

import * as api from "./api.js";
import { ClockBar } from "./clockbar.js";
import { element, icon } from "./dom.js";
import { initials, Phone } from "./phone.js";
import { attempt, toast } from "./toast.js";
import { language, words } from "./words.js";

const ORDER = ["secretary", "committee", "worker", "outsider", "admin"];
const WAIT_SECONDS = 25;
const RETRY_MS = 1_000;
const SHORT_NAME = 12;
const NARROW = matchMedia("(max-width: 760px)");

const row = document.getElementById("phones");
const switcher = document.getElementById("switcher");
const phones = new Map();
let current;

document.documentElement.lang = language;
document.title = words.title;
switcher.setAttribute("aria-label", words.people);
const bar = new ClockBar(document.getElementById("bar"), { addStranger, whenDayChanges });

// One of each role first, so that the main actors stand side by side, and among them a secretary of each messenger;
// whoever joins later keeps the place.
function inOrder(people) {
  const seen = {};
  const first = people[0]?.platform;
  const place = new Map(
    people.map((person) => {
      const [other, kind] = [person.platform !== first, `${person.platform} ${person.role}`];
      seen[kind] = (seen[kind] ?? 0) + 1;
      const round = seen[kind] + (other && person.role !== "secretary" ? 0.5 : 0);
      return [person.id, [round, ORDER.indexOf(person.role) + (other ? 1.5 : 0)]];
    }),
  );
  return [...people].sort((one, other) => {
    const [mine, theirs] = [place.get(one.id), place.get(other.id)];
    return mine[0] - theirs[0] || mine[1] - theirs[1];
  });
}

function setPeople(people) {
  for (const person of inOrder(people)) {
    const phone = phones.get(person.id);
    if (phone) phone.setPerson(person);
    else addPhone(person);
  }
  for (const tab of switcher.children) {
    const person = phones.get(tab.dataset.person).person;
    tab.dataset.role = person.role;
  }
  document.body.classList.toggle("nobody", phones.size === 0);
  if (phones.size === 0) row.replaceChildren(nobody());
}

function addPhone(person) {
  if (phones.size === 0) row.replaceChildren();
  const phone = new Phone(person, { now: () => bar.now(), look, whenNews });
  phones.set(person.id, phone);
  row.append(phone.node);
  switcher.append(tabOf(person));
  if (!current) choose(person.id);
}

function tabOf(person) {
  const name = person.name.length <= SHORT_NAME ? person.name : person.name.trim().split(/\s+/).slice(-2).join(" ");
  return element(
    "button",
    { class: "tab", type: "button", "data-person": person.id, "data-platform": person.platform, "aria-pressed": "false", title: person.name, onclick: () => choose(person.id) },
    element("span", { class: "avatar", "aria-hidden": "true" }, initials(person.name)),
    element("span", { class: "tab-name" }, name),
    element("span", { class: "dot", hidden: true }, element("span", { class: "hidden-words" }, words.unread)),
  );
}

function choose(id) {
  current = id;
  for (const tab of switcher.children) {
    const chosen = tab.dataset.person === id;
    tab.setAttribute("aria-pressed", String(chosen));
    if (chosen) {
      tab.querySelector(".dot").hidden = true;
      tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
  for (const phone of phones.values()) phone.node.classList.toggle("current", phone.id === id);
  if (NARROW.matches) phones.get(id).wake();
}

function whenNews(phone) {
  if (phone.id === current) return;
  const tab = [...switcher.children].find((one) => one.dataset.person === phone.id);
  tab.querySelector(".dot").hidden = false;
}

async function addStranger(platform) {
  const strangers = [...phones.values()].filter(({ person }) => person.role === "outsider").length;
  const person = await attempt(() => api.addStranger(platform, words.stranger(strangers + 1)));
  if (!person) return;
  if (!phones.has(person.id)) addPhone(person);
  document.body.classList.remove("nobody");
  choose(person.id);
  const { node, composer } = phones.get(person.id);
  node.scrollIntoView({ inline: "end", block: "nearest" });
  composer.box.focus();
}

function nobody() {
  return element("div", { class: "nobody-here" }, icon("person"), element("h2", {}, words.nobody_title), element("p", {}, words.nobody));
}

function look(address, words_) {
  const view = document.getElementById("picture-view");
  const close = element("button", { class: "round", type: "button", "aria-label": words.close, onclick: () => view.close() }, icon("close"));
  view.replaceChildren(element("img", { src: address, alt: words_ }), close);
  view.onclick = (event) => event.target === view && view.close();
  view.showModal();
}

function whenDayChanges() {
  for (const phone of phones.values()) phone.redraw();
}

async function follow() {
  let [epoch, after, lost] = ["", 0, false];
  for (;;) {
    try {
      const news = await api.changes(epoch, after, WAIT_SECONDS);
      if (lost) toast(words.back);
      [epoch, after, lost] = [news.epoch, news.revision, false];
      show(news);
    } catch {
      if (!lost) toast(words.lost);
      lost = true;
      await new Promise((resume) => setTimeout(resume, RETRY_MS));
    }
  }
}

function show({ people, chats, reset }) {
  setPeople(people);
  if (reset) for (const phone of phones.values()) phone.clear();
  for (const [id, changes] of Object.entries(chats)) phones.get(id)?.apply(changes, reset);
}

follow();
