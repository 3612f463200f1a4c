// Short sentences that pass by.

import { element } from "./dom.js";

const SHOWN_MS = 5_000;

export function toast(sentence, place = document.getElementById("toasts")) {
  const note = element("p", { class: "toast" }, sentence);
  place.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

// Runs what a person asked for and says in a sentence when it fails.
export async function attempt(what) {
  try {
    return await what();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
