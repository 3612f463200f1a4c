"""Nobody sees what is not theirs, whatever they type or press: a walk over every route and every kind of press.

Everything the walk tries is tried twice: about CB06, which exists, and about a cell and a candidate that do not. Both
must be answered alike (CONVERSATIONS.md, rule 7).
"""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from handlers.access import Access
from handlers.router import PRESSES, ROUTES
from handlers.understanding import Intent
from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage
from models.people import Person, Role
from tests.conversations.conftest import Cast
from tests.support.phones import Phone

# What belongs to CB06, and to nobody else in the cast.
SECRETS = ("Hoàng Mạnh Tùng", "H.M.T.", "Lê Bích Ngọc", "L.B.N.", "1989")
THERE, NOWHERE = (
    {"cell": "CB06", "code": "QC012", "member": "DV076"},
    {"cell": "CB99", "code": "QC999", "member": "DV999"},
)
STRANGERS = ("outsider", "lam", "nhung", "mai", "member")
# Words for every intent; those of the unopened ones are answered, too.
SAID = (
    *("báo nguồn", "danh sách nguồn", "{code}", "{code} thế nào", "xem {code}", "mời", "mời {member}", "hoàn tác"),
    *("tiếp tục", "thôi", "dữ liệu của tôi", "giúp", "menu", "chào", "/nguon", "/nguon {cell}", "/moi", "/hoantac"),
    *("nguồn của {cell}", "chi bộ {cell}", "{cell}", "danh sách nguồn {cell}", "điểm danh", "lịch học", "chỉ tiêu"),
    *(
        "{code} đã nộp đơn",
        "{code} tiếp tục theo dõi",
        "việc quá hạn",
        "tổng hợp",
        "tuần này",
        "có",
        "không",
        "*",
        "%",
        "list:all",
        "cand:{code}",
    ),
    *("người giúp đỡ", "nhận xét quý", "phân công {member} giúp đỡ {code}", "hồ sơ của tôi", "/nguoigiupdo", "/hoso"),
    *("ca của tôi", "ca của chi bộ", "kíp A: {member}", "{member} kíp A", "đổi ca với {member} 28/12", "/ca"),
    *("điểm danh vắng Kiên", "sửa điểm danh", "chuyên cần", "tài liệu sinh hoạt: {code}", "kết quả sinh hoạt: {code}"),
    *("/diemdanh", "/chuyencan", "/tailieu"),
    *("mở điểm danh", "ảnh điểm danh", "chứng nhận", "điểm danh 123456", "123456", "/start ci-123456"),
    *("/modiemdanh", "/anhdiemdanh", "/chungnhan"),
    *("lớp", "L2026-4", "mở lớp", "xếp lịch lớp", "dời buổi 1 sang 12/12 14h30", "hủy buổi 1", "thêm buổi"),
    *("xin vắng", "xin vắng bài 2 vì con ốm", "đổi buổi", "/lichhoc"),
    *("giấy gửi công ty", "chặng đường", "bảng lớp L2026-4", "tiền lương ngày học", "/banglop", "/luongngayhoc"),
    *("lịch sinh hoạt", "xếp lịch tháng 12", "dời sinh hoạt sang 13/12 8:00", "hủy lịch sinh hoạt", "/sinhhoat"),
    *("đi được", "không đi được"),
    *("căn cứ?", "căn cứ lễ kết nạp", "dự báo", "dự báo kết nạp đến 31/12", "/quahan", "/cancu", "/dubao"),
)
PRESSED = {
    "list": (
        *("list:all", "list:cell:{cell}", "list:cell:*", "list:lacking:{cell}:0", "list:lacking:*:0", "list:x"),
        *(f"list:stage:{stage}:{{cell}}:0" for stage in Stage),
    ),
    "cand": ("cand:{code}", "cand:*", "cand:", "cand:%"),
    "due": (
        *("due:all", "due:cells:0", "due:list:{cell}:near:0", "due:list:*:near:0", "due:list:{cell}:overdue:0"),
        *("due:still:{cell}:0", "due:still:*:0", "due:one:{code}:ceremony_due", "due:basis:{code}:ceremony_due"),
        *("due:one:{code}:", "due:done:{code}:member_record_due", "due:rule:ceremony_due", "due:rule:{code}", "due:"),
    ),
    "forecast": ("forecast:{cell}:2026-12-31", "forecast:*:2026-12-31", "forecast:cells:2026-12-31:0", "forecast:"),
    "path": (
        *("path:next:{code}", "path:more:{code}", "path:resume:{code}", "path:"),
        *("path:end:{code}:paused", "path:back:{code}:introduced", "path:event:{code}:dossier_made"),
    ),
    "complete": ("complete:{code}", "complete:"),
    "help": ("help:0", "help:1", "help:"),
    "at": ("at:{code}:DN001", "at:{code}:", "at:"),
    "invite": ("invite:page:0", "invite:person:{member}", "invite:"),
    "book": ("book:import:1", "book:discard:1", "book:import:" + "9" * 40, "book:"),
    "roster": ("roster:save:1", "roster:discard:1", "roster:save:" + "9" * 40, "roster:"),
    "chat": ("chat:x", "chat:"),
    "privacy": ("privacy:x", "privacy:", "privacy:back:YC2026-001", "privacy:mine:0"),
    "consent": (
        *("consent:follow:yes", "consent:link:{code}", "consent:paper:{code}", "consent:wishes:{code}"),
        *("consent:wish:{code}:delete", "consent:"),
    ),
    "request": ("request:all:0", "request:open:{code}", "request:take:{code}", "request:end:{code}:yes", "request:"),
    "helper": ("helper:pick:{code}", "helper:list:0", "helper:quarter:0", "helper:mine", "helper:note", "helper:"),
    "shifts": (
        *("shifts:show", "shifts:right", "shifts:crew", "shifts:swap", "shifts:leave", "shifts:overtime", "shifts:x"),
        *("shifts:cell:0", "shifts:crewof:A", "shifts:check:3CA.C:yes", "shifts:check:", "shifts:"),
    ),
    "meet": (
        *("meet:one:1", "meet:who:1:0", "meet:move:1", "meet:end:1", "meet:to:1:2612131000", "meet:cell:{cell}"),
        *("meet:plan:{cell}:m:20261201-20261231", "meet:pick:{cell}:m:2612131000", "meet:when:{cell}:m:0"),
        *("meet:split:{cell}:m:20261201-20261231:0", "meet:cells:0", "meet:led", "meet:mine", "meet:ics:1"),
        *("meet:say:1:1:yes", "meet:say:1:1:no", "meet:sit:1:1:1", "meet:"),
    ),
    "roll": ("roll:open:1", "roll:view:1", "roll:all", "roll:result:1", "roll:seen:1", "roll:open:x", "roll:"),
    "class": (
        *("class:list:0", "class:list:x", "class:one:1:0", "class:one:x:0", "class:plan:1", "class:moves:1"),
        *(
            "class:ends:1",
            "class:add:1",
            "class:enrol:1",
            "class:move:1",
            "class:end:1",
            "class:open",
            "class:one:" + "9" * 20,
        ),
        *("class:{code}", "class:"),
    ),
    "croll": (
        *("croll:open:1", "croll:view:1", "croll:screen:1", "croll:anew:1", "croll:photo:1", "croll:look:1:0"),
        *("croll:cert:1", "croll:open:x", "croll:look:1:x", "croll:cert:" + "9" * 20, "croll:"),
    ),
    "rate": ("rate:cell:{cell}:0", "rate:cells:0", "rate:own", "rate:cell:{cell}:", "rate:"),
    "seat": (
        *("seat:own:1", "seat:change:1", "seat:half:1:1", "seat:take:1:1", "seat:unwait:1", "seat:leave:1"),
        *("seat:off:1", "seat:ics:1", "seat:take:x:1", "seat:half:1:x", "seat:{code}", "seat:"),
    ),
    "cpaper": (
        *("cpaper:letter", "cpaper:letter:1", "cpaper:letter:1:open", "cpaper:wage:1:unpaid", "cpaper:wage:x:paid"),
        *("cpaper:wages:202611", "cpaper:wages:999999", "cpaper:book:1", "cpaper:book:x", "cpaper:way", "cpaper:"),
    ),
    "papers": ("papers:1", "papers:x", "papers:"),
    "note": ("note:{code}:2026-10-01:yes:good", "note:{code}:2026-10-01", "note:{code}", "note:"),
}
OTHER_PRESSES = (*(f"go:{intent}" for intent in Intent), "form:{token}:yes", "form:{token}:", "x:{code}", "{code}")


