"""The page of a sitting's check-in, as it stands on the screen of the room: the code, a QR code, how many are in.

The page stands alone: style and script are part of it and it fetches nothing but its own figures, which it puts in
their places as text. Large enough to be read from the last row.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot import published_html

_STYLE = """
* { box-sizing: border-box; margin: 0; }
html { --paper: #f3ecdf; --card: #fffdf8; --line: #dccfb8; --ink: #2b2118; --soft: #65574a; --red: #8c1c1c; }
body { display: grid; min-height: 100vh; min-height: 100svh; place-items: center; padding: 2vmin;
  background: var(--paper); color: var(--ink);
  font: 500 clamp(16px, 2.6vmin, 32px)/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 1500px; padding: 4vmin; border: 1px solid var(--line);
  border-top: 8px solid var(--red); border-radius: 24px; background: var(--card); text-align: center; }
h1 { font-size: 1.25em; line-height: 1.3; }
.sides { display: flex; flex-wrap: wrap; gap: 5vmin; align-items: center; justify-content: center; margin: 3vmin 0; }
#code { font-size: clamp(60px, 21vmin, 300px); font-weight: 800; line-height: 1; letter-spacing: .02em;
  font-variant-numeric: tabular-nums; color: var(--red); white-space: nowrap; }
#left { height: 10px; margin-top: 2vmin; border-radius: 5px; background: var(--line); overflow: hidden; }
#left i { display: block; height: 100%; background: var(--red); transform-origin: left; }
svg { width: clamp(180px, 36vmin, 460px); height: auto; background: #fff; border-radius: 16px; }
#in { font-size: 2em; font-weight: 700; font-variant-numeric: tabular-nums; }
#odd { color: #7a4b00; min-height: 1.4em; }
small { color: var(--soft); font-size: .8em; }
body.stale #code, body.stale svg { opacity: .15; }
[hidden] { display: none; }
@media (prefers-reduced-motion: no-preference) { #left i { transition: transform 1s linear; } }
"""
_SCRIPT = """
"use strict";
const at = id => document.getElementById(id);
const whole = 30;
let left = 0, wait = 0;
function show(now) {
  document.body.classList.remove("stale");
  document.title = now.title;
  at("title").textContent = now.title;
  at("code").textContent = now.code;
  at("hint").textContent = now.hint;
  at("in").textContent = now.present;
  at("odd").textContent = now.odd;
  at("lost").hidden = true;
  at("codes").hidden = !now.code;
  at("qr").toggleAttribute("hidden", !now.link);
  at("qr").setAttribute("viewBox", "0 0 " + now.size + " " + now.size);
  at("dots").setAttribute("d", now.link);
  left = now.seconds; wait = Math.min(left, 10);
  draw();
}
function draw() {
  at("bar").style.transform = "scaleX(" + Math.max(left, 0) / whole + ")";
}
function tick() {
  left -= 1; wait -= 1;
  draw();
  if (left < 0) document.body.classList.add("stale");
  if (wait <= 0) { wait = 5; look(); }
}
async function look() {
  try {
    const answer = await fetch(location.pathname + "/now", {cache: "no-store", signal: AbortSignal.timeout(8000)});
    if (answer.status === 404) { location.reload(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
  } catch { at("lost").hidden = false; }
}
show(JSON.parse(at("first").textContent));
setInterval(tick, 1000);
"""


def _hash_of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


POLICY = (
    f"default-src 'none'; style-src 'sha256-{_hash_of(_STYLE)}'; script-src 'sha256-{_hash_of(_SCRIPT)}'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Điểm danh · Tạo Nguồn</title>
<noscript><meta http-equiv="refresh" content="15"></noscript>
<style>{style}</style>
<main>
<h1 id="title">{title}</h1>
<div class="sides">
<div id="codes"{no_code}><div id="code">{code}</div><div id="left"><i id="bar"></i></div></div>
<svg id="qr" viewBox="0 0 {size} {size}" role="img" aria-label="QR"{no_link}><path id="dots" d="{link}"/></svg>
</div>
<p id="hint">{hint}</p>
<p id="in" aria-live="polite">{present}</p>
<p id="odd">{odd}</p>
<p id="lost" hidden>Mất kết nối, đang thử lại…</p>
<small lang="en">Type the code to the assistant, or scan. A new code every 30 seconds.</small>
</main>
<script type="application/json" id="first">{first}</script>
<script>{script}</script>
</html>
"""


@dataclass(frozen=True, slots=True)
class Now:
    """What the screen shows at one moment; without a code it is not time yet.

    ``link`` is the path of the QR code's dark modules within a square of ``size``, empty without a link; ``seconds``
    is how long all this is true.
    """

    title: str
    code: str
    hint: str
    present: str
    odd: str
    link: str
    size: int
    seconds: int

    def to_json(self) -> str:
        """Return it as the script takes it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def page(now: Now) -> str:
    """Return the page."""
    told = {name: html.escape(str(value)) for name, value in asdict(now).items()}
    first = now.to_json().replace("<", "\\u003c")  # within a script element only this could end it
    return _PAGE.format(
        **told,
        style=_STYLE,
        script=_SCRIPT,
        first=first,
        no_code="" if now.code else " hidden",
        no_link="" if now.link else " hidden",
    )


def nothing() -> str:
    """Return the page of an address at which nothing is: never was, was replaced, or has ended with its sitting."""
    return published_html.page(
        "Không có gì ở địa chỉ này",
        "Buổi học đã kết thúc, đã điểm danh xong, hoặc địa chỉ đã đổi. Nhắn “mở điểm danh” để mở lại.",
        "The sitting is over, its roll is saved, or the address was replaced.",
    )


def dots(matrix: Sequence[Sequence[int]], border: int) -> str:
    """Return the dark modules of a QR code as an SVG path, a run of them at a time."""
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x + border} {y + border}h{length}v1h-{length}z")
            x += length or 1
    return "".join(runs)
