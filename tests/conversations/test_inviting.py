"""“Mời”: who may invite whom, and how somebody is found."""

from __future__ import annotations

import pytest

from models.database import cipher_of
from models.names import name_key
from models.people import Membership, Person, Role, RoleName
from models.units import Unit
from tests.conversations.conftest import Cast, code_in


def _add(cast: Cast, code: str, name: str, unit: str, *roles: tuple[RoleName, str]) -> None:
    """Write another member of `unit`, with roles in units."""
    with cast.database.write() as session:
        from models.audit import Actor, Via, act_as

        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        units = {row.code: row for row in session.query(Unit)}
        digest = cipher_of(session.get_bind().dialect).digest("name", name_key(name))
        person = Person(code=code, full_name=name, name_hash=digest, unit=units[unit], membership=Membership.OFFICIAL)
        person.roles = [Role(name=role, unit=units[of]) for role, of in roles]
        session.add(person)


async def test_a_secretary_invites_the_members_and_workers_of_the_cell(cast: Cast) -> None:
    assert "Mã mời cho Nguyễn Minh Kiên" in await cast.trinh.says("mời Nguyễn Minh Kiên")
    assert "Mã mời cho Nguyễn Mạnh Lâm" in await cast.trinh.says("mời CN010")


async def test_the_list_shows_who_has_not_joined(cast: Cast) -> None:
    assert "Còn 1 người chưa tham gia" in await cast.trinh.says("mời")
    assert cast.trinh.buttons == ["DV076 · Nguyễn Minh Kiên"]
    code = code_in(await cast.trinh.says("1"))
    await cast.outsider.says(code)
    await cast.outsider.presses("Tôi đồng ý")
    assert "đều đã tham gia" in await cast.trinh.says("mời")


async def test_a_long_list_has_pages(cast: Cast) -> None:
    for number in range(100, 112):
        _add(cast, f"DV{number}", f"Trần Văn Số {number}", "CB06")
    await cast.trinh.says("mời")
    assert len(cast.trinh.buttons) == 9
    assert cast.trinh.buttons[-1] == "Tiếp →"
    await cast.trinh.presses("Tiếp →")
    assert len(cast.trinh.buttons) == 13 - 8 + 1
    assert cast.trinh.buttons[-1] == "← Trước"
    assert "Mã mời cho Trần Văn Số 111" in await cast.trinh.presses("DV111 · Trần Văn Số 111")


@pytest.mark.parametrize(
    "words",
    ["mời DV076", "mời dv076", "mời Nguyễn Minh Kiên", "moi nguyen minh kien", "mời kien", "mời đồng chí Kiên",
     "mời anh Minh Kiên", "tạo mã mời cho Nguyễn Minh Kiên", "lay ma moi cho kien", "/moi Kiên", "mã mời Kiên",
     "mời Kiên."],
)  # fmt: skip
async def test_somebody_is_found_by_code_by_whole_name_and_by_a_part_of_it(straight: Cast, words: str) -> None:
    assert "Mã mời cho Nguyễn Minh Kiên" in await straight.trinh.says(words)


async def test_a_name_that_fits_two_is_asked_about(cast: Cast) -> None:
    assert "Có nhiều người trùng" in await cast.trinh.says("mời nguyen")
    assert "DV076 · Nguyễn Minh Kiên" in cast.trinh.buttons
    assert "Mã mời cho Nguyễn Minh Kiên" in await cast.trinh.presses("DV076 · Nguyễn Minh Kiên")


async def test_two_of_the_same_whole_name_are_told_apart_by_their_codes(cast: Cast) -> None:
    _add(cast, "DV200", "Nguyễn Minh Kiên", "CB06")
    await cast.trinh.says("mời Nguyễn Minh Kiên")
    assert cast.trinh.buttons == ["DV076 · Nguyễn Minh Kiên", "DV200 · Nguyễn Minh Kiên"]


