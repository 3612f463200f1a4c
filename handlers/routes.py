"""What one line of the router's table says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.access import Access
from handlers.understanding import Intent

if TYPE_CHECKING:
    from handlers.hearing import Heard
    from handlers.turn import Reply, Turn


def everybody(_access: Access) -> bool:
    """Allow everyone who has joined."""
    return True


@dataclass(frozen=True, slots=True)
class Route:
    """What is said, by whom, and who answers.

    ``title`` puts the route into the menu, ``command`` into the messenger's slash menu; ``hint`` is its line of help.
    """

    intent: Intent
    handler: Callable[[Turn, Heard], Reply]
    allowed: Callable[[Access], bool] = everybody
    command: str = ""
    title: str = ""
    hint: str = ""
