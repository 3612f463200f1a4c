// The sandbox's own HTTP interface; a failed call throws its one sentence.

import { words } from "./words.js";

async function call(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? words.failed);
  return answer;
}

const get = (path) => call(path);
const post = (path, body = {}) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const person = (id) => `/sandbox/people/${encodeURIComponent(id)}`;

export const changes = (epoch, after, wait) => get(`/sandbox/changes?epoch=${epoch}&after=${after}&wait=${wait}`);
export const act = (id, action) => post(`${person(id)}/messages`, action);
export const commands = (id) => get(`${person(id)}/commands`);
export const setBlocked = (id, blocked) => post(`${person(id)}/${blocked ? "block" : "unblock"}`);
export const addStranger = (platform, name) => post("/sandbox/people", { platform, name });
export const bots = () => get("/sandbox/bots");
export const clock = () => get("/sandbox/clock");
export const moveClock = (where) => post("/sandbox/clock", where);
