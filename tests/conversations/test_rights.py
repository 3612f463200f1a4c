"""Consents and rights in the chat: what a person wishes, who sees to it, and what becomes of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import retention
from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage
from models.chats import Chat
from models.consent import Consent, ConsentMeans
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState
from models.people import Person
from models.rights import DataRequest, RequestKind, RequestOutcome
from tests.conversations.conftest import Cast, code_in
from tests.support.messenger import until
from tests.support.phones import Phone


def _requests(database: Database, *kinds: RequestKind) -> list[DataRequest]:
    with database.read() as session:
        found = session.scalars(select(DataRequest).order_by(DataRequest.id)).all()
        return [request for request in found if not kinds or request.kind in kinds]


def _candidate(session: Session, code: str) -> Candidate:
    return session.scalars(select(Candidate).where(Candidate.code == code)).one()


async def _draft(cast: Cast) -> str:
    """Let the secretary report somebody who has not agreed yet; return the code."""
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    assert "QC013" in await cast.trinh.presses("Chưa")
    return "QC013"


async def _linked(cast: Cast, *, agrees: bool = True) -> Phone:
    """Let the draft join with the code that the secretary hands over; return the phone."""
    code = code_in(await cast.trinh.says(f"mời {await _draft(cast)}"))
    assert "N.T.H." in await cast.spare.says(code)
    assert "theo dõi, giúp đỡ" in await cast.spare.presses("Tôi đồng ý")
    assert cast.spare.buttons == ["Tôi đồng ý", "Tôi không đồng ý"], "not pre-ticked, two equal choices"
    await cast.spare.presses("Tôi đồng ý" if agrees else "Tôi không đồng ý")
    return cast.spare


async def test_a_correction_has_number_deadline_owner_and_end(cast: Cast) -> None:
    await cast.lam.says("sửa dữ liệu của tôi: năm sinh 1998")
    answer = await cast.lam.presses("Gửi yêu cầu")
    for fact in ("YC2026-001 (sửa dữ liệu)", "26/11/2026", "04/12/2026", "chưa đối chiếu văn bản gốc"):
        assert fact in answer
    told = await cast.trinh.reads()
    assert "YC2026-001" in told
    assert "CN010 · N.M.L." in told
    assert "Lâm" not in told, "no full name in a message that nobody asked for"
    assert "Nguyễn Mạnh Lâm" in await cast.trinh.says("yêu cầu dữ liệu")
    assert "“năm sinh 1998”" in await cast.trinh.says("YC2026-001")
    assert "đã nhận YC2026-001" in await cast.trinh.says("tôi nhận việc")
    assert "đã có người nhận" in await cast.lam.reads()
    await cast.trinh.presses("Đã làm xong")
    assert "đã xong" in await cast.trinh.says("1")
    assert "YC2026-001 (sửa dữ liệu): đã xong" in await cast.lam.reads()
    [request] = _requests(cast.database)
    assert (request.outcome, request.words) == (RequestOutcome.DONE, None)
    assert request.answered_at == cast.clock.now()
    assert "Không có yêu cầu nào" in await cast.trinh.says("yêu cầu dữ liệu")


async def test_a_refusal_has_a_reason_that_the_person_reads(cast: Cast) -> None:
    await cast.lam.says("xóa dữ liệu của tôi")
    await cast.lam.says("có")
    await cast.trinh.says("YC2026-001")
    await cast.trinh.presses("Từ chối, có lý do")
    await cast.trinh.says("Luật quy định phải lưu danh sách lớp")
    await cast.trinh.says("1")
    assert "Luật quy định phải lưu danh sách lớp" in await cast.lam.reads()
    assert "bị từ chối" in await cast.lam.says("yêu cầu của tôi")


async def test_the_same_wish_twice_is_one_request_and_can_be_taken_back(cast: Cast) -> None:
    await cast.lam.says("xóa dữ liệu của tôi")
    await cast.lam.presses("Đúng, gửi yêu cầu")
    await cast.lam.says("xóa dữ liệu của tôi")
    assert "YC2026-001 (xóa dữ liệu) đã có" in await cast.lam.presses("Đúng, gửi yêu cầu")
    assert (await cast.trinh.reads()).count("YC2026-001") == 1, "the owner is told once"
    await cast.lam.says("yêu cầu của tôi")
    assert "Đã rút: YC2026-001" in await cast.lam.presses("Rút YC2026-001")
    assert "không còn" in await cast.trinh.forges("request:done:YC2026-001") if _has_buttons(cast) else True
    assert [request.outcome for request in _requests(cast.database)] == [RequestOutcome.TAKEN_BACK]


def _has_buttons(cast: Cast) -> bool:
    return type(cast.exchange).__name__ != "ZaloExchange"


async def test_no_means_that_all_stays_as_it_is(cast: Cast) -> None:
    await cast.lam.says("dữ liệu của tôi")
    await cast.lam.presses("Sửa, hạn chế, xóa")
    await cast.lam.presses("Xóa hết")
    assert "giữ nguyên" in await cast.lam.says("không")
    assert _requests(cast.database, RequestKind.DELETE) == []


@pytest.mark.parametrize("who", ["outsider", "lam", "nhung", "long", "mai", "spare"])
async def test_others_see_and_do_nothing(straight: Cast, who: str) -> None:
    await straight.spare.says(await straight.code_for("DV076"))
    await straight.spare.presses("Tôi đồng ý")
    await straight.spare.says("sửa dữ liệu của tôi: tên là Kiên Cường")
    await straight.spare.says("1")
    phone: Phone = getattr(straight, who)
    others = [words for words in ("yêu cầu dữ liệu", "YC2026-001") if who != "spare"]
    for words in (*others, "QC012 có phiếu đồng ý ngày 12/11", "QC012 yêu cầu xóa dữ liệu"):
        assert "Kiên Cường" not in await phone.says(words)
        assert "Tùng" not in " ".join(message.text for message in phone.last) or who == "long"
        await phone.says("thôi")
    actions = [f"request:{action}:YC2026-001" for action in ("open", "take", "done", "refuse", "end")]
    presses = (
        *actions,
        "request:end:YC2026-001:yes",
        "request:all:0",
        "privacy:back:YC2026-999",
        *("consent:paper:QC012", "consent:wishes:QC012", "consent:wish:QC012:delete", "consent:follow:yes"),
    )
    for press in presses:
        assert "Kiên Cường" not in await phone.forges(press)
        await phone.says("thôi")
    [request] = _requests(straight.database)
    assert (request.owner_id, request.outcome) == (None, None)
    with straight.database.read() as session:
        assert session.scalars(select(Consent).where(Consent.means == ConsentMeans.PAPER)).all() == []


async def test_nobody_sees_to_their_own_request(straight: Cast) -> None:
    await straight.trinh.says("xóa dữ liệu của tôi")
    await straight.trinh.says("1")
    assert "YC2026-001" in await straight.quang.reads(), "the administrator is told instead"
    assert "Tôi không" in await straight.trinh.says("YC2026-001") or "YC2026-001" in straight.trinh.last[-1].text
    assert "không còn" in await straight.trinh.forges("request:end:YC2026-001:yes")
    assert _requests(straight.database)[0].is_open


@pytest.mark.not_on_zalo("its exchange counts the updates that were answered, and these are deleted, too")
async def test_deletion_ends_with_a_last_message_and_a_stranger(cast: Cast) -> None:
    chat = cast.lam.external_id
    await cast.lam.says("xóa dữ liệu của tôi")
    await cast.lam.presses("Đúng, gửi yêu cầu")
    await cast.trinh.reads()
    await cast.trinh.says("YC2026-001")
    assert "Nguyễn Mạnh Lâm" in await cast.trinh.presses("Xóa hẳn")
    answer = await cast.trinh.presses("Đúng")
    assert "đã xóa (CN010)" in answer
    with cast.database.read() as session:
        assert session.scalar(select(Person).where(Person.code == "CN010")) is None
        assert session.scalars(select(Chat).where(Chat.external_id == chat)).one().person_id is None
    await _last_word(cast)
    with cast.database.write() as session:
        retention.forget_chats(session, cast.clock.now())
        assert session.scalar(select(Chat).where(Chat.external_id == chat)) is None
    assert "mã mời" in await cast.lam.says("dữ liệu của tôi"), "a stranger again"


async def _last_word(cast: Cast) -> None:
    """Wait until the outbox has sent the last message, which no turn of the person's own brings along."""

    def is_sent() -> bool:
        with cast.database.read() as session:
            states = session.scalars(select(OutgoingMessage.state).join(Chat).where(Chat.person_id.is_(None))).all()
        return OutgoingState.SENT in states

    await until(is_sent)
    assert "đã được xóa" in await cast.lam.reads()


