"""News of shifts: "tuần này tôi ca 2", "kíp B", "đổi ca với anh Tùng thứ 5", "nghỉ phép 3/12–5/12".

A sentence is understood only when nearly every word of it is: what is said of somebody else, or of something else, is
left to others. So reports ("báo nguồn … ca 2") and attendance ("vắng Hạnh có phép") stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.understanding import shift_words as words
from handlers.understanding.attendance import opens_attendance
from handlers.understanding.patterns import Found, Line, Pattern, is_one_of, read_line
from handlers.understanding.questions import asks
from handlers.understanding.said import Context
from handlers.understanding.shift_days import Span, counted, find_days
from handlers.understanding.shift_names import names_in
from handlers.understanding.shift_said import SaidDays, SaidHours, SaidShift, ShiftNews, ShiftTopic
from handlers.understanding.shift_times import find_hours
from handlers.understanding.tokens import Shape
from handlers.understanding.words import word_set

_LONGEST = 400  # characters
# Without one of these words nothing here can be meant; most messages end at this look.
_MAY = word_set(
    "ca kip nghi phep tang them doi hoan chuyen thay dong ngung dung het mat hc hanh dem shift crew leave overtime ot"
    " off swap switch closed closes office night nights day days lam c"
)


def read_shift_news(text: str, context: Context) -> ShiftNews | None:
    """Return what `text` (cleaned, in NFC) says of shifts; None when it speaks of something else. Never raises."""
    if len(text) > _LONGEST:
        return None
    line = read_line(text)
    if _MAY.isdisjoint(token.folded for token in line.tokens) or opens_attendance(text):
        return None
    return _Reading(line, context).news()


class _Reading:
    """One sentence, and which of its tokens have been understood."""

    def __init__(self, line: Line, context: Context) -> None:
        self.line = line
        self._context = context
        self._taken = [token.shape is Shape.MARK for token in line.tokens]
        self._system = self._one_of(words.SYSTEMS)
        self._crew = self._claim_crew()
        self._worked = [found for pattern in words.SHIFTS for found in self._claim_all(pattern)]
        self._worked.sort(key=lambda found: found.start)
        self._shifts = [_value(found) for found in self._worked]
        self._hours = self._claim_hours()
        self._spans = self._claim_days()
        self._asks = self._claim(words.ASKS)

    def news(self) -> ShiftNews | None:
        """Return what the whole sentence says."""
        if self._asks or asks(self.line.source):
            return self._question()
        if self._crew or (self._system and not self._shifts):
            return self._of_crew()
        for read in (self._closing, self._overtime, self._swap, self._leave, self._extra, self._shift):
            found = read()
            if found is not None:
                return found
        return None

    def _question(self) -> ShiftNews | None:
        is_about = self._asks is not None or bool(self._shifts)
        is_of_cell = self._claim(words.CELL) is not None
        self._claim(words.SWAP)
        topic = ShiftTopic.SHOW_CELL if is_of_cell else ShiftTopic.SHOW
        rest = [place for place in self._rest() if self.line.token(place) not in {"khong", "ko", "phai", "dung", "vay"}]
        return ShiftNews(topic) if is_about and not rest else None

    def _of_crew(self) -> ShiftNews | None:
        moves = self._claim(words.SWAP) is not None
        of_others = self._claim(words.OF_OTHERS) is not None
        crew = self._crew.upper() if self._crew else None
        rest = self._rest() if not (of_others or self._lists()) else self._rest(words.POLITE)
        if not rest:
            return self._made(ShiftTopic.CREW, system=self._system, crew=crew)
        is_of_self = any(self._is_self(place) and place + 1 not in rest for place in range(len(self.line.tokens)))
        found = names_in(self.line, rest) if (self._crew or moves) and not is_of_self else None
        if found is None:
            return None
        names, numbers = found
        return self._made(ShiftTopic.CREW_OF, system=self._system, crew=crew, whom=names, numbers=numbers)

    def _lists(self) -> bool:
        """Whether a colon stands behind the crew, so that every word after it is a name: "kíp B: Sang, Từ"."""
        return any(
            self._taken[place - 1] and self.line.token(place) == ":" and self._crew == self.line.token(place - 1)
            for place in range(1, len(self.line.tokens) - 1)
        )

    def _closing(self) -> ShiftNews | None:
        plant = next(iter(words.PLANT.find(self.line)), None)
        closing = next(iter(words.CLOSING.find(self.line)), None)
        verb = (
            closing or next(iter(words.LEAVE.find(self.line)), None) or next(iter(words.DAY_OFF.find(self.line)), None)
        )
        if verb is None or (plant is None and not self._closes_by_itself(closing)):
            return None
        saved = list(self._taken)
        is_stopped = words.STOPPED.stands_in(self.line)
        for found in (plant, verb):
            self._take(found)
        for pattern in (words.CLOSING, words.STOPPED, words.LEAVE, words.DAY_OFF, words.OWN_PLANT):
            self._claim(pattern)
        is_denied = self._claim(words.DENIED) is not None
        rest = self._without_reason(self._rest(), verb.end)
        is_name = (
            plant is not None
            and rest
            and min(rest) >= plant.end
            and (max(rest) < verb.start or plant.start > verb.start)
        )
        matches = self._context.enterprises.match(self._text_of(rest)) if is_name else ()
        if (rest and not matches) or (not rest and self._says_self() and plant is None):
            self._taken = saved
            return None
        codes = tuple(match.code for match in matches)
        return self._made(ShiftTopic.CLOSING, enterprises=codes, is_stopped=is_stopped, is_denied=is_denied)

    def _closes_by_itself(self, closing: Found | None) -> bool:
        return closing is not None and not self._says_self() and self.line.token(closing.start) not in {"cho", "nghi"}

    def _overtime(self) -> ShiftNews | None:
        verb = self._claim(words.OVERTIME)
        if verb is None:
            return None
        is_denied = self._claim(words.DENIED) is not None
        if self._without_reason(self._rest(), verb.end):
            return None
        return self._made(ShiftTopic.OVERTIME, shifts=self._paired() or (), hours=self._hours, is_denied=is_denied)

    def _swap(self) -> ShiftNews | None:
        if self._claim(words.SWAP) is None:
            return None
        is_denied = self._claim(words.DENIED) is not None
        self._claim(words.DAY_OFF)
        linked, rest = self._claim(words.WITH), self._rest()
        if linked is None:
            is_about = bool(self._shifts) or "ca" in self.line.folded.split()
            shifts = self._paired()
            if rest or shifts is None or not is_about:
                return None
            if shifts and not is_denied and any(days.is_open for days in self._days()):
                return self._made(ShiftTopic.SHIFT, shifts=shifts)
            return self._made(ShiftTopic.SWAP, shifts=shifts, is_denied=is_denied)
        found = names_in(self.line, rest)
        if found is None or len(found[0]) != 1 or found[1] or min(rest) < linked.start:
            return None
        return self._made(ShiftTopic.SWAP, shifts=self._paired() or (), whom=found[0], is_denied=is_denied)

    def _leave(self) -> ShiftNews | None:
        leave = self._claim(words.LEAVE)
        verb = leave or (self._claim(words.DAY_OFF) if self._spans and not self._shifts else None)
        worked = self._worked_beside_leave()
        if verb is None or worked is None:
            return None
        is_denied = self._claim(words.DENIED) is not None
        if self._without_reason(self._rest(), verb.end):
            return None
        days = tuple(days for days in self._days() if all(days is not one.days for one in worked))
        return replace(self._made(ShiftTopic.LEAVE, shifts=worked, is_denied=is_denied), days=days)

    def _worked_beside_leave(self) -> tuple[SaidShift, ...] | None:
        """The shifts, each with the day beside it, where other days remain for the leave; None where none do."""
        worked = []
        for found, shift in zip(self._worked, self._shifts, strict=True):
            beside = [span for span in self._spans if self._stand_together(span, found)]
            if not beside:
                return None
            worked.append(SaidShift(shift, beside[0].days))
        return tuple(worked) if not worked or len(worked) < len(self._days()) else None

    def _stand_together(self, span: Span, found: Found) -> bool:
        between = range(min(span.end, found.end), max(span.start, found.start))
        return not any(not self._taken[place] for place in between) and len(between) <= 1

    def _extra(self) -> ShiftNews | None:
        """ "làm bù chủ nhật ca 1", "chủ nhật này tôi đi làm": work on a day that may be one off."""
        is_made_up = self._claim(words.MAKE_UP) is not None
        if not is_made_up and (self._shifts or self._claim(words.GO_TO_WORK) is None):
            return None
        shifts = self._paired()
        return None if self._rest() or shifts is None or not self._spans else self._made(ShiftTopic.SWAP, shifts=shifts)

    def _shift(self) -> ShiftNews | None:
        shifts = self._paired()
        return self._made(ShiftTopic.SHIFT, shifts=shifts) if shifts and not self._rest() else None

    def _paired(self) -> tuple[SaidShift, ...] | None:
        """The shifts, each with its days; None where it cannot be told which days belong to which."""
        days = self._days()
        if len(self._shifts) == len(days):
            return tuple(SaidShift(shift, when) for shift, when in zip(self._shifts, days, strict=True))
        if len(self._shifts) == 1:
            return tuple(SaidShift(self._shifts[0], when) for when in days) or (SaidShift(self._shifts[0]),)
        return () if not self._shifts else None

    def _made(
        self,
        topic: ShiftTopic,
        *,
        shifts: tuple[SaidShift, ...] = (),
        system: str | None = None,
        crew: str | None = None,
        whom: tuple[str, ...] = (),
        numbers: tuple[int, ...] = (),
        hours: SaidHours | None = None,
        enterprises: tuple[str, ...] = (),
        is_stopped: bool = False,
        is_denied: bool = False,
    ) -> ShiftNews:
        impossible = next((span for span in self._spans if span.days is None), None)
        news = ShiftNews(topic, self._days(), shifts, system, crew, whom, numbers, hours)
        return replace(
            news,
            enterprises=enterprises,
            is_stopped=is_stopped,
            is_denied=is_denied,
            no_such_day=impossible.said if impossible else None,
            is_backwards=impossible is not None and impossible.is_backwards,
            part=next((span.part for span in self._spans if span.part), None),
        )

    def _days(self) -> tuple[SaidDays, ...]:
        return tuple(span.days for span in self._spans if span.days is not None)

    def _says_self(self) -> bool:
        return any(self._is_self(place) for place in range(len(self.line.tokens)))

    def _is_self(self, place: int) -> bool:
        return not self._taken[place] and is_one_of(self.line.tokens[place], words.SELF)

    def _rest(self, said_nothing: frozenset[str] = words.SELF | words.FILLERS) -> list[int]:
        """The places of the words that nobody has understood yet, those that say nothing aside."""
        return [
            place
            for place, token in enumerate(self.line.tokens)
            if not self._taken[place] and not (token.shape is Shape.WORD and is_one_of(token, said_nothing))
        ]

    def _without_reason(self, rest: list[int], after: int) -> list[int]:
        """`rest` without the reason that follows: "vì con ốm"."""
        reason = next((found for found in words.BECAUSE.find(self.line) if found.start >= after), None)
        if reason is None:
            return rest
        return [place for place in rest if place < reason.start]

    def _text_of(self, places: Iterable[int]) -> str:
        return " ".join(self.line.tokens[place].text for place in places)

    def _take(self, found: Found | None) -> None:
        if found is not None:
            self._taken[found.start : found.end] = [True] * (found.end - found.start)

    def _claim(self, pattern: Pattern) -> Found | None:
        return next(iter(self._claim_all(pattern, at_most=1)), None)

    def _claim_all(self, pattern: Pattern, at_most: int = 9) -> list[Found]:
        claimed: list[Found] = []
        for found in pattern.find(self.line):
            if len(claimed) < at_most and not any(self._taken[place] for place in self._words_of(found)):
                self._take(found)
                claimed.append(found)
        return claimed

    def _words_of(self, found: Found) -> list[int]:
        return [place for place in range(found.start, found.end) if self.line.tokens[place].shape is not Shape.MARK]

    def _one_of(self, rows: Iterable[tuple[str, Pattern]]) -> str | None:
        return next((value for value, pattern in rows if self._claim(pattern) is not None), None)

    def _claim_crew(self) -> str | None:
        for pattern in words.CREWS:
            found = self._claim(pattern)
            if found is not None:
                return found.group("crew")
        big = next(iter(words.BIG_CREW.find(self.line)), None)
        if big is None or self.line.tokens[big.end - 1].text != "A" or self._taken[big.start]:
            return None
        self._take(big)
        return "A"

    def _claim_hours(self) -> SaidHours | None:
        if not words.OVERTIME.stands_in(self.line):
            return None
        hours = find_hours(self.line)
        if hours is None or any(self._taken[place] for place in self._words_of(hours[1])):
            return None
        self._take(hours[1])
        return hours[0]

    def _claim_days(self) -> tuple[Span, ...]:
        spans = find_days(self.line, self._taken, self._context.today, self._worked)
        for span in spans:
            self._taken[span.start : span.end] = [True] * (span.end - span.start)
        spans = tuple(span for span in spans if not span.is_aside)
        is_leave = words.LEAVE.stands_in(self.line) or words.DAY_OFF.stands_in(self.line)
        duration = self._claim(words.DURATION) if is_leave else None
        return counted(spans, duration, self._context.today) if duration else spans


def _value(found: Found) -> str:
    said = found.group("n") or ""
    return words.SHIFT_VALUES.get(said, said)
