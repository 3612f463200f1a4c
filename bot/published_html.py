"""The pages at the addresses of files. Whoever reads them is not known: no name, and both languages on each.

A page stands alone: its style is part of it, it has no script and fetches nothing. What a messenger shows of it as a
preview says nothing about the file.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

_STYLE = """
* { box-sizing: border-box; margin: 0; }
html { color-scheme: light dark; --paper: #f3ecdf; --card: #fffdf8; --line: #dccfb8; --ink: #2b2118; --soft: #65574a;
  --red: #8c1c1c; --pressed: #701414; }
body { display: grid; min-height: 100vh; min-height: 100svh; place-items: center; padding: 20px;
  background: var(--paper); color: var(--ink);
  font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 400px; padding: 32px 24px 24px; border: 1px solid var(--line);
  border-top: 4px solid var(--red); border-radius: 16px; background: var(--card); text-align: center; }
h1 { margin-bottom: 8px; font-size: 22px; line-height: 1.3; }
form { margin-top: 24px; }
button { width: 100%; min-height: 52px; border: 0; border-radius: 12px; background: var(--red); color: #fff;
  font: inherit; font-weight: 600; cursor: pointer; }
button:active { background: var(--pressed); }
button:focus-visible { outline: 3px solid #1f5fa8; outline-offset: 3px; }
small { display: block; margin-top: 24px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--soft);
  font-size: 14px; }
@media (prefers-color-scheme: dark) { html { --paper: #1d1813; --card: #2a231c; --line: #4b3f33; --ink: #f3ecdf;
  --soft: #c9bba6; --red: #b02a2a; --pressed: #8c1c1c; } }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Tạo Nguồn</title>
<style>{style}</style>
<main>
<h1>{title}</h1>
<p>{sentence}</p>
{button}<small lang="en">{english}</small>
</main>
</html>
"""
_BUTTON = '<form method="post"><button>Tải tệp</button></form>\n'


def waiting(ends: datetime) -> str:
    """Return the page of a file that waits until `ends`, a local time."""
    return page(
        "Tệp đã sẵn sàng",
        f"Tệp này chỉ tải được một lần, trước {ends:%H:%M} ngày {ends:%d/%m/%Y}.",
        f"Press the button to download the file: it works once, before {ends:%H:%M} on {ends:%d/%m/%Y}.",
        button=_BUTTON,
    )


def nothing() -> str:
    """Return the page of an address at which nothing is: never was, was taken, or was too long ago."""
    return page(
        "Không còn gì ở địa chỉ này",
        "Tệp đã được tải về hoặc địa chỉ đã hết hạn. Nếu vẫn cần, xin nhắn lại cho bot.",
        "The file was downloaded already, or the address has expired. If you still need it, please ask the bot again.",
    )


def busy() -> str:
    """Return the page for when the database cannot be asked."""
    return page(
        "Hệ thống đang bận",
        "Vui lòng mở lại trang này sau ít phút.",
        "The service is busy. Please open this page again in a few minutes.",
    )


def page(title: str, sentence: str, english: str, button: str = "") -> str:
    """Return a page that says one thing, in both languages."""
    return _PAGE.format(title=title, style=_STYLE, sentence=sentence, button=button, english=english)
