"""Which handler answers what: one flat, ordered table, read from top to bottom.

:func:`answer` is the whole way of a message through this floor:

1. a stranger is at the door (``join``), and so is a person who has not agreed yet;
2. what cannot be read, and files, get their sentence;
3. the code of a class's screen is taken, whatever else stands open;
4. a press, or a number or words that mean one of the choices last offered, goes to the handler of its data;
5. the words that always work go to their route;
6. an unfinished form takes everything else; without one the person is helped on.

What a person may not do is answered exactly like what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers import (
    admin,
    candidates,
    classes,
    dues,
    files,
    forecast,
    forms,
    helpers,
    invite,
    join,
    languages,
    meetings,
    menu,
    messengers,
    my_path,
    path,
    privacy,
    quota,
    report,
    shifts,
    undo,
)
from handlers.classes import certificates, check_in, check_in_screen, letter, roll_photo, seat_presses, wage, workbook
from handlers.classes import leave as class_leave
from handlers.classes import papers as class_papers
from handlers.classes import roll as class_roll
from handlers.forms import Form
from handlers.hearing import (
    Heard,
    hear,
    is_number,
    leaves_any_question,
    may_leave_form,
    offered,
    offered_in_part,
)
from handlers.locales import N_
from handlers.meetings import papers, rates, result
from handlers.rolls import opening as roll
from handlers.routes import Route
from handlers.turn import Reply, Said, Turn
from handlers.understanding import Intent
from models.invitations import looks_like_code
from models.names import clean

_OWN_WAY = N_("“hồ sơ của tôi”: {your} own way to the Party, what comes next")
_ANSWERS = (Intent.GREETING, Intent.AFFIRM, Intent.DENY)
LONGEST_TEXT = 4_000  # characters; Telegram's own limit is 4,096


ROUTES: tuple[Route, ...] = (
    Route(
        Intent.REPORT_CANDIDATE,
        report.begin,
        lambda access: access.may_report,
        "baonguon",
        N_("Report a candidate"),
        N_("“báo nguồn Nguyễn Thị Hạnh 1998 cty Hoa Sen ca 2 công đoàn giới thiệu”: report a candidate"),
    ),
    Route(
        Intent.LIST_CANDIDATES,
        candidates.overview,
        lambda access: access.sees_candidates,
        "nguon",
        N_("Candidates"),
        N_("“danh sách nguồn”, or a code such as “QC012”: see candidates and what is missing"),
    ),
    Route(
        Intent.STAGE_UPDATE,
        path.begin,
        lambda access: access.may_record,
        hint=N_("“QC012 đã nộp đơn hôm qua”: record a step of the path"),
    ),
    Route(Intent.CANDIDATE_CODE, candidates.by_code, lambda access: access.sees_candidates or access.helps),
    Route(
        Intent.HELPERS,
        helpers.show,
        lambda access: access.sees_candidates or access.helps,
        "nguoigiupdo",
        N_("Helpers"),
    ),
    Route(
        Intent.OVERDUE,
        dues.overview,
        lambda access: access.sees_candidates,
        "quahan",
        N_("What is due"),
        N_("“việc quá hạn”: what falls due; “căn cứ?”: the document behind it; “dự báo”: admissions to expect"),
    ),
    Route(Intent.BASIS, dues.ask_basis, lambda access: access.sees_candidates, "cancu"),
    Route(
        Intent.FORECAST,
        forecast.show,
        lambda access: access.sees_candidates,
        "dubao",
    ),
    Route(
        Intent.ATTENDANCE,
        roll.begin,
        lambda access: access.takes_rolls,
        "diemdanh",
        N_("Take the roll"),
        N_("“điểm danh”: the roll of a meeting or a class; “điểm danh vắng Hạnh, Dũng có phép” says it at once"),
    ),
    Route(
        Intent.CHECK_IN_SCREEN,
        check_in_screen.begin,
        lambda access: access.takes_rolls,
        "modiemdanh",
        hint=N_("“mở điểm danh”: a code on the screen of the class, which people type themselves"),
    ),
    Route(Intent.ROLL_PHOTO, roll_photo.begin, lambda access: access.takes_rolls, "anhdiemdanh"),
    Route(
        Intent.CERTIFICATES,
        certificates.begin,
        lambda access: access.runs_whole_classes,
        "chungnhan",
        hint=N_("“chứng nhận”: who has met the attendance of a class, to be confirmed"),
    ),
    Route(
        Intent.ATTENDANCE_RATES,
        rates.begin,
        lambda access: access.is_member,
        "chuyencan",
        hint=N_("“chuyên cần”: how many come to the meetings of a year"),
    ),
    Route(
        Intent.MEETING_PAPERS,
        papers.begin,
        lambda access: access.is_member,
        "tailieu",
        hint=N_("“tài liệu sinh hoạt: …”: a text or a link for the next meeting"),
    ),
    Route(Intent.MEETING_RESULT, result.begin, lambda access: bool(access.led)),
    Route(
        Intent.MEETINGS,
        meetings.show,
        lambda access: access.is_member,
        "sinhhoat",
        N_("Cell meetings"),
        N_("“lịch sinh hoạt”, “lịch sinh hoạt tháng 12”: meetings of the cell, the times at which most can come"),
    ),
    Route(Intent.MEETINGS, meetings.show),  # others are told that there is nothing to see
    Route(
        Intent.MEETING_ANSWER,
        meetings.answered,
        lambda access: access.is_member,
        hint=N_("“đi được”, “không đi được”: answer an invitation to a meeting"),
    ),
    Route(
        Intent.CLASS_LETTER,
        letter.begin,
        lambda access: access.is_worker,
        "giaycongty",
        hint=N_("“giấy gửi công ty”: a letter that asks for paid time off for {your} class"),
    ),
    Route(Intent.CLASS_LETTER, letter.begin),
    Route(Intent.CLASS_PATH, class_papers.way),
    Route(
        Intent.CLASS_WORKBOOK,
        workbook.begin,
        lambda access: access.organises,
        "banglop",
        hint=N_("“bảng lớp L2026-4”: the workbook of a class"),
    ),
    Route(
        Intent.CLASS_WAGES,
        wage.show,
        lambda access: access.oversees,
        "luongngayhoc",
        hint=N_("“tiền lương ngày học”: class hours that enterprises have not paid"),
    ),
    Route(
        Intent.SCHEDULE,
        classes.show,
        lambda access: access.organises,
        "lichhoc",
        N_("Classes"),
        N_("“lớp”, “mở lớp”, “dời buổi 3 sang 12/12 14h30”: classes and their timetables"),
    ),
    Route(
        Intent.SCHEDULE,
        classes.show,
        lambda access: access.is_worker and not access.organises,
        "lichhoc",
        N_("My class"),
        N_("“lịch học”: {your} sessions, the next one first; “xin vắng” asks for leave"),
    ),
    Route(Intent.SCHEDULE, classes.show),
    Route(
        Intent.SHIFTS,
        shifts.said,
        command="ca",
        title=N_("My shifts"),
        hint=N_("“ca của tôi”, “tuần này tôi ca 2”, “đổi ca với Tùng thứ 5”, “nghỉ phép 3/12–5/12”: {your} shifts"),
    ),
    Route(
        Intent.INVITE,
        privacy.invite,
        lambda access: access.may_invite,
        "moi",
        N_("Invite someone"),
        N_("“mời Nguyễn Văn An”: a code that joins someone to this assistant"),
    ),
    Route(
        Intent.UNDO,
        undo.undo,
        command="hoantac",
        hint=N_("“hoàn tác”: take back what was saved in the last {minutes} minutes"),
    ),
    Route(
        Intent.RESUME, menu.resume, command="tieptuc", hint=N_("“tiếp tục” goes on with what was begun, “thôi” ends it")
    ),
    Route(Intent.CANCEL, menu.cancel, command="thoi"),
    Route(
        Intent.MY_DATA,
        privacy.show,
        command="dulieu",
        title=N_("My data"),
        hint=N_("“dữ liệu của tôi”: what is held about {you}, and withdrawing consent"),
    ),
    Route(Intent.MY_PATH, my_path.show, lambda access: access.is_candidate, "hoso", N_("My path"), _OWN_WAY),
    Route(Intent.MY_PATH, my_path.show),
    Route(
        Intent.DATA_REQUESTS,
        privacy.requests,
        lambda access: access.may_own_requests,
        hint=N_("“yêu cầu dữ liệu”: what people wish done with their data, and by when"),
    ),
    Route(Intent.DATA_REQUESTS, privacy.requests),  # everybody else sees their own
    Route(Intent.PAPER_CONSENT, privacy.paper_said, lambda access: access.may_report),
    Route(Intent.SECOND_CHAT, messengers.second_chat, command="ketnoi"),
    Route(
        Intent.SERVICE,
        quota.show,
        lambda access: access.is_administrator,
        hint=N_("“tình trạng”: whether the messengers work, and messages and users left"),
    ),
    Route(Intent.LANGUAGE, languages.change, command="language", hint=N_("“/language en”: English")),
    Route(Intent.HELP, menu.show_help, command="giup", title=N_("Help")),
    Route(Intent.MENU, menu.show, command="menu"),
    Route(Intent.GREETING, menu.show),
    Route(Intent.AFFIRM, menu.unasked),
    Route(Intent.DENY, menu.unasked),
)

# Understood, and answered by nobody yet.
LATER = frozenset(Intent) - {route.intent for route in ROUTES} - {Intent.UNKNOWN}

# The first part of a choice's data → who answers it. Rights are checked there again: anybody can send any data.
PRESSES: dict[str, Callable[[Turn, str], Reply]] = {
    "list": candidates.pressed,
    "cand": candidates.card_pressed,
    "path": path.pressed,
    "due": dues.pressed,
    "forecast": forecast.pressed,
    "complete": report.complete_pressed,
    "at": report.enterprise_pressed,
    "invite": invite.pressed,
    "book": admin.pressed,
    "roster": admin.roster_pressed,
    "privacy": privacy.pressed,
    "help": menu.help_pressed,
    "consent": privacy.consent_pressed,
    "request": privacy.request_pressed,
    "chat": messengers.pressed,
    "helper": helpers.pressed,
    "note": helpers.note_pressed,
    "shifts": shifts.pressed,
    "meet": meetings.pressed,
    "roll": roll.pressed,
    "class": classes.pressed,
    "seat": seat_presses.pressed,
    "croll": class_roll.pressed,
    "rate": rates.pressed,
    "papers": papers.pressed,
    "cpaper": class_papers.pressed,
}

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        *(report.FORM, path.FORM, dues.FORM, helpers.FORM),
        *privacy.FORMS,
        *shifts.FORMS,
        *meetings.FORMS,
        *roll.FORMS,
        *class_roll.FORMS,
        class_leave.FORM,
        *classes.FORMS,
    )
}


def answer(turn: Turn) -> Reply:
    """Return the reply to one message."""
    turn.routes, turn.forms = ROUTES, FORMS
    if turn.said.unreadable is not None:
        return files.unreadable(turn, turn.said.unreadable)
    if turn.said.text is not None:
        return _text(turn, turn.said.text)
    if turn.said.file is not None:
        return files.received(turn, turn.said.file)
    pressed = clean(turn.said.press or "")
    return press(turn, pressed) if turn.chat.joined_at else join.pressed(turn, pressed)


def takes_long(said: Said) -> bool:
    """Whether a message may want :func:`prepare` before its transaction: a file, a press about one, a timetable."""
    return _is_about_file(said) or classes.takes_long(said)


def wants_file(turn: Turn) -> bool:
    """Whether the file that was sent is to be fetched at all: nothing else is ever downloaded."""
    return turn.said.file is not None and files.is_wanted(turn, turn.said.file)


def prepare(turn: Turn) -> object:
    """Do what takes long for a message, on a session that only reads."""
    return admin.prepare(turn) if _is_about_file(turn.said) else classes.prepare(turn)


def _is_about_file(said: Said) -> bool:
    return said.file is not None or (said.press or "").startswith(("book:import", "roster:save"))


def _text(turn: Turn, said: str) -> Reply:
    text = clean(said)
    if len(text) > LONGEST_TEXT:
        return menu.too_long(turn, LONGEST_TEXT)
    if turn.chat.joined_at is None:
        return join.at_the_door(turn, text)
    code = check_in.meant(turn, text)
    if code is not None:
        return check_in.said(turn, code)
    data = offered(turn, text)
    if data is not None:
        return press(turn, data)
    if turn.conversation is not None and not may_leave_form(text):
        return forms.answer(turn, FORMS[turn.conversation.form], text)
    return _words(turn, hear(turn, text))


def _words(turn: Turn, heard: Heard) -> Reply:
    """Answer words that mean none of the choices last offered."""
    if heard.understanding.sensitive:
        return files.identity_number(turn)
    conversation = turn.conversation
    if conversation is not None and not _leaves(turn, FORMS[conversation.form], heard):
        return forms.answer(turn, FORMS[conversation.form], heard.text)
    if is_number(heard.text):
        return menu.nowhere(turn, heard.text)
    if heard.understanding.intent == Intent.UNKNOWN and looks_like_code(heard.text):
        return join.already(turn)
    if heard.understanding.intent != Intent.UNKNOWN:
        return _route(turn, heard)
    part = offered_in_part(turn, heard.text)
    at_proposals = meetings.at_proposals(turn, heard.text) if part is None else None
    return press(turn, part) if part is not None else at_proposals or _route(turn, heard)


def press(turn: Turn, data: str) -> Reply:
    """Answer a choice by its data, from a button, a number or its words; an outdated or forged one gets a sentence."""
    kind, _, args = data.partition(":")
    if kind == "form":
        return _form_pressed(turn, args)
    if kind == "go":
        return go(turn, args)
    handler = PRESSES.get(kind)
    return handler(turn, args) if handler else menu.outdated(turn)


def go(turn: Turn, intent: str) -> Reply:
    """Follow a choice of the menu."""
    if intent not in tuple(Intent):
        return menu.outdated(turn)
    return _route(turn, Heard.of_intent(Intent(intent)))


def _route(turn: Turn, heard: Heard) -> Reply:
    for route in turn.open_routes:
        if route.intent == heard.understanding.intent:
            return route.handler(turn, heard)
    return menu.not_yet(turn) if heard.understanding.intent in LATER else menu.lost(turn)


def _leaves(turn: Turn, form: Form, heard: Heard) -> bool:
    """Whether a text leaves an unfinished form; where any words may be the answer, only exact commands do."""
    if forms.takes_any_words(turn, form) and not leaves_any_question(heard.text):
        return False
    return _is_command(heard)


def _is_command(heard: Heard) -> bool:
    """Whether a text asks for something else; a greeting, a “yes” or a “no” does not."""
    intent = heard.understanding.intent
    return intent not in _ANSWERS and any(route.intent == intent for route in ROUTES)


def _form_pressed(turn: Turn, args: str) -> Reply:
    token, _, value = args.partition(":")
    conversation = turn.conversation
    if conversation is None or conversation.token != token:
        return menu.outdated(turn)
    return forms.answer(turn, FORMS[conversation.form], value)
