"""The numbers up to 31 in words, as days and months are said."""

from __future__ import annotations

from models.names import fold

_ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = ("", "mốt|một", "hai", "ba", "tư|bốn", "lăm|nhăm|năm", "sáu", "bảy", "tám", "chín")
_TENS = {10: ("mười",), 20: ("hai mươi", "hai", "hăm"), 30: ("ba mươi", "ba")}


def _spelt() -> dict[int, list[str]]:
    spelt = {number: [word] for number, word in enumerate(_ONES) if word}
    spelt[4].append("tư")
    spelt[7].append("bẩy")
    for tens, writings in _TENS.items():
        spelt[tens] = [writings[0]]
        for ones in range(1, 10 if tens < 30 else 2):
            spelt[tens + ones] = [f"{ten} {one}" for ten in writings for one in _AFTER_TENS[ones].split("|")]
    return spelt


_SPELT = _spelt()
_NUMBERS = {fold(words): number for number, writings in _SPELT.items() for words in writings}


def alternatives(least: int, greatest: int) -> str:
    """The numbers from `least` up to `greatest` in words as the alternatives of a pattern, the longest first."""
    writings = (words for number in range(least, greatest + 1) for words in _SPELT[number])
    return "|".join(sorted(writings, key=len, reverse=True))


def number_of(folded: str) -> int:
    """The number that figures or the folded words of :func:`alternatives` stand for."""
    return _NUMBERS[folded] if folded in _NUMBERS else int(folded)
