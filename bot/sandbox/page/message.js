// One message as a bubble with its buttons.

import { element, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { durationOf, hour, size } from "./time.js";
import { words } from "./words.js";

export function bubble(message, { press, write, look }) {
  if (message.service) return element("li", { class: "service", "data-id": message.id }, "•");
  const own = message.from === "person";
  const kind = message.photo ? " with-photo" : message.sticker ? " with-sticker" : "";
  const edited = message.edited_at ? " edited" : "";
  const body = element(
    "div",
    { class: `bubble${kind}${edited}` },
    message.forwarded ? element("p", { class: "forwarded" }, words.forwarded) : null,
    attachment(message, look),
    message.text ? element("div", { class: "text" }, ...formatted(message.text, message.entities, write)) : null,
    stamp(message),
  );
  return element(
    "li",
    { class: own ? "message own" : "message", "data-id": message.id },
    body,
    message.buttons.length ? element("div", { class: "keys" }, ...message.buttons.map((row) => keyRow(row, message.id, press))) : null,
  );
}

function keyRow(row, messageId, press) {
  return element("div", { class: "key-row" }, ...row.map((button) => key(button, messageId, press)));
}

function key(button, messageId, press) {
  if (button.url) {
    const opens = /^https?:\/\//i.test(button.url) ? button.url : undefined;
    return element("a", { class: "key", href: opens, target: "_blank", rel: "noopener noreferrer" }, `${button.label} ↗`);
  }
  const made = element("button", { class: "key", type: "button" }, button.label);
  made.addEventListener("click", () => press(made, button, messageId));
  return made;
}

function stamp(message) {
  const at = new Date(message.at);
  const time = element("time", { datetime: message.at }, hour(at));
  return element("span", { class: "stamp" }, message.edited_at ? `${words.edited} ` : null, time);
}

function attachment(message, look) {
  if (message.photo) return picture(message, look);
  if (message.document) return file(message.document);
  if (message.voice) return chip("voice", words.voice, durationOf(message.voice.duration));
  if (message.sticker) return element("div", { class: "sticker", role: "img", "aria-label": words.sticker }, "👍");
  if (message.location) {
    const { latitude, longitude } = message.location;
    return chip("location", words.location, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
  }
  return null;
}

function picture(message, look) {
  const { width, height } = message.photo_size;
  const image = element("img", { src: message.photo, width, height, alt: message.text || words.picture });
  return element("button", { class: "photo", type: "button", onclick: () => look(message.photo, image.alt) }, image);
}

function file(document) {
  const link = element("a", { class: "chip", href: document.url, download: document.name, title: words.download(document.name) });
  link.append(...chipParts("file", document.name, size(document.size)));
  return link;
}

const chip = (kind, name, detail) => element("div", { class: "chip" }, ...chipParts(kind, name, detail));

const chipParts = (kind, name, detail) => [
  element("span", { class: "chip-icon" }, icon(kind)),
  element("span", { class: "chip-words" }, element("span", { class: "chip-name" }, name), element("span", { class: "chip-detail" }, detail)),
];
