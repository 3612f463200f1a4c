"""A line of the table of `make bench`."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """A line of the table. `ok` is None where there is no budget; `details` go to the file of results only."""

    what: str
    figure: str
    budget: str = ""
    ok: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)
