"""A secretary records the path of a candidate, in one sentence or by the choices of the card."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from handlers.candidates.words import STAGE_WORDS
from models.audit import Actor, AuditRecord, Via, act_as
from models.candidates import PATH, Candidate, CandidateEvent, Introducer, Stage, StageStep
from models.people import Person, Role, RoleName
from models.units import Enterprise, Unit
from tests.conversations.conftest import Cast
from tests.support.organisation import candidate as write_candidate
from tests.support.phones import Phone

TODAY = date(2026, 11, 24)
HELPER = "DV076"


def _prepare(cast: Cast, stage: Stage, code: str = "QC012", begin: date = date(2026, 3, 1)) -> None:
    """Let the candidate have walked up to `stage`, a week a step, with a helper."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        row = session.scalars(select(Candidate).where(Candidate.code == code)).one()
        row.helper_id = session.scalars(select(Person.id).where(Person.code == HELPER)).one()
        row.stage = stage
        for place, one in enumerate(PATH[1 : PATH.index(stage) + 1], start=1):
            day = begin + timedelta(weeks=place)
            row.steps.append(StageStep(stage=one, reached_on=day, recorded_at=cast.clock.now()))


def _more(cast: Cast, code: str, name: str, cell: str = "CB06", year: int = 1998) -> None:
    """Write one more candidate."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        unit = session.scalars(select(Unit).where(Unit.code == cell)).one()
        enterprise = session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one()
        write_candidate(session, code, name, year, unit, enterprise, cast.clock.now())


def _counting(cast: Cast, code: str = "QC012") -> dict[str, date]:
    """Return the steps that count, with their days."""
    with cast.database.read() as session:
        row = session.scalars(select(Candidate).where(Candidate.code == code)).one()
        return {step.stage.value: step.reached_on for step in row.steps if step.undone_at is None}


def _stage(cast: Cast, code: str = "QC012") -> str:
    with cast.database.read() as session:
        return session.scalars(select(Candidate.stage).where(Candidate.code == code)).one().value


async def test_one_sentence_is_understood_shown_confirmed_and_saved(cast: Cast) -> None:
    _prepare(cast, Stage.CELL_RESOLVED, begin=date(2026, 9, 1))
    summary = await cast.trinh.says("Tùng có quyết định kết nạp ngày 12/11")
    assert "QC012 · Hoàng Mạnh Tùng: có quyết định kết nạp, 12/11/2026" in summary
    assert cast.trinh.buttons == ["Lưu", "Ngày khác", "Bỏ"]
    assert _stage(cast) == "cell_resolved", "nothing is saved before the summary is confirmed"
    saved = await cast.trinh.presses("Lưu")
    assert "Đã lưu: QC012 · Hoàng Mạnh Tùng: có quyết định kết nạp, 12/11/2026" in saved
    assert "Tiếp theo: đã kết nạp (dự bị)" in saved
    assert "25/12" in saved, "thirty working days after 12/11, of which 24/11 is a holiday"
    assert _stage(cast) == "decided"
    assert _counting(cast)["decided"] == date(2026, 11, 12)


async def test_every_stage_can_be_told_in_a_sentence(straight: Cast) -> None:
    _prepare(straight, Stage.MENTORED)
    straight.wait(days=800)  # February of 2029
    told = {
        "QC012 học xong lớp nhận thức 10/2/2027": "class_completed",
        "QC012 đã nộp đơn 20/2/2027": "applied",
        "lý lịch QC012 đã thẩm tra xong 20/3/2027": "verified",
        "chi bộ họp thông qua QC012 ngày 1/4/2027": "cell_resolved",
        "QC012 có quyết định kết nạp 12/5/2027": "decided",
        "QC012 được kết nạp 19/5/2027": "admitted",
        "QC012 học xong lớp đảng viên mới 20/8/2027": "new_member_class_completed",
        "chi bộ đề nghị công nhận chính thức QC012 ngày 1/6/2028": "official_resolved",
        "QC012 được công nhận đảng viên chính thức 1/7/2028": "official",
    }
    for sentence, stage in told.items():
        await straight.trinh.says(sentence)
        assert "Đã lưu" in await straight.trinh.says("lưu"), sentence
        assert _stage(straight) == stage


async def test_without_a_day_it_is_asked_and_answered_by_press_number_or_words(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    assert "Ngày nào?" in await cast.trinh.says("QC012 đã nộp đơn")
    assert cast.trinh.buttons == ["Hôm nay (24/11)", "Hôm qua (23/11)", "Ngày khác"]
    assert "23/11/2026 (hôm qua)" in await cast.trinh.says("2")
    assert "Ngày nào?" in await cast.trinh.presses("Ngày khác")
    assert "Ví dụ" in await cast.trinh.says("năm con khỉ")
    assert "20/11/2026" in await cast.trinh.says("thu sau tuan truoc")
    await cast.trinh.presses("Lưu")
    assert _counting(cast)["applied"] == date(2026, 11, 20)


async def test_yesterday_at_five_past_midnight_is_the_day_before(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    straight.wait(hours=15, minutes=5)  # 00:05 on the 25th in Thái Nguyên
    assert "24/11/2026 (hôm qua)" in await straight.trinh.says("QC012 nộp đơn hôm qua")
    assert "25/11/2026 (hôm nay)" in await straight.trinh.says("hôm nay")


async def test_around_new_year_a_day_of_december_lies_behind(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    straight.wait(days=42)  # 5/1/2027
    assert "28/12/2026" in await straight.trinh.says("QC012 nộp đơn 28/12")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("QC012 đã nộp đơn ngày 31/02", "Không có ngày “31/02”"),
        ("QC012 đã nộp đơn ngày 30/11/2026", "30/11/2026 chưa đến"),
        ("QC012 đã nộp đơn ngày 1/2/2026", "ngày không được trước bước “xong lớp nhận thức về Đảng” (15/03/2026)"),
        ("QC012 đã nộp đơn tháng 10", "không phải một ngày cụ thể"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_and_asked_again(straight: Cast, said: str, answer: str) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    asked = await straight.trinh.says(said)
    assert answer in asked
    assert "Ngày nào?" in asked
    assert "Lưu" not in straight.trinh.buttons


@pytest.mark.parametrize("plan", ["mai kết nạp Tùng", "dự kiến kết nạp QC012 12/12", "tuần sau kết nạp QC012"])
async def test_a_plan_is_said_to_be_one_and_what_is_due_instead(straight: Cast, plan: str) -> None:
    _prepare(straight, Stage.DECIDED, begin=date(2026, 9, 29))  # decided on 10/11
    answer = await straight.trinh.says(plan)
    assert "dự định" in answer
    assert "chưa lưu gì" in answer
    assert "23/12/2026" in answer, "thirty working days after 10/11, of which 24/11 is a holiday"
    assert _stage(straight) == "decided"


async def test_a_plan_before_its_time_is_told_what_comes_first(cast: Cast) -> None:
    answer = await cast.trinh.says("mai kết nạp Tùng")
    assert "dự định" in answer
    assert "Phải có quyết định kết nạp trước" in answer


async def test_a_decision_before_its_resolution_is_refused_at_once(cast: Cast) -> None:
    answer = await cast.trinh.says("QC012 có quyết định kết nạp ngày 12/11")
    assert "QC012 chưa ghi được: phải có nghị quyết chi bộ trước" in answer
    assert "Lưu" not in cast.trinh.buttons
    assert _stage(cast) == "introduced"


async def test_what_is_missing_is_said_and_a_reason_lets_it_pass(cast: Cast) -> None:
    summary = await cast.trinh.says("QC012 nộp đơn hôm qua")
    assert "còn thiếu: đảng viên giúp đỡ, bước “xong lớp nhận thức về Đảng”" in summary
    assert cast.trinh.buttons == ["Vẫn ghi, có lý do", "Ngày khác", "Bỏ"]
    assert "Lý do" in await cast.trinh.presses("Vẫn ghi, có lý do")
    assert "vài chữ" in await cast.trinh.says("?")
    assert "Lý do: lớp học tuần tới" in await cast.trinh.says("lớp học tuần tới")
    await cast.trinh.presses("Lưu")
    with cast.database.read() as session:
        step = session.scalars(select(StageStep).where(StageStep.stage == Stage.APPLIED)).one()
        assert step.reason == "lớp học tuần tới"
        assert step.recorded_by_id is not None
        audited = session.scalars(select(AuditRecord).where(AuditRecord.entity == "stage_steps")).all()
        assert "tuần tới" not in str([record.changes for record in audited])


async def test_the_reason_can_be_typed_at_the_summary(straight: Cast) -> None:
    await straight.trinh.says("QC012 nộp đơn hôm qua")
    summary = await straight.trinh.says("Vẫn ghi, lý do: lớp học tuần tới")
    assert "Lý do: lớp học tuần tới" in summary
    assert "Đã lưu" in await straight.trinh.says("lưu")


async def test_without_consent_nothing_follows(straight: Cast) -> None:
    await straight.trinh.says("báo nguồn nguyễn thị hạnh 1998 ca 2")
    await straight.trinh.presses("Chưa")
    assert "quần chúng chưa đồng ý" in await straight.trinh.says("QC013 đã nộp đơn")


async def test_several_at_once_are_one_summary_and_one_undo(cast: Cast) -> None:
    _more(cast, "QC021", "Lê Thị Hoa")
    for code in ("QC012", "QC021"):
        _prepare(cast, Stage.MENTORED, code)
    summary = await cast.trinh.says("QC012, QC021 và QC007 học xong lớp nhận thức 12/11")
    assert "Tôi không thấy QC007" in summary
    assert "QC012 · Hoàng Mạnh Tùng: xong lớp" in summary
    assert "QC021 · Lê Thị Hoa: xong lớp" in summary
    await cast.trinh.presses("Lưu")
    assert [_stage(cast, code) for code in ("QC012", "QC021", "QC007")] == ["class_completed"] * 2 + ["introduced"]
    assert "Đã hoàn tác: QC012, QC021" in await cast.trinh.says("hoàn tác")
    assert [_stage(cast, code) for code in ("QC012", "QC021")] == ["mentored"] * 2


async def test_two_steps_of_one_person_in_one_message_follow_each_other(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    summary = await straight.trinh.says("QC012 nộp đơn 3/11, thẩm tra xong 10/11")
    assert "đã nộp đơn, 03/11/2026" in summary
    assert "thẩm tra lý lịch xong, 10/11/2026" in summary
    assert "còn thiếu" not in summary
    await straight.trinh.presses("Lưu")
    assert _stage(straight) == "verified"


async def test_two_of_one_name_are_asked_about(cast: Cast) -> None:
    _more(cast, "QC021", "Vũ Thanh Tùng", year=1995)
    _prepare(cast, Stage.CLASS_COMPLETED, "QC021")
    asked = await cast.trinh.says("Tùng nộp đơn hôm qua")
    assert "Có 2 người tên “Tùng”" in asked
    assert "QC021 · Vũ Thanh Tùng · 1995" in asked
    assert cast.trinh.buttons == ["QC012", "QC021"]
    assert "QC021 · Vũ Thanh Tùng: đã nộp đơn" in await cast.trinh.says("2")
    await cast.trinh.presses("Lưu")
    assert (_stage(cast, "QC012"), _stage(cast, "QC021")) == ("introduced", "applied")


@pytest.mark.parametrize("words", ["QC021", "Vũ Thanh Tùng", "thanh tùng", "vu tung"])
async def test_who_is_meant_can_be_typed(straight: Cast, words: str) -> None:
    _more(straight, "QC021", "Vũ Thanh Tùng", year=1995)
    _prepare(straight, Stage.CLASS_COMPLETED, "QC021")
    await straight.trinh.says("Tùng nộp đơn hôm qua")
    assert "QC021 · Vũ Thanh Tùng: đã nộp đơn" in await straight.trinh.says(words)


async def test_a_typed_accent_tells_two_names_apart(straight: Cast) -> None:
    _more(straight, "QC021", "Vũ Thanh Tứng")
    assert "QC012 · Hoàng Mạnh Tùng" in await straight.trinh.says("Tùng nộp đơn hôm qua")
    await straight.trinh.says("bỏ")
    assert "Có 2 người" in await straight.trinh.says("tung nop don hom qua")


async def test_a_name_in_another_cell_is_answered_like_one_that_nobody_has(cast: Cast) -> None:
    there = await cast.trinh.says("Thảo đã nộp đơn hôm qua")  # of CB07
    nowhere = await cast.trinh.says("Khánh đã nộp đơn hôm qua")
    assert there.replace("Thảo", "Khánh") == nowhere
    assert "không thấy ai tên Khánh" in nowhere


@pytest.mark.parametrize("who", ["outsider", "lam", "nhung", "mai", "quang"])
async def test_who_may_not_record_is_answered_as_if_there_were_nobody(straight: Cast, who: str) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    phone: Phone = getattr(straight, who)
    there = await phone.says("QC012 nộp đơn hôm qua")
    straight.wait(hours=2)  # a stranger's words are wrong codes, which are counted
    nowhere = await phone.says("QC999 nộp đơn hôm qua")
    assert there.replace("QC012", "QC999") == nowhere
    assert "Tùng" not in there
    for press in ("next:QC012", "more:QC012", "end:QC012:rejected", "back:QC012:introduced", "resume:QC012", "x", ""):
        straight.wait(hours=2)
        answer = await phone.forges(f"path:{press}")
        assert "Tùng" not in answer
        assert "QC012" not in answer
    assert _stage(straight) == "class_completed"


async def test_the_committee_member_in_charge_records_too(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    await cast.long.says("QC012 nộp đơn hôm qua")
    assert "Đã lưu" in await cast.long.says("1")
    assert _stage(cast) == "applied"
    assert "Đã hoàn tác" in await cast.long.says("hoàn tác")
    assert _stage(cast) == "class_completed"


async def test_a_deputy_records_too(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        deputy = session.scalars(select(Person).where(Person.code == "CN010")).one()
        cell = session.scalars(select(Unit).where(Unit.code == "CB06")).one()
        session.add(Role(person_id=deputy.id, name=RoleName.DEPUTY, unit_id=cell.id))
    await straight.lam.says("QC012 nộp đơn hôm qua")
    assert "Đã lưu" in await straight.lam.says("lưu")


async def test_of_two_at_once_the_second_is_told_what_the_first_recorded(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    await cast.trinh.says("QC012 nộp đơn hôm qua")
    await cast.long.says("QC012 nộp đơn hôm kia")
    assert "Đã lưu" in await cast.long.says("1")
    answer = await cast.trinh.says("1")
    assert "Đã lưu" not in answer
    assert "bước “đã nộp đơn” đã ghi rồi, ngày 22/11/2026 (Nguyễn Đình Long ghi lúc 09:00 24/11/2026)" in answer
    assert _counting(cast)["applied"] == date(2026, 11, 22)


async def test_of_two_in_the_same_instant_one_is_saved(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    phones = (straight.trinh, straight.long)
    for phone in phones:
        await phone.says("QC012 nộp đơn hôm qua")
    answers = await asyncio.gather(*(phone.presses("Lưu") for phone in phones))
    assert sorted("Đã lưu" in answer for answer in answers) == [False, True]
    assert sum("đã ghi rồi" in answer for answer in answers) == 1


async def test_naming_a_helper_is_asked_about_by_those_who_know_helpers(straight: Cast) -> None:
    assert "Nguyễn Minh Kiên" in await straight.trinh.says("phân công Nguyễn Minh Kiên giúp đỡ QC012 từ 1/11")
    assert "mentored" not in _counting(straight)


async def test_the_committee_is_told_of_resolutions_without_a_name(cast: Cast) -> None:
    _prepare(cast, Stage.VERIFIED)
    await cast.trinh.says("chi bộ họp thông qua QC012 hôm qua")
    await cast.trinh.presses("Lưu")
    told = await cast.long.reads()
    assert "QC012 · H.M.T.: có nghị quyết chi bộ, 23/11/2026" in told
    assert "Tùng" not in told
    assert await cast.mai.reads() == ""
    assert "Hoàng Mạnh Tùng" in await cast.long.presses("Mở QC012")
    await cast.trinh.says("hoàn tác")
    assert "đã rút lại một bước của QC012" in await cast.long.reads()


async def test_smaller_steps_are_not_told_to_anybody(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    await straight.trinh.says("QC012 nộp đơn hôm qua")
    await straight.trinh.presses("Lưu")
    assert await straight.long.reads() == ""


async def test_what_was_recorded_is_taken_back_within_fifteen_minutes_and_stays_in_the_history(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    await cast.trinh.says("QC012 nộp đơn hôm qua")
    await cast.trinh.presses("Lưu")
    cast.wait(minutes=14)
    answer = await cast.trinh.says("hoàn tác")
    assert "Đã hoàn tác: QC012" in answer
    assert "QC012 hiện nay: xong lớp nhận thức về Đảng" in answer
    assert _stage(cast) == "class_completed"
    with cast.database.read() as session:
        step = session.scalars(select(StageStep).where(StageStep.stage == Stage.APPLIED)).one()
        assert step.undone_at == cast.clock.now()


async def test_what_somebody_else_went_on_with_is_not_taken_back(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    await straight.trinh.says("QC012 nộp đơn hôm qua")
    await straight.trinh.presses("Lưu")
    await straight.long.says("QC012 thẩm tra xong hôm nay")
    await straight.long.presses("Lưu")
    assert "QC012 giữ nguyên" in await straight.trinh.says("hoàn tác")
    assert _stage(straight) == "verified"


async def test_the_card_shows_the_path_and_leads_to_the_next_step(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    card = await cast.trinh.says("QC012")
    assert "Chặng đường: được giới thiệu 01/03/2026 → có đảng viên giúp đỡ 08/03/2026 → xong lớp" in card
    assert "Tiếp theo: đã nộp đơn" in card
    assert "Ngày nào?" in await cast.trinh.presses("Bước tiếp: đã nộp đơn")
    assert "24/11/2026 (hôm nay)" in await cast.trinh.says("1")
    assert "Tiếp theo: thẩm tra lý lịch xong" in await cast.trinh.presses("Lưu")


async def test_the_card_says_what_the_next_step_lacks(straight: Cast) -> None:
    _prepare(straight, Stage.VERIFIED)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        row = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        row.introduced_by = Introducer.WOMENS_UNION
    assert "Tiếp theo: có nghị quyết chi bộ (còn thiếu: đủ người giới thiệu" in await straight.trinh.says("QC012")


async def test_who_only_sees_the_card_is_offered_no_step(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    card = await straight.quang.says("QC012")
    assert "Hoàng Mạnh Tùng" in card
    assert not [label for label in straight.quang.buttons if "Bước tiếp" in label or "Thay đổi" in label]


async def test_a_pause_and_its_end(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    await cast.trinh.says("QC012")
    await cast.trinh.presses("Thay đổi khác")
    await cast.trinh.presses("Tạm dừng")
    assert "Lý do" in await cast.trinh.says("hôm nay")
    assert "Lý do: thai sản" in await cast.trinh.says("thai sản")
    await cast.trinh.presses("Lưu")
    assert _stage(cast) == "paused"
    assert "đang tạm dừng" in await cast.trinh.says("QC012 đã nộp đơn")
    assert "tiếp tục theo dõi" in await cast.trinh.says("qc012 tiep tuc theo doi")
    await cast.trinh.presses("Lưu")
    assert _stage(cast) == "class_completed"
    assert "paused" not in _counting(cast)


@pytest.mark.parametrize(
    ("said", "stage"),
    [("QC012 rút đơn vì bận việc nhà", "withdrawn"), ("QC012 không đạt vì vi phạm kỷ luật", "rejected")],
)
async def test_an_end_keeps_its_reason_and_can_be_gone_back_from(straight: Cast, said: str, stage: str) -> None:
    _prepare(straight, Stage.APPLIED)
    await straight.trinh.says(said)
    await straight.trinh.says("hôm qua")
    await straight.trinh.presses("Lưu")
    assert _stage(straight) == stage
    assert "đã kết thúc" in await straight.trinh.says("QC012 thẩm tra xong hôm nay")
    await straight.trinh.says("QC012 quay lại bước 4 vì xin tiếp tục")
    await straight.trinh.presses("Lưu")
    assert _stage(straight) == "applied"
    assert stage not in _counting(straight)
    with straight.database.read() as session:
        ended = session.scalars(select(StageStep).where(StageStep.stage == Stage(stage))).one()
        assert ended.reason in ("bận việc nhà", "vi phạm kỷ luật")
        assert ended.undone_at is not None


async def test_going_back_marks_what_came_after_and_keeps_the_day(cast: Cast) -> None:
    _prepare(cast, Stage.VERIFIED)
    before = _counting(cast)
    assert "Lý do" in await cast.trinh.says("QC012 quay lại bước 4")
    summary = await cast.trinh.says("thiếu giấy tờ")
    assert "quay lại bước “đã nộp đơn”" in summary
    await cast.trinh.presses("Lưu")
    assert _stage(cast) == "applied"
    after = _counting(cast)
    assert "verified" not in after
    assert after["applied"] == before["applied"]
    await cast.trinh.says("hoàn tác")
    assert _counting(cast) == before


async def test_going_back_with_a_day_mends_the_day(straight: Cast) -> None:
    _prepare(straight, Stage.APPLIED)
    await straight.trinh.says("QC012 quay lại bước 4 ngày 5/11 vì ghi nhầm ngày")
    await straight.trinh.presses("Lưu")
    assert _counting(straight)["applied"] == date(2026, 11, 5)


async def test_a_move_to_another_cell_takes_the_path_along(cast: Cast) -> None:
    _prepare(cast, Stage.CLASS_COMPLETED)
    before = _counting(cast)
    summary = await cast.trinh.says("QC012 chuyển sang CB07 hôm qua")
    assert "chuyển đến Chi bộ Thái Sơn (CB07), 23/11/2026" in summary
    await cast.trinh.presses("Lưu")
    told = await cast.nhung.reads()
    assert "QC012 · H.M.T. chuyển từ Chi bộ Minh Quang sang Chi bộ Thái Sơn" in told
    assert "Tùng" not in told
    assert "QC012" in await cast.mai.reads()
    assert "Hoàng Mạnh Tùng" in await cast.nhung.presses("Mở QC012")
    assert "không thấy mã QC012" in await cast.trinh.says("QC012"), "it is the other cell's now"
    assert _counting(cast) == {**before, "transferred": date(2026, 11, 23)}
    assert _stage(cast) == "class_completed"
    assert "Đã hoàn tác: QC012" in await cast.trinh.says("hoàn tác")
    assert "Hoàng Mạnh Tùng" in await cast.trinh.says("QC012")
    assert "đã rút lại" in await cast.mai.reads()


async def test_a_move_to_an_enterprise_leads_to_its_cell(straight: Cast) -> None:
    summary = await straight.trinh.says("QC012 chuyển sang công ty Bao bì Thái Sơn hôm qua")
    assert "Chi bộ Thái Sơn (CB07)" in summary
    await straight.trinh.presses("Lưu")
    with straight.database.read() as session:
        row = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        assert (row.unit.code, row.enterprise and row.enterprise.code) == ("CB07", "DN002")


async def test_a_move_out_of_the_organisation_ends_the_path_here(straight: Cast) -> None:
    asked = await straight.trinh.says("QC012 chuyển sinh hoạt về phường Tân Lập hôm qua")
    assert "không thấy “phường Tân Lập” trong Đảng bộ" in asked
    summary = await straight.trinh.presses("Ra ngoài Đảng bộ")
    assert "phường Tân Lập (ngoài Đảng bộ)" in summary
    await straight.trinh.presses("Lưu")
    assert _stage(straight) == "transferred"


async def test_the_transfer_of_a_member_begins_its_time_limits(straight: Cast) -> None:
    _prepare(straight, Stage.ADMITTED)
    await straight.trinh.says("QC012 chuyển sang CB07 hôm qua")
    await straight.trinh.presses("Lưu")
    with straight.database.read() as session:
        event = session.scalars(select(CandidateEvent)).one()
        assert (event.event, event.happened_on) == ("transfer_decided", date(2026, 11, 23))


async def test_another_unfinished_form_is_not_lost(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998 ca 2")
    answer = await cast.trinh.says("QC012 nộp đơn hôm qua")
    assert "còn dở" in answer
    assert "Nguyễn Thị Hạnh" in answer
    assert "Đã lưu: QC013" in await cast.trinh.presses("Đã đồng ý")
    assert _stage(cast) == "introduced"


async def test_another_sentence_takes_the_place_of_an_unsaved_one(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    await straight.trinh.says("QC012 nộp đơn hôm qua")
    assert "20/11/2026" in await straight.trinh.says("Tùng nộp đơn ngày 20/11")
    assert "bỏ, chưa lưu gì" in await straight.trinh.says("QC012 nộp đơn 19/11")
    await straight.trinh.presses("Lưu")
    assert _counting(straight)["applied"] == date(2026, 11, 19)


async def test_a_role_that_ended_meanwhile_saves_nothing(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    await straight.trinh.says("QC012 nộp đơn hôm qua")
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.execute(
            delete(Role).where(Role.person_id == select(Person.id).where(Person.code == "DV075").scalar_subquery())
        )
    assert "không còn dùng được" in await straight.trinh.presses("Lưu")
    assert _stage(straight) == "class_completed"


async def test_it_speaks_english_too(straight: Cast) -> None:
    _prepare(straight, Stage.CLASS_COMPLETED)
    await straight.trinh.says("english please")
    assert "On which day?" in await straight.trinh.says("QC012 đã nộp đơn")
    assert "application handed in, 23/11/2026 (yesterday)" in await straight.trinh.says("hôm qua")
    assert "Saved" in await straight.trinh.says("save")


def test_every_stage_has_words() -> None:
    assert STAGE_WORDS.keys() == set(Stage)


async def test_the_facts_beside_the_stages_are_recorded_from_the_card(cast: Cast) -> None:
    _prepare(cast, Stage.DECIDED, begin=date(2026, 9, 1))
    await cast.trinh.says("QC012")
    await cast.trinh.presses("Thay đổi khác")
    assert "Ngày nào?" in await cast.trinh.presses("Ngày nhận quyết định kết nạp")
    assert "ngày không được trước 13/10/2026" in await cast.trinh.says("12/10/2026")
    await cast.trinh.says("hôm qua")
    assert "Đã lưu: QC012 · Hoàng Mạnh Tùng: ngày nhận quyết định" in await cast.trinh.says("lưu")
    with cast.database.read() as session:
        event = session.scalars(select(CandidateEvent)).one()
        assert (event.event, event.happened_on) == ("decision_received", date(2026, 11, 23))
    await cast.trinh.says("QC012")
    await cast.trinh.presses("Thay đổi khác")
    assert "Ngày nhận quyết định kết nạp" not in cast.trinh.buttons
    assert "Đã hoàn tác: QC012" in await cast.trinh.says("hoàn tác")
    with cast.database.read() as session:
        assert session.scalars(select(CandidateEvent)).one().undone_at == cast.clock.now()
