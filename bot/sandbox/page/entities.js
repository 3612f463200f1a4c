// Formatted text from its entities. Offsets count UTF-16 units, as JavaScript's strings do.

import { element } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

export function formatted(text, entities, whenCommand) {
  const known = entities
    .filter((entity) => entity.length > 0 && entity.offset + entity.length <= text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  const [nodes] = range(text, 0, text.length, known, 0, whenCommand);
  return nodes;
}

// The nodes of text[from, to) and the place in `entities` after those that begin in it; entities nest.
function range(text, from, to, entities, place, whenCommand) {
  const nodes = [];
  let at = from;
  while (place < entities.length && entities[place].offset < to) {
    const entity = entities[place];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start > at) nodes.push(text.slice(at, start));
    const [inner, next] = range(text, start, end, entities, place + 1, whenCommand);
    nodes.push(wrapped(entity, text.slice(start, end), inner, whenCommand));
    place = next;
    at = Math.max(at, end);
  }
  if (at < to) nodes.push(text.slice(at, to));
  return [nodes, place];
}

function wrapped(entity, text, inner, whenCommand) {
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url ?? text, inner);
  if (entity.type === "bot_command") {
    return element("button", { class: "command", type: "button", onclick: () => whenCommand(text) }, text);
  }
  if (entity.type === "spoiler") return element("span", { class: "spoiler", tabindex: "0" }, ...inner);
  return element(TAGS[entity.type] ?? "span", {}, ...inner);
}

function link(address, inner) {
  if (!/^https?:\/\//i.test(address)) return element("span", {}, ...inner);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}
