// Where a person writes: the text box, attachments, the menu of commands.

import * as api from "./api.js";
import { dropdown, element, icon } from "./dom.js";
import { attempt, toast } from "./toast.js";
import { words } from "./words.js";

const LARGEST_FILE = 50 * 1024 * 1024;
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const TALLEST_PX = 132;

export class Composer {
  constructor(person, send) {
    this.personId = person.id;
    this.send = send;
    this.box = element("textarea", {
      class: "box", rows: "1", placeholder: words.write, "aria-label": words.write, enterkeyhint: "send", maxlength: "20000",
    });
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("input", () => this.#fit());
    const submit = element("button", { class: "round send", type: "submit", title: words.send, "aria-label": words.send }, icon("send"));
    this.node = element("form", { class: "composer" }, hasCommands(person) ? this.#commandMenu() : null, this.box, this.#attach(), submit);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  fill(text) {
    this.box.value = text;
    this.#fit();
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, TALLEST_PX)}px`;
  }

  async #submit() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.#fit();
    const sent = await this.send({ text });
    if (!sent && !this.box.value) this.fill(text);
  }

  #commandMenu() {
    const button = element(
      "button", { class: "round", type: "button", title: words.commands, "aria-label": words.commands }, icon("slash"),
    );
    const panel = element("div", { class: "panel commands" });
    const menu = dropdown(button, panel, async () => {
      const commands = (await attempt(() => api.commands(this.personId))) ?? [];
      panel.replaceChildren(...(commands.length ? commands.map((one) => this.#command(one, () => menu.close())) : [nothing()]));
    });
    return element("div", { class: "anchor" }, button, panel);
  }

  #command({ command, description }, close) {
    const choose = () => {
      close();
      this.send({ text: `/${command}` });
      this.box.focus();
    };
    return element("button", { class: "row", type: "button", onclick: choose }, element("b", {}, `/${command}`), element("span", {}, description));
  }

  #attach() {
    const input = element("input", { type: "file", hidden: true, tabindex: "-1", "aria-label": words.attach });
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.value = "";
      if (file) await this.#sendFile(file);
    });
    const open = () => input.click();
    const button = element("button", { class: "round", type: "button", title: words.attach, "aria-label": words.attach, onclick: open }, icon("attach"));
    return element("div", { class: "anchor" }, button, input);
  }

  async #sendFile(file) {
    if (file.size > LARGEST_FILE) {
      toast(words.too_large);
      return;
    }
    const base64 = await readBase64(file);
    const caption = this.box.value.trim();
    const extra = caption ? { caption } : {};
    const photo = PICTURES.includes(file.type);
    const sent = await this.send(photo ? { photo: { base64 }, ...extra } : { file: { name: file.name, base64 }, ...extra });
    if (sent && caption) this.fill("");
  }
}

// Zalo has no menu of commands.
const hasCommands = (person) => person.platform !== "zalo";
const nothing = () => element("p", { class: "empty" }, words.no_commands);

function readBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
