"""The register of the sample organisation and the day of its story."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from handlers.understanding import Context, EnterpriseIndex

TODAY = date(2026, 11, 24)


@lru_cache(maxsize=1)
def sample_index() -> EnterpriseIndex:
    lines = (Path(__file__).parent / "enterprises.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return EnterpriseIndex(((code, name) for code, name, _ in rows), {code: zone for code, _, zone in rows})


def sample_context(*roster: str, own: str | None = None) -> Context:
    return Context(today=TODAY, enterprises=sample_index(), roster=roster, own_enterprise=own)


@pytest.fixture
def context() -> Context:
    return sample_context()
