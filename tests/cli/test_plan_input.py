"""What is wrong with a document for ``taonguon plan`` is said in one sentence that names the member and the field."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bot.cli.plan_input import DocumentError, read_request
from handlers.locales import Catalogue
from models.chats import Language
from models.planning import PlanRequest
from tests.cli.plan_documents import document, spoilt, without

DAY = 24 * 60


def read(folder: Path, content: Any) -> PlanRequest:
    path = folder / "plan.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_request(path, Catalogue().translator(Language.ENGLISH))


def mistake(folder: Path, content: Any) -> str:
    with pytest.raises(DocumentError) as caught:
        read(folder, content)
    sentence = str(caught.value)
    assert len(sentence.splitlines()) == 1
    return sentence


def test_a_right_document_is_understood(tmp_path: Path) -> None:
    request = read(tmp_path, document())
    assert (request.first, request.last, request.days) == (date(2026, 12, 1), date(2026, 12, 31), 31)
    assert (request.duration, request.earliest, request.latest_end, request.step) == (90, 360, 1320, 30)
    assert (request.travel, request.rest, request.usual_start, request.sittings) == (30, 480, 480, 2)
    assert request.quorum == Fraction(667, 1000)
    first, second, third = request.members
    assert (first.id, first.missed_in_a_row, first.busy) == ("m1", 1, ((3 * DAY + 480, 3 * DAY + 720),))
    shift = second.cycle.on(date(2026, 12, 1))
    assert shift is not None
    assert (shift.code, shift.start, shift.end) == ("3", 22 * 60, 30 * 60)
    assert (third.missed_in_a_row, third.busy) == (0, ())


@pytest.mark.parametrize(
    ("interval", "minutes"),
    [
        (["2026-12-01T08:00:30", "2026-12-01T09:00:30"], (480, 541)),
        (["2026-12-01T01:00Z", "2026-12-01T03:00+00:00"], (480, 600)),
        (["2026-11-30T22:00", "2027-01-05T06:00"], (-120, 35 * DAY + 360)),
    ],
)
def test_busy_times_are_read_with_seconds_and_offsets(
    tmp_path: Path, interval: list[str], minutes: tuple[int, int]
) -> None:
    assert read(tmp_path, spoilt("members.0.busy", [interval])).members[0].busy == (minutes,)


def test_half_hours_of_rest_and_the_end_of_the_day_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, spoilt("rest_hours_after_night", 7.5)).rest == 450
    assert read(tmp_path, spoilt("latest_end", "24:00")).latest_end == DAY


def test_what_is_not_known_may_be_there(tmp_path: Path) -> None:
    assert read(tmp_path, spoilt("members.0.name", "Nguyễn Thị Hạnh")) == read(tmp_path, document())


@pytest.mark.parametrize(
    "place",
    [
        *("window", "window.from", "window.to", "duration_minutes", "earliest", "latest_end", "step_minutes"),
        *("sittings", "quorum", "travel_minutes", "rest_hours_after_night", "usual_start", "shifts", "members"),
    ],
)
def test_a_missing_field_is_named(tmp_path: Path, place: str) -> None:
    assert mistake(tmp_path, without(place)) == f"{place} is missing."


@pytest.mark.parametrize("field", ["pattern", "anchor"])
def test_a_members_missing_field_is_named_with_the_member(tmp_path: Path, field: str) -> None:
    assert mistake(tmp_path, without(f"members.1.{field}")) == f"members[1] (m2).{field} is missing."


def test_a_member_without_an_id_is_named_by_its_place(tmp_path: Path) -> None:
    assert mistake(tmp_path, without("members.2.id")) == "members[2].id is missing."


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("window", "2026-12", 'window must be an object: {…}, not "2026-12"'),
        ("window.from", "2026-11-31", 'window.from: "2026-11-31" is not a date'),
        ("window.from", 20261201, "window.from: 20261201 is not a text"),
        ("window.to", "2026-11-30", 'window.to: "2026-11-30" is before window.from'),
        ("window.to", "2028-12-31", "window has 762 days, more than 366"),
        ("window.to", "9999-12-31", "window.to"),
        ("duration_minutes", 0, "duration_minutes: 0 is not a whole number from 1 to 1440"),
        ("duration_minutes", -90, "duration_minutes: -90"),
        ("duration_minutes", True, "duration_minutes: true"),
        ("duration_minutes", 90.5, "duration_minutes: 90.5"),
        ("duration_minutes", "90", 'duration_minutes: "90"'),
        ("duration_minutes", 961, "between earliest and latest_end there are 960 minutes, and duration_minutes is 961"),
        ("latest_end", "05:00", "there are 0 minutes, and duration_minutes is 90"),
        ("earliest", "6h", 'earliest: "6h" is not a time of day'),
        ("latest_end", "22:60", 'latest_end: "22:60"'),
        ("usual_start", None, "usual_start: null is not a text"),
        ("step_minutes", 0, "step_minutes: 0"),
        ("sittings", 0, "sittings: 0 is not a whole number from 1 to 10"),
        ("sittings", 11, "sittings: 11"),
        ("quorum", 1.5, "quorum: 1.5 is not a number from 0 to 1"),
        ("quorum", float("nan"), "quorum: NaN"),
        ("quorum", False, "quorum: false"),
        ("travel_minutes", -1, "travel_minutes: -1"),
        ("rest_hours_after_night", 10**400, "rest_hours_after_night: 1000"),
        ("shifts", [], "shifts must be an object"),
        ("shifts.1", ["06:00"], "shifts.1 must have two items, start and end; it has 1"),
        ("shifts.1", ["06:00", "14h"], 'shifts.1[1]: "14h" is not a time of day'),
        ("shifts.1", ["24:00", "14:00"], 'shifts.1[0]: "24:00" is not a time of day'),
        ("shifts.-", ["06:00", "14:00"], "shifts: - is a day off and cannot be a shift"),
        ("members", {}, "members must be a list: […], not {}"),
        ("members", [], "members: there are 0; give 1 to 5000"),
        ("members.0", 1, "members[0] must be an object"),
        ("members.1.id", "m1", 'members: the id "m1" is there twice'),
        ("members.1.id", "", 'members[1].id: "" is not a text'),
        ("members.1.id", "\ud800", "members[1].id"),
        ("members.1.pattern", [], "members[1] (m2).pattern: there are 0; give 1 to"),
        ("members.1.pattern", "33-", 'members[1] (m2).pattern must be a list: […], not "33-"'),
        (
            "members.1.pattern",
            ["3", "4"],
            'members[1] (m2).pattern[1]: there is no shift "4"; there are: "1", "2", "3"',
        ),
        ("members.1.pattern", ["3", 3], "members[1] (m2).pattern[1]: 3 is not a text"),
        ("members.1.anchor", "tomorrow", 'members[1] (m2).anchor: "tomorrow" is not a date'),
        ("members.1.missed_in_a_row", -1, "members[1] (m2).missed_in_a_row: -1"),
        ("members.1.busy", None, "members[1] (m2).busy must be a list"),
        ("members.1.busy", [["2026-12-04T08:00"]], "members[1] (m2).busy[0] must have two items"),
        (
            "members.1.busy",
            [["2026-12-04", "2026-12-05"]],
            'members[1] (m2).busy[0][0]: "2026-12-04" is not a date with',
        ),
        (
            "members.1.busy",
            [["2026-12-04T08:00", "2026-12-04T08:00"]],
            'members[1] (m2).busy[0][1]: "2026-12-04T08:00" is not after its start',
        ),
        ("members.1.busy", [["0001-01-01T00:00+14:00", "2026-12-04T08:00"]], "members[1] (m2).busy[0][0]"),
        ("members.1.bussy", [], 'members[1] (m2)."bussy" is not known; busy is probably meant'),
        ("step_minute", 30, '"step_minute"'),
    ],
)
def test_a_wrong_value_is_named_with_its_place(tmp_path: Path, place: str, value: Any, words: str) -> None:
    content = spoilt(place, value)
    if place in {"members.1.bussy"}:
        del content["members"][1]["busy"]
    if place == "step_minute":
        del content["step_minutes"]
    assert words in mistake(tmp_path, content)


def test_too_fine_a_grid_is_refused(tmp_path: Path) -> None:
    fine = {**spoilt("step_minutes", 1), "window": {"from": "2026-01-01", "to": "2026-12-31"}}
    assert "step_minutes: 1 gives 317915 possible starts, more than 60000" in mistake(tmp_path, fine)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "plan.json is not JSON: see line 1, column 1."),
        ('{"window": }', "line 1, column 12"),
        ("[]", "plan.json must be an object"),
        ("[" * 100_000, "plan.json is not JSON that can be used"),
        ('{"sittings": ' + "9" * 5000 + "}", "plan.json is not JSON that can be used"),
    ],
)
def test_what_is_no_json_object_is_refused(tmp_path: Path, content: str, words: str) -> None:
    assert words in mistake(tmp_path, content)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"id": "H\xe0"}')
    for name in ("missing.json", "latin.json", "."):
        with pytest.raises(DocumentError, match="cannot be read"):
            read_request(tmp_path / name, Catalogue().translator(Language.ENGLISH))
