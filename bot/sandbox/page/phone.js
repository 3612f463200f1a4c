// One person's phone.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { dropdown, element, icon } from "./dom.js";
import { bubble } from "./message.js";
import { dayLabel, dayNumber } from "./time.js";
import { attempt, toast } from "./toast.js";
import { words } from "./words.js";

const SHOWN_AT_FIRST = 150;
const TYPING_MS = 5_000;
const PRESS_MS = 4_000;
const NEAR_BOTTOM_PX = 80;

export const initials = (name) => name.trim().split(/\s+/).slice(-2).map((word) => [...word][0]).join("").toUpperCase();

export class Phone {
  constructor(person, { now, look, whenNews }) {
    this.id = person.id;
    this.now = now;
    this.look = look;
    this.whenNews = whenNews;
    this.messages = new Map();
    this.shown = SHOWN_AT_FIRST;
    this.follows = true;
    this.composer = new Composer(person, (action) => this.act(action));
    this.head = element("header", { class: "phone-head" });
    this.list = element("ol", { class: "messages", role: "log", "aria-label": words.talk, "aria-live": "polite", tabindex: "0" });
    this.list.addEventListener("scroll", () => this.#scrolled());
    // A picture that arrives late, a growing text box or a turned screen must not push the newest message out of sight.
    this.list.addEventListener("load", () => this.follows && this.#toBottom(true), true);
    new ResizeObserver(() => this.follows && this.#toBottom(true)).observe(this.list);
    this.down = element("button", { class: "newest", type: "button", hidden: true, onclick: () => this.#toBottom() }, words.newest, icon("down"));
    this.notes = element("div", { class: "notes", role: "status" });
    this.hint = element("div", { class: "hint" });
    this.#menu();
    this.node = element(
      "section", { class: "phone", "data-person": person.id, "data-platform": person.platform }, this.head,
      element("div", { class: "talk" }, this.list, this.hint, this.down, this.notes),
      this.composer.node, this.#barred(),
    );
    this.setPerson(person);
  }

  setPerson(person) {
    const shown = JSON.stringify(person);
    if (this.shownPerson === shown) return;
    this.shownPerson = shown;
    this.person = person;
    this.node.setAttribute("aria-label", words.phone_of(person.name));
    this.node.dataset.role = person.role;
    this.node.classList.toggle("blocked", person.blocked);
    const unknown = !person.joined && person.role !== "outsider" ? words.roles.outsider : null;
    const role = [words.roles[person.role], person.unit, unknown].filter(Boolean).join(" · ");
    const tag = person.platform === "zalo" ? [element("span", { class: "messenger" }, words.platforms.zalo)] : [];
    this.head.replaceChildren(
      element("span", { class: "avatar", "aria-hidden": "true" }, initials(person.name)),
      element("div", { class: "who" }, element("h2", {}, person.name), element("p", { title: role }, role)),
      ...tag,
      this.more,
    );
    this.blockRow.textContent = person.blocked ? words.unblock : words.block;
    this.#showHint();
  }

  clear() {
    this.messages.clear();
    this.list.replaceChildren();
    this.#showHint();
  }

  apply({ messages = [], deleted = [], moments = [] }, first) {
    const follow = first || this.#atBottom();
    for (const id of deleted) this.#forget(id);
    const fresh = messages.filter((message) => !this.messages.has(message.id));
    for (const message of messages) this.messages.set(message.id, message);
    if (first || fresh.length > SHOWN_AT_FIRST) this.#drawAll();
    else for (const message of messages) this.#draw(message);
    for (const moment of moments) this.#live(moment);
    const fromBot = fresh.some((message) => message.from === "bot");
    if (fromBot) this.#typing(false);
    this.#showHint();
    if (follow || fresh.some((message) => message.from === "person")) this.#toBottom(first);
    else if (fromBot) this.down.removeAttribute("hidden");
    if (fromBot && !first) this.whenNews(this);
  }

  act(action) {
    return attempt(() => api.act(this.id, action));
  }

  // "Today" has become another day.
  redraw() {
    const follow = this.#atBottom();
    this.#drawAll();
    if (follow) this.#toBottom(true);
  }

  wake() {
    this.#toBottom(true);
  }

  #draw(message) {
    const node = this.#bubble(message);
    const old = this.list.querySelector(`[data-id="${message.id}"]`);
    if (old) old.replaceWith(node);
    else this.list.append(...this.#separator(message), node);
  }

  #drawAll() {
    this.lastDay = undefined;
    const all = [...this.messages.values()].sort((one, other) => one.id - other.id);
    const visible = all.slice(-this.shown);
    this.list.replaceChildren(
      ...(all.length > visible.length ? [this.#olderButton()] : []),
      ...visible.flatMap((message) => [...this.#separator(message), this.#bubble(message)]),
    );
  }

  #olderButton() {
    const show = () => {
      this.shown = Infinity;
      this.#drawAll();
    };
    return element("li", { class: "day" }, element("button", { class: "link", type: "button", onclick: show }, words.older));
  }

  #separator(message) {
    const at = new Date(message.at);
    if (this.lastDay === dayNumber(at)) return [];
    this.lastDay = dayNumber(at);
    return [element("li", { class: "day" }, element("span", {}, dayLabel(at, this.now())))];
  }

  #bubble(message) {
    return bubble(message, {
      press: (key, button, id) => this.#press(key, button, id),
      write: (text) => this.act({ text }),
      look: this.look,
    });
  }

  async #press(key, button, messageId) {
    key.setAttribute("aria-busy", "true");
    setTimeout(() => key.removeAttribute("aria-busy"), PRESS_MS);
    const pressed = await this.act({ press: button.data, message_id: messageId });
    if (!pressed) key.removeAttribute("aria-busy");
  }

  #forget(id) {
    this.messages.delete(id);
    this.list.querySelector(`[data-id="${id}"]`)?.remove();
  }

  #live(moment) {
    if (moment.typing) this.#typing(true);
    if (moment.answered) {
      for (const key of this.list.querySelectorAll(`[data-id="${moment.answered}"] [aria-busy]`)) key.removeAttribute("aria-busy");
    }
    if (moment.toast) toast(moment.toast, this.notes);
  }

  #typing(on) {
    clearTimeout(this.typingTimer);
    this.dots?.remove();
    if (!on) return;
    const dot = () => element("i", {});
    this.dots = element("li", { class: "message typing" }, element("div", { class: "bubble", role: "img", "aria-label": words.typing }, dot(), dot(), dot()));
    const follow = this.#atBottom();
    this.list.append(this.dots);
    if (follow) this.#toBottom();
    this.typingTimer = setTimeout(() => this.#typing(false), TYPING_MS);
  }

  #showHint() {
    this.hint.hidden = this.messages.size > 0;
    if (this.hint.hidden || this.hint.dataset.role === this.person.role) return;
    this.hint.dataset.role = this.person.role;
    const suggest = (text) => element("button", { class: "suggestion", type: "button", onclick: () => this.composer.fill(text) }, text);
    this.hint.replaceChildren(
      ...(this.person.started ? [] : this.#firstSteps()),
      element("p", {}, words.hint),
      ...words.suggestions[this.person.role].map(suggest),
    );
  }

  // Telegram has a button for the first message; on Zalo people simply write.
  #firstSteps() {
    if (this.person.platform === "zalo") return [element("p", {}, words.hint_stranger_zalo)];
    const start = () => this.act({ text: "/start" });
    return [
      element("p", {}, words.hint_stranger),
      element("button", { class: "primary", type: "button", onclick: start }, words.start),
    ];
  }

  #menu() {
    const button = element("button", { class: "round quiet", type: "button", title: words.more, "aria-label": words.more }, icon("more"));
    this.blockRow = element("button", { class: "row", type: "button" }, words.block);
    const panel = element("div", { class: "panel options" }, this.blockRow);
    const menu = dropdown(button, panel);
    this.blockRow.addEventListener("click", () => {
      menu.close();
      this.#setBlocked(!this.person.blocked);
    });
    this.more = element("div", { class: "anchor" }, button, panel);
  }

  #barred() {
    const unblock = element("button", { class: "key", type: "button", onclick: () => this.#setBlocked(false) }, words.unblock);
    return element("div", { class: "barred" }, element("span", {}, words.blocked), unblock);
  }

  async #setBlocked(blocked) {
    const person = await attempt(() => api.setBlocked(this.id, blocked));
    if (person) this.setPerson(person);
  }

  #scrolled() {
    this.follows = this.#atBottom();
    if (this.follows) this.down.setAttribute("hidden", "");
  }

  #atBottom() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_BOTTOM_PX;
  }

  #toBottom(atOnce = false) {
    this.down.setAttribute("hidden", "");
    const still = atOnce || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: still ? "instant" : "smooth" });
  }
}
