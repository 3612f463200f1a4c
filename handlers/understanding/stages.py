"""News of candidates' stages: "Hạnh có quyết định kết nạp ngày 12/11", "phân công chị Lan giúp đỡ QC012".

A question ("bao giờ kết nạp Hạnh?"), a denial ("Hạnh chưa nộp đơn") and what is under way ("đang thẩm tra")
are no news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handlers.understanding.board import Board
from handlers.understanding.dates import Expect, SaidDate, find_dates
from handlers.understanding.patterns import Line, Pattern, read_line
from handlers.understanding.questions import asks
from handlers.understanding.said import Context, StageUpdate
from handlers.understanding.stage_hits import Hits, StageHit, find_stages
from handlers.understanding.stage_people import Person, find_codes, find_names, split_helper, without_names_of_codes
from handlers.understanding.stage_pieces import cut
from handlers.understanding.stage_places import Places, claim_places
from handlers.understanding.stage_words import ENDINGS, PATH
from handlers.understanding.times import find_times

_ASKS = Pattern(
    r"nào|đến đâu|tới đâu|những ai|ai (?:đã|được|chưa|vừa|sắp|giúp|kèm|nhận)|mấy (?:người|đồng chí|đc|bạn)"
    r"|(?<!đúng )(?<!trước )hạn"
    r"|còn thiếu|thiếu (?:gì|những)|nhỉ|hả|chưa (?:nhỉ|vậy|thế|ta|hả|em|anh|chị|ạ)|(?<!vào )(?<!khỏi )danh sách"
    r"|mẫu đơn|là ai|có phải|sao"
    r"|hướng dẫn (?:cách |em |tôi |giúp |làm )*(?:nộp|viết|làm|thủ tục|khai|kê)"
)
_PLANS = Pattern(
    r"sẽ|dự kiến|dự định|chuẩn bị|sắp|kế hoạch(?: tháng| quý| năm| tuần)?|(?<!lý )(?<!lí )(?<!ly )lịch|sắp xếp|hẹn"
)
_DONE = Pattern(r"đã|rồi|xong|vừa")
_BECAUSE = Pattern(r"(?:vì |với |do )?(?:lý do|lí do)(?: là| vì)?|bởi vì|tại vì|vì|do|bởi|để")
_LEFT_WORK = Pattern(r"nghỉ việc|thôi việc|nghỉ làm")


def read_stage_updates(text: str, context: Context) -> tuple[StageUpdate, ...]:
    """Return the stages that `text` (cleaned, in NFC) says to be reached or planned, in the order said. Never raises.

    `whom` is empty where nobody was named, which only makes sense while one candidate is spoken of anyway.
    """
    line = read_line(text)
    if not line.tokens or asks(text) or _ASKS.stands_in(line):
        return ()
    dated = _date_tokens(line, find_dates(text, context.today))
    hits = find_stages(line, dated, weak=bool(find_codes(line, dated)))
    updates = []
    for start, end in cut(line, hits):
        first, last = line.tokens[start].start, line.tokens[end - 1].end
        update = _read(text[first:last], context)
        if update is not None:
            on = update.on and replace(update.on, start=update.on.start + first, end=update.on.end + first)
            updates.append(replace(update, on=on))
    return tuple(_merged(updates))


def _read(piece: str, context: Context) -> StageUpdate | None:
    """The one stage that a piece says."""
    line = read_line(piece)
    is_plan = _PLANS.stands_in(line)
    dates = find_dates(piece, context.today, Expect.FUTURE if is_plan else Expect.PAST)
    tomorrow = [said for said in dates if said.words.casefold() == "mai"]
    if tomorrow:
        others = tuple(said for said in dates if said not in tomorrow)
        update = None if others or _DONE.stands_in(line) else _read_with(line, context, dates, is_plan=True)
        if update is None or not (update.whom or update.helper):
            return _read_with(line, context, others, is_plan=is_plan)  # somebody called Mai
        return update
    return _read_with(line, context, dates, is_plan=is_plan)


def _read_with(line: Line, context: Context, dates: tuple[SaidDate, ...], *, is_plan: bool) -> StageUpdate | None:
    dated = _date_tokens(line, dates)
    codes = find_codes(line, dated)
    hits = find_stages(line, dated, weak=bool(codes))
    stage, main = _stage(hits)
    if stage is None or main is None:
        return None
    reason_from, reason = _reason(line, main, hits) if stage in ENDINGS or hits.back else (len(line.tokens), None)
    codes = tuple(code for code in codes if code.start < reason_from)
    board = _board(line, context, hits, dated.union(range(reason_from, len(line.tokens)), *map(_places, codes)))
    moves_to = main.end if stage == "transferred" else None
    to = claim_places(board, line, moves_to=moves_to) if moves_to else _no_place(board, line)
    helper, people = None, _people(board, line, codes)
    if stage == "mentored":
        helper, people = split_helper(line, people, main.start, main.end)
    on = _date_of(line, dates, main, reason_from)
    return StageUpdate(
        stage=stage,
        whom=tuple(dict.fromkeys(person.text for person in people)),
        on=on,
        helper=helper,
        to_unit=to.unit,
        to_enterprise=to.enterprise,
        going_back=hits.back is not None,
        is_plan=is_plan or (_is_later(on, context) and not _DONE.stands_in(line)),
        reason=reason,
    )


def _no_place(board: Board, line: Line) -> Places:
    """Pass over the cell that has resolved and the enterprise where somebody works: nobody moves there."""
    claim_places(board, line, moves_to=None)
    return Places()


def _is_later(on: SaidDate | None, context: Context) -> bool:
    return on is not None and on.day is not None and on.day > context.today


def _stage(hits: Hits) -> tuple[str | None, StageHit | None]:
    """The stage and its words; a step may be named by its number: "quay lại bước 4"."""
    back = hits.back
    if back is not None and back.number is not None and 1 <= back.number <= len(PATH):
        return PATH[back.number - 1], back
    return (hits.main.stage, hits.main) if hits.main else (None, None)


def _people(board: Board, line: Line, codes: tuple[Person, ...]) -> tuple[Person, ...]:
    names = find_names(board, line)
    if not codes and not names:
        names = find_names(board, line, eager=True)
    people = sorted((*codes, *names), key=lambda person: person.start)
    return without_names_of_codes(line, tuple(people))


def _board(line: Line, context: Context, hits: Hits, taken: frozenset[int]) -> Board:
    """The words of `line`, with those taken that are certainly no name: of stages, dates, times, codes and reasons."""
    board = Board(line.source, context)
    times = find_times(line.source)
    plans = [found for found in _PLANS.find(line) if not line.tokens[found.start].capital or found.start == 0]
    for place, token in enumerate(line.tokens):
        is_time = any(said.start <= token.start < said.end for said in times)
        is_time = is_time or any(found.start <= place < found.end for found in plans)
        if is_time or place in taken or any(place in hit.claimed for hit in hits.all):
            board.ignore(place, place + 1)
    return board


def _places(person: Person) -> range:
    return range(person.start, person.end)


def _reason(line: Line, main: StageHit, hits: Hits) -> tuple[int, str | None]:
    """Where the reason begins with its "vì", and the reason as said; leaving the job is one itself."""
    claimed = {place for hit in hits.all for place in hit.claimed}
    for found in _BECAUSE.find(line):
        is_name = line.tells_capitals and line.tokens[found.start].capital
        if found.start >= main.start and found.start not in claimed and not is_name:
            end = found.end
            while line.token(end) == ":":
                end += 1
            return found.start, line.words(end, len(line.tokens)).rstrip(" .") or None
    left = next(iter(_LEFT_WORK.find(line)), None)
    return len(line.tokens), line.words(left.start, left.end) if left else None


def _date_of(line: Line, dates: tuple[SaidDate, ...], main: StageHit, reason_from: int) -> SaidDate | None:
    """The date of the stage: the first after its words, else the last before them; none of the reason's."""
    limit = line.tokens[reason_from].start if reason_from < len(line.tokens) else len(line.source)
    dates = tuple(said for said in dates if said.start < limit)
    begin = line.tokens[main.start].start
    after = [said for said in dates if said.start >= begin]
    return after[0] if after else (dates[-1] if dates else None)


def _date_tokens(line: Line, dates: tuple[SaidDate, ...]) -> frozenset[int]:
    return frozenset(
        place for place, token in enumerate(line.tokens) if any(said.start <= token.start < said.end for said in dates)
    )


def _merged(updates: list[StageUpdate]) -> Iterator[StageUpdate]:
    """The updates with two of one stage about the same people made one, and people carried on to what follows."""
    last: StageUpdate | None = None
    for update in updates:
        if last is None:
            last = update
        elif update.stage == last.stage and (not update.whom or not last.whom or update.whom == last.whom):
            last = replace(
                update,
                whom=last.whom or update.whom,
                on=last.on or update.on,
                helper=last.helper or update.helper,
                reason=last.reason or update.reason,
                going_back=last.going_back or update.going_back,
                is_plan=last.is_plan and update.is_plan,
            )
        else:
            yield last
            last = update if update.whom or update.helper else replace(update, whom=last.whom)
    if last is not None:
        yield last