async def test_a_name_that_fits_many_says_how_many(straight: Cast) -> None:
    for number in range(100, 112):
        _add(straight, f"DV{number}", f"Trần Văn Số {number}", "CB06")
    assert "Có 12 người trùng, đây là 8 người đầu" in await straight.trinh.says("mời tran van")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_somebody_of_another_cell_is_not_found_and_is_told_like_nobody(cast: Cast) -> None:
    stranger = await cast.nhung.says("mời Người Không Có")
    assert "Không thấy ai tên “Người Không Có”" in stranger
    for wanted in ("Nguyễn Minh Kiên", "DV076", "kien"):
        assert await cast.nhung.says(f"mời {wanted}") == stranger.replace("Người Không Có", wanted)
    unknown = await cast.nhung.forges("invite:person:DV999")
    assert await cast.nhung.forges("invite:person:DV076") == unknown


@pytest.mark.parametrize("who", ["lam", "outsider"])
@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_who_leads_nothing_invites_nobody(cast: Cast, who: str) -> None:
    phone = getattr(cast, who)
    for words in ("mời", "mời Nguyễn Minh Kiên", "/moi"):
        assert "Mã mời cho" not in await phone.says(words)
    for data in ("invite:page:0", "invite:person:DV076", "go:invite"):
        assert "Mã mời cho" not in await phone.forges(data)
        assert not any("Kiên" in label for label in phone.buttons)


async def test_a_committee_member_invites_within_the_units_in_charge(cast: Cast) -> None:
    assert "Mã mời cho Nguyễn Lan Trinh" in await cast.long.says("mời Nguyễn Lan Trinh")
    assert "Không thấy ai" in await cast.long.says("mời Nguyễn Thị Nhung")


async def test_an_administrator_invites_everybody(cast: Cast) -> None:
    for code in ("DV066", "DV097", "CN010", "QT01"):
        assert "Mã mời cho" in await cast.quang.says(f"mời {code}")


@pytest.mark.parametrize(
    ("roles", "who"),
    [
        ([(RoleName.COMMITTEE, "CB06")], "trinh"),
        ([(RoleName.COMMITTEE, "CB07")], "trinh"),
        ([(RoleName.SECRETARY, "CB07")], "trinh"),
        ([(RoleName.COMMITTEE, "DB")], "long"),
        ([(RoleName.SECRETARY, "CB07")], "long"),
    ],
)
async def test_no_code_opens_more_than_the_inviter_may_see(
    straight: Cast, roles: list[tuple[RoleName, str]], who: str
) -> None:
    """A member of the own cell may hold a task above it: with their code the inviter could read what is not theirs."""
    _add(straight, "DV300", "Trần Cao Vọng", "CB06", *roles)
    phone = getattr(straight, who)
    for words in ("mời DV300", "mời Trần Cao Vọng", "mời vọng"):
        assert "Không thấy ai" in await phone.says(words)
    assert "Mã mời" not in await phone.forges("invite:person:DV300")


async def test_a_deputy_of_the_own_cell_is_invited(straight: Cast) -> None:
    _add(straight, "DV301", "Trần Phó", "CB06", (RoleName.DEPUTY, "CB06"))
    assert "Mã mời cho Trần Phó" in await straight.trinh.says("mời DV301")


@pytest.mark.not_on_zalo("Zalo knows no links that carry a code")
async def test_the_code_comes_with_a_link_a_picture_and_the_moment_it_ends(cast: Cast) -> None:
    answer = await cast.trinh.says("mời Nguyễn Minh Kiên")
    assert "đến 09:00 27/11" in answer
    assert f"start={code_in(answer).replace('-', '')}" in answer
    assert any(message.has_attachment for message in cast.trinh.last)
    assert cast.trinh.buttons == ["Mời người khác"]


async def test_inviting_somebody_who_has_joined_says_so(cast: Cast) -> None:
    assert "đã tham gia rồi" in await cast.trinh.says("mời CN010")
    assert "đã tham gia rồi" not in await cast.trinh.says("mời DV076")


@pytest.mark.parametrize("name", ["<b>x</b>", "'; DROP TABLE people; --", "%", "{you}", "\u200b", "_" * 300])
async def test_names_with_marks_of_programs_find_nobody(straight: Cast, name: str) -> None:
    assert "Mã mời cho" not in await straight.quang.says(f"mời {name}")


@pytest.mark.parametrize("say", ["mọi người đã đồng ý", "moi nguoi da dong y", "mới báo xong"])
async def test_words_that_only_look_like_an_invitation_are_none(straight: Cast, say: str) -> None:
    assert "Không thấy ai" not in await straight.trinh.says(say)