async def test_a_candidate_agrees_in_person_with_a_code_that_the_secretary_hands_over(cast: Cast) -> None:
    await _linked(cast)
    assert "QC013 · N.T.H. đã đồng ý" in await cast.trinh.reads()
    with cast.database.read() as session:
        candidate = _candidate(session, "QC013")
        consent = session.scalars(select(Consent).where(Consent.candidate_id == candidate.id)).one()
        assert (consent.means, consent.notice_version) == (ConsentMeans.CHAT, "2026-11-follow")
        assert consent.recorded_by_id == candidate.person_id
        assert candidate.consented_on == date(2026, 11, 24)


async def test_a_candidate_may_use_the_assistant_and_not_agree_to_be_followed(cast: Cast) -> None:
    await _linked(cast, agrees=False)
    with cast.database.read() as session:
        assert _candidate(session, "QC013").is_draft
    assert "QC013" in await cast.spare.says("dữ liệu của tôi")


async def test_withdrawing_the_one_purpose_leaves_the_other(cast: Cast) -> None:
    await _linked(cast)
    await cast.trinh.says("QC013")
    await cast.spare.says("dữ liệu của tôi")
    await cast.spare.presses("Rút lại đồng ý")
    assert "QC013 chỉ còn lưu mã" in await cast.spare.presses("Được theo dõi là quần chúng")
    assert "rút lại đồng ý" in await cast.trinh.reads()
    with cast.database.read() as session:
        candidate = _candidate(session, "QC013")
        assert (candidate.is_draft, candidate.full_name) == (True, None)
        withdrawn = session.scalars(select(Consent).where(Consent.candidate_id == candidate.id)).one()
        assert withdrawn.withdrawn_at == cast.clock.now()
    assert "Tôi giúp được gì" in await cast.spare.says("menu"), "the assistant may still be used"
    [request] = _requests(cast.database, RequestKind.WITHDRAW)
    assert request.outcome == RequestOutcome.DONE


