"""Whether a text asks or denies, so that it is no report."""

from __future__ import annotations

from typing import Literal

from handlers.understanding.tokens import Shape, tokenize

_HOW = ("the nao", "lam sao", "nhu nao", "kieu gi", "cach nao", "lam the nao")
_ASKS = (
    "bao gio", "khi nao", "hom nao", "ai chua", "ai vang", "vang ai", "bao nhieu", "may nguoi", "la gi",
    "o dau", "la ai", "gi vay", "duoc khong", "duoc ko", "dc khong", "dc ko", "co khong", "co ko", "chua a",
    "chua vay", "ra sao", "da co ai", "nhung ai", "may gio", "den dau", "sao roi", "phai khong",
    "phai ko",
)  # fmt: skip
_ASKS_AT_END = (" chua ", " khong ", " ko ", " chua a ", " khong a ", " ko a ")
# "không vắng ai" holds the words of a question but is none.
_NOBODY = ("khong vang ai", "ko vang ai", "k vang ai", "khong ai vang", "ko ai vang", "k ai vang")
_DENIES = (
    "het nguon", "khong co nguon", "chua co nguon", "ko co nguon", "k co nguon", "khong con nguon",
    "chua bao nguon", "khong bao nguon", "ko bao nguon", "dung bao nguon", "huy bao nguon", "bo bao nguon",
    "khong co ai", "chua co ai", "ko co ai", "chua co", "khong co gi", "khong con ai",
)  # fmt: skip
_DENIES_AFTER = ("khong co", "ko co", "chua co", "het", "het roi", "khong con", "sau", "khong co a", "chua co a")


def asks(text: str) -> Literal["how", "something"] | None:
    """What kind of question `text` is: how to do something, or about something; None when it is none."""
    words = _padded(text)
    if any(f" {phrase} " in words for phrase in _HOW):
        return "how"
    for nobody in _NOBODY:
        words = words.replace(f" {nobody} ", " ")
    if text.rstrip().endswith("?") or any(f" {phrase} " in words for phrase in _ASKS) or words.endswith(_ASKS_AT_END):
        return "something"
    return None


def denies(text: str) -> bool:
    """Whether `text` says that there is nobody to report."""
    words = _padded(text)
    if any(f" {phrase} " in words for phrase in _DENIES):
        return not any(f" {phrase} " in words for phrase in ("chua co dong y", "chua co y kien"))
    after = words.partition(" nguon ")[2]
    return bool(after) and any(f" {after}".endswith(f" {phrase} ") for phrase in _DENIES_AFTER)


def _padded(text: str) -> str:
    return f" {' '.join(token.folded for token in tokenize(text) if token.shape is not Shape.MARK)} "