async def _phone(cast: Cast, who: str) -> Phone:
    """Return the phone of `who`; the member without a role joins first."""
    if who != "member":
        phone: Phone = getattr(cast, who)
        return phone
    await cast.spare.says(await cast.code_for("DV076"))
    await cast.spare.presses("Tôi đồng ý")
    return cast.spare


async def _reply(phone: Phone, message: str, *, press: bool) -> str:
    """Return words and buttons of the answer to `message`, said or pressed with nothing unfinished before it."""
    await phone.says("thôi")
    words = await (phone.forges(message) if press else phone.says(message))
    return "\n".join((words, *phone.buttons))


def _alike(text: str) -> str:
    for kind, value in THERE.items():
        text = text.replace(value, NOWHERE[kind])
    return text


def test_the_walk_knows_every_kind_of_press() -> None:
    assert PRESSED.keys() == PRESSES.keys()


@pytest.mark.parametrize("who", STRANGERS)
async def test_nothing_of_another_cell_is_seen_and_it_is_answered_like_nothing(straight: Cast, who: str) -> None:
    phone = await _phone(straight, who)
    await straight.trinh.says("báo nguồn Lê Bích Ngọc 1989")
    token = straight.trinh.last[-1].data[0].split(":")[1]
    presses = [data for kind in PRESSED.values() for data in kind] + list(OTHER_PRESSES)
    for template, is_press in [*((text, False) for text in SAID), *((data, True) for data in presses)]:
        straight.wait(hours=1)  # so that a stranger's words are never one wrong code too many
        there = await _reply(phone, template.format(**THERE, token=token), press=is_press)
        assert not any(secret in there for secret in SECRETS), template
        if "{" in template:
            straight.wait(hours=1)
            nowhere = await _reply(phone, template.format(**NOWHERE, token="ffffff"), press=is_press)
            assert _alike(there) == nowhere, template
    assert await straight.trinh.says("tiếp tục"), "the secretary's own form still stands"
    assert "Lê Bích Ngọc" in straight.trinh.last[-1].text


