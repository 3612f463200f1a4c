"""Keeping the sandbox across restarts: one JSON file, and a folder of files beside it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.sandbox.records import Everything

SAVE_AFTER_SECONDS = 0.5
_FORMAT = TypeAdapter(Everything)


class Storage:
    """Saves a little after the last change, so that a burst of messages costs one write; without a path, never."""

    def __init__(self, path: Path | None, snapshot: Callable[[], Everything]) -> None:
        self._path = path
        self._snapshot = snapshot
        self._in_memory: dict[str, bytes] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._dirty = False

    def load(self) -> Everything:
        """What was saved, or an empty sandbox when nothing was.

        Raises:
            ValueError: the file is there but is not a sandbox; it is left untouched.
        """
        if self._path is None or not self._path.exists():
            return Everything()
        try:
            return _FORMAT.validate_json(self._path.read_bytes())
        except ValidationError as error:
            raise ValueError(f"{self._path} is not a saved sandbox; move it away to begin anew") from error

    def touch(self) -> None:
        """Something has changed."""
        self._dirty = True
        if self._path is None or self._timer is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # still being built, before the loop runs: the next change or the end saves it
            return
        self._timer = loop.call_later(SAVE_AFTER_SECONDS, self.save)

    def save(self) -> None:
        """Write now what has changed: aside first, then renamed, so that a crash leaves the old or the new file."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._path is None or not self._dirty:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_name(self._path.name + ".new")
        aside.write_bytes(_FORMAT.dump_json(self._snapshot()))
        aside.replace(self._path)
        self._dirty = False

    def write_file(self, file_id: str, data: bytes) -> None:
        if self._path is None:
            self._in_memory[file_id] = data
            return
        place = self._place(file_id)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def read_file(self, file_id: str) -> bytes | None:
        """The bytes of a file, or None when they are gone."""
        if self._path is None:
            return self._in_memory.get(file_id)
        place = self._place(file_id)
        return place.read_bytes() if place.exists() else None

    def _place(self, file_id: str) -> Path:
        assert self._path is not None
        return self._path.with_name(self._path.stem + "-files") / file_id