async def test_a_signed_form_is_recorded_in_one_sentence_and_can_be_undone(cast: Cast) -> None:
    await _draft(cast)
    assert "12/11/2026" in await cast.trinh.says("QC013 có phiếu đồng ý ngày 12/11")
    assert "Đã lưu: QC013 · phiếu đồng ý ngày 12/11/2026" in await cast.trinh.presses("Lưu")
    with cast.database.read() as session:
        candidate = _candidate(session, "QC013")
        consent = session.scalars(select(Consent).where(Consent.candidate_id == candidate.id)).one()
        trinh = session.scalars(select(Person.id).where(Person.code == "DV075")).one()
        assert (consent.means, consent.recorded_by_id) == (ConsentMeans.PAPER, trinh)
        assert candidate.consented_on == date(2026, 11, 12)
    assert "như trước" in await cast.trinh.says("hoàn tác")
    with cast.database.read() as session:
        assert _candidate(session, "QC013").is_draft
        assert session.scalars(select(Consent).where(Consent.means == ConsentMeans.PAPER)).all() == []


@pytest.mark.parametrize(
    ("words", "says"),
    [("31/02", "Không có ngày này"), ("30/12/2026", "chưa đến"), ("chưa rõ", "ngày ghi trên phiếu")],
)
async def test_a_wrong_date_of_a_form_is_asked_again(straight: Cast, words: str, says: str) -> None:
    await _draft(straight)
    await straight.trinh.says("QC013")
    assert "ghi ngày nào" in await straight.trinh.presses("Phiếu đồng ý")
    assert says in await straight.trinh.says(words)
    assert "23/11/2026" in await straight.trinh.says("hôm qua")


async def test_a_candidate_without_a_chat_wishes_through_the_secretary(cast: Cast) -> None:
    await cast.trinh.says("QC012 yêu cầu hạn chế dữ liệu")
    assert "YC2026-001 (hạn chế sử dụng)" in await cast.trinh.presses("hạn chế sử dụng")
    await cast.trinh.presses("Mở YC2026-001")
    await cast.trinh.presses("Đã làm xong")
    assert "báo trực tiếp" in await cast.trinh.presses("Đúng")
    assert "Không được sử dụng" in await cast.trinh.says("QC012")
    with cast.database.read() as session:
        candidate = _candidate(session, "QC012")
        assert candidate.stage == Stage.PAUSED
        assert {step.stage for step in candidate.steps} == {Stage.INTRODUCED, Stage.PAUSED}, "history is kept"


async def test_rights_are_there_before_any_consent(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for("DV076"))
    await cast.outsider.says("xóa dữ liệu của tôi")
    assert "YC2026-001" in await cast.outsider.says("1")
    assert "DV076 · N.M.K." in await cast.trinh.reads()


async def test_a_code_of_a_candidate_who_is_an_administrator_is_not_given_to_a_secretary(straight: Cast) -> None:
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        quang = session.scalars(select(Person.id).where(Person.code == "QT01")).one()
        _candidate(session, "QC012").person_id = quang
    assert "không còn" in await straight.trinh.says("mời QC012")


async def test_looking_again_on_the_same_day_is_the_same_request(straight: Cast) -> None:
    first = await straight.lam.says("dữ liệu của tôi")
    assert "YC2026-001" in first
    straight.wait(hours=2)
    assert "YC2026-001" in await straight.lam.says("dữ liệu của tôi")
    straight.wait(days=1)
    assert "YC2026-002" in await straight.lam.says("dữ liệu của tôi")
