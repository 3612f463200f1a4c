"""What an import changes, or would change, in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from handlers.workbook.layout import SheetKind
from models.people import RoleName


class GivenRole(NamedTuple):
    """A role of a person in a unit, both by their codes."""

    person: str
    role: RoleName
    unit: str


@dataclass(slots=True)
class KindChanges:
    """The changes of one list, by code. Nothing is ever deleted: what the file lacks is only named."""

    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)  # code → the fields that differ
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)  # in the database, not in the file


@dataclass(slots=True)
class Changes:
    """The changes of all lists of a workbook, the roles that they give and take, and who is kept as a draft."""

    kinds: dict[SheetKind, KindChanges] = field(default_factory=dict)
    roles_given: list[GivenRole] = field(default_factory=list)
    roles_taken: list[GivenRole] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)  # candidates without consent: code and initials only
    forgotten: list[str] = field(default_factory=list)  # left out: they were deleted on request

    @property
    def is_empty(self) -> bool:
        """Whether the database says all of it already."""
        return not (
            self.roles_given or self.roles_taken or any(kind.new or kind.changed for kind in self.kinds.values())
        )
