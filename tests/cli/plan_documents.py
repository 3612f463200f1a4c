"""Documents for ``taonguon plan``: the example of CONTRACTS.md §4 with a few more members, and how to spoil it."""

from __future__ import annotations

from typing import Any


def document() -> dict[str, Any]:
    """Return a new document that is right in everything."""
    return {
        "window": {"from": "2026-12-01", "to": "2026-12-31"},
        "duration_minutes": 90,
        "earliest": "06:00",
        "latest_end": "22:00",
        "step_minutes": 30,
        "sittings": 2,
        "quorum": 0.667,
        "travel_minutes": 30,
        "rest_hours_after_night": 8,
        "usual_start": "08:00",
        "shifts": {"1": ["06:00", "14:00"], "2": ["14:00", "22:00"], "3": ["22:00", "06:00"]},
        "members": [
            {
                "id": "m1",
                "pattern": ["1", "1", "1", "1", "1", "1", "-", "2", "2"],
                "anchor": "2026-11-30",
                "missed_in_a_row": 1,
                "busy": [["2026-12-04T08:00", "2026-12-04T12:00"]],
            },
            {"id": "m2", "pattern": ["3"], "anchor": "2027-02-01", "missed_in_a_row": 0, "busy": []},
            {"id": "m3", "pattern": ["2"], "anchor": "2026-12-01"},
        ],
    }


def spoilt(place: str, value: Any) -> dict[str, Any]:
    """Return the document with another value at `place`, for example ``members.0.anchor``."""
    whole = document()
    *path, last = [int(step) if step.isdigit() and "shifts" not in place else step for step in place.split(".")]
    inside: Any = whole
    for step in path:
        inside = inside[step]
    inside[last] = value
    return whole


def without(place: str) -> dict[str, Any]:
    """Return the document without the field at `place`."""
    whole = spoilt(place, None)
    *path, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    inside: Any = whole
    for step in path:
        inside = inside[step]
    del inside[last]
    return whole
