// Times as people in Vietnam read them. The offset is fixed: Vietnam has no summer time.

import { language, words } from "./words.js";

const ZONE = "Asia/Ho_Chi_Minh";
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const locale = language === "en" ? "en-GB" : "vi-VN";

const formats = {
  hour: new Intl.DateTimeFormat(locale, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  day: new Intl.DateTimeFormat(locale, { timeZone: ZONE, weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" }),
  second: new Intl.DateTimeFormat(locale, {
    timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }),
};

export const hour = (moment) => formats.hour.format(moment);
export const second = (moment) => formats.second.format(moment);
export const day = (moment) => formats.day.format(moment);
export const dayNumber = (moment) => Math.floor((moment.getTime() + OFFSET_MS) / DAY_MS);

// "2026-12-07T07:00", the local form that the clock and <input type="datetime-local"> take.
export const local = (moment) => new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 16);

export function nextMonday(now) {
  const here = new Date(now.getTime() + OFFSET_MS);
  const seven = Date.UTC(here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate(), 7);
  let days = (8 - here.getUTCDay()) % 7;
  if (days === 0 && here.getTime() >= seven) days = 7;
  return new Date(seven + days * DAY_MS - OFFSET_MS);
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [amount, unit] = bytes < 1_048_576 ? [bytes / 1024, "KB"] : [bytes / 1_048_576, "MB"];
  return `${amount.toLocaleString(locale, { maximumFractionDigits: 1 })} ${unit}`;
}

export const durationOf = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
export const dayLabel = (moment, now) => (dayNumber(moment) === dayNumber(now) ? words.today : day(moment));