@pytest.mark.parametrize("who", STRANGERS)
async def test_no_number_leads_to_another_cell(straight: Cast, who: str) -> None:
    phone = await _phone(straight, who)
    await phone.says("danh sách nguồn")
    for number in (*range(20), 99):
        answer = await phone.says(str(number))
        assert not any(secret in answer for secret in SECRETS)


async def test_every_route_says_who_may_use_it(straight: Cast) -> None:
    """A worker and a member without a role find none of the routes about candidates in menu, help or slash commands."""
    open_to_all = {route.intent for route in ROUTES if route.allowed(_no_rights())}
    closed = [route for route in ROUTES if route.intent not in open_to_all]
    assert {route.intent for route in closed} == {
        Intent.REPORT_CANDIDATE,
        Intent.LIST_CANDIDATES,
        Intent.STAGE_UPDATE,
        Intent.CANDIDATE_CODE,
        Intent.HELPERS,
        Intent.OVERDUE,
        Intent.BASIS,
        Intent.FORECAST,
        Intent.INVITE,
        Intent.SERVICE,
        Intent.PAPER_CONSENT,
        Intent.ATTENDANCE,
        Intent.MEETING_RESULT,
        Intent.CHECK_IN_SCREEN,
        Intent.ROLL_PHOTO,
        Intent.CERTIFICATES,
        Intent.CLASS_WORKBOOK,
        Intent.CLASS_WAGES,
    }
    for route in closed:
        if route.command:
            assert "chưa hiểu" in await straight.lam.says(f"/{route.command}")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_a_role_that_ended_ends_what_was_begun_with_it(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    press = cast.trinh.last[-1].data[0]
    _take_roles(cast, "DV075")
    assert "không còn dùng được" in await cast.trinh.forges(press)
    with cast.database.read() as session:
        assert session.scalar(select(Candidate).where(Candidate.code == "QC013")) is None
    assert "Hoàng Mạnh Tùng" not in await cast.trinh.forges("cand:QC012")


async def test_an_old_list_is_no_longer_open_to_a_former_committee_member(cast: Cast) -> None:
    await cast.long.says("danh sách nguồn")
    await cast.long.presses("được giới thiệu (1)")
    _take_roles(cast, "DV066")
    assert "Hoàng Mạnh Tùng" not in await cast.long.presses("QC012")
    assert "Hoàng Mạnh Tùng" not in await cast.long.says("1")


def _take_roles(cast: Cast, code: str) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        person = session.scalars(select(Person).where(Person.code == code)).one()
        session.execute(delete(Role).where(Role.person_id == person.id))


def _no_rights() -> Access:
    return Access(person_id=1, is_member=True, is_worker=True)
