// The bar at the top: whose room this is, the demo's time, and moving it forward.

import * as api from "./api.js";
import { dropdown, element, icon } from "./dom.js";
import { day, local, nextMonday, second } from "./time.js";
import { attempt, toast } from "./toast.js";
import { switchLanguage, words } from "./words.js";

const LOOK_EVERY_MS = 400;
const SAID_MS = 7_000;
const HOUR_MS = 3_600_000;

export class ClockBar {
  constructor(node, { addStranger, whenDayChanges }) {
    this.time = element("span", { class: "time" }, "--:--:--");
    this.date = element("span", { class: "date" }, " ");
    this.status = element("p", { class: "status", role: "status" });
    this.progress = element("div", { class: "progress", hidden: true, role: "progressbar", "aria-label": words.moving });
    node.append(
      element("div", { class: "brand" }, element("img", { src: "/page/icon.svg", width: "34", height: "34", alt: "" }), element("div", {}, element("h1", {}, "Tạo Nguồn"), element("p", {}, words.place))),
      element("div", { class: "clock", role: "group", "aria-label": words.demo_time }, icon("clock"), element("div", {}, this.time, this.date)),
      this.#moves(),
      this.status,
      element(
        "div", { class: "side" },
        this.#strangers(addStranger),
        element("button", { class: "plain", type: "button", onclick: switchLanguage, lang: words.other_language === "English" ? "en" : "vi" }, words.other_language),
      ),
      this.progress,
    );
    this.whenDayChanges = whenDayChanges;
    setInterval(() => this.#tick(), 500);
    this.#look();
  }

  now() {
    return new Date(Date.now() + (this.ahead ?? 0));
  }

  async #look() {
    const answer = await api.clock().catch(() => undefined);
    if (answer) this.#set(answer.now);
  }

  #set(now) {
    this.ahead = new Date(now).getTime() - Date.now();
    if (this.chosen.value <= local(this.now())) this.chosen.value = local(new Date(this.now().getTime() + HOUR_MS));
    this.#tick();
  }

  #tick() {
    if (this.ahead === undefined) return;
    this.time.textContent = second(this.now());
    if (this.date.textContent === day(this.now())) return;
    this.date.textContent = day(this.now());
    this.whenDayChanges();
  }

  // With bots of one messenger a press adds the stranger; with several it asks which messenger the stranger has.
  #strangers(addStranger) {
    const opener = element("button", { class: "plain", type: "button", title: words.add_stranger }, icon("plus"), element("span", {}, words.add_stranger));
    const panel = element("div", { class: "panel options messengers" });
    const menu = dropdown(opener, panel, async () => {
      const bots = (await attempt(() => api.bots())) ?? [];
      const platforms = [...new Set(bots.map((bot) => bot.platform))];
      if (platforms.length < 2) {
        addStranger(platforms[0] ?? "telegram");
        return false;
      }
      const choose = (platform) => () => {
        menu.close();
        addStranger(platform);
      };
      panel.replaceChildren(...platforms.map((platform) => element("button", { class: "row", type: "button", onclick: choose(platform) }, words.platforms[platform])));
      return true;
    });
    return element("div", { class: "anchor" }, opener, panel);
  }

  #moves() {
    const move = (where) => () => this.#move(where());
    const button = (label, where) => element("button", { class: "key", type: "button", onclick: move(where) }, label);
    const opener = element("button", { class: "key opener", type: "button" }, words.move_time);
    const panel = element(
      "div", { class: "moves panel" },
      button(words.hour_forward, () => ({ forward: "PT1H" })),
      button(words.day_forward, () => ({ forward: "P1D" })),
      button(words.monday_forward, () => ({ to: local(nextMonday(this.now())) })),
      this.#chooser(),
    );
    dropdown(opener, panel);
    return element("div", { class: "anchor mover" }, opener, panel);
  }

  #chooser() {
    const input = element("input", { type: "datetime-local", "aria-label": words.choose_time, required: true });
    this.chosen = input;
    const form = element("form", { class: "chooser" }, input, element("button", { class: "key", type: "submit" }, words.go));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value <= local(this.now())) toast(words.past);
      else this.#move({ to: input.value });
    });
    return form;
  }

  #say(sentence) {
    this.status.textContent = sentence;
    clearTimeout(this.saying);
    if (sentence !== words.moving) this.saying = setTimeout(() => (this.status.textContent = ""), SAID_MS);
  }

  async #move(where) {
    if (!this.progress.hidden) return;
    this.progress.hidden = false;
    this.#say(words.moving);
    const looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
    const answer = await attempt(() => api.moveClock(where));
    clearInterval(looking);
    this.progress.hidden = true;
    this.#say(answer ? words.moved(answer.sent) : "");
    if (answer) this.#set(answer.now);
  }
}
