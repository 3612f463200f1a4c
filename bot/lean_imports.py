"""Loads libraries without what they bring for others, such as a developer's console: imported before anything else.

structlog and httpx (that of python-telegram-bot) import rich, Pygments and click when these are installed: 90 modules,
4.5 MiB and a tenth of a second of every start. SQLAlchemy's asynchronous half, unused here, loads greenlet where that
is installed: another MiB. Whoever imports them later, as the command line does, still gets them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_NOT_WANTED = ("rich", "pygments", "click", "greenlet")


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Let an import of `names` fail within the block, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None is how Python marks what may not load
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without(_NOT_WANTED):
    for _library in ("structlog", "httpx", "sqlalchemy.orm"):
        import_module(_library)
