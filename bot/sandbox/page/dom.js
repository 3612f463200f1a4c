// Building the page. Text always goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M4 12 20 4l-4 16-5-6-7-2Zm7 2 9-10",
  attach: "M19 11.5 12.5 18a4.2 4.2 0 0 1-6-6l7-7a2.8 2.8 0 0 1 4 4l-7 7a1.4 1.4 0 0 1-2-2l6-6",
  slash: "M15 5 9 19",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  voice: "M12 4a2 2 0 0 1 2 2v6a2 2 0 0 1-4 0V6a2 2 0 0 1 2-2ZM7 11v1a5 5 0 0 0 10 0v-1M12 17v3",
  location: "M12 21s6-6.2 6-11a6 6 0 0 0-12 0c0 4.800 6 11 6 11Zm0-9a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.500 2",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM5 20c.5-4 3.300-5.500 7-5.500s6.500 1.500 7 5.500",
  plus: "M12 5v14M5 12h14",
  down: "M12 5v13m-5-5 5 5 5-5",
  close: "M6 6l12 12M18 6 6 18",
};

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

// A panel that a button opens, unless `whenOpened` answers false; Escape, a click elsewhere and the button close it.
export function dropdown(button, panel, whenOpened = () => {}) {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  const set = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", async () => {
    const open = panel.hidden && (await whenOpened()) !== false;
    set(open);
    if (open) panel.querySelector("button, input")?.focus();
  });
  for (const place of [button, panel]) {
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      set(false);
      button.focus();
    });
  }
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target) && !button.contains(event.target)) set(false);
  });
  return { close: () => set(false) };
}
