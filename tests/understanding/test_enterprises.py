"""The register found by what people call its enterprises."""

from __future__ import annotations

import pytest

from handlers.understanding import EnterpriseIndex, clear_match
from models.names import fold
from tests.understanding.conftest import sample_index


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("thực phẩm hoa sen", "DN009"),
        ("hoa sen thuc pham", "DN009"),
        ("thucpham hoasen", "DN009"),
        ("thuc phm hoa sen", "DN009"),
        ("cty bao bi thai son", "DN002"),
        ("Công ty CP Bao bì Thái Sơn", "DN002"),
        ("công ty tnhh bao bì thái sơn", "DN002"),  # the wrong legal form does not matter
        ("công ty tnhh logistics việt hưng", "DN146"),
        ("cty tnhh mtv logistics viet hung", "DN003"),
        ("logistics việt hưng mtv", "DN003"),
        ("trách nhiệm hữu hạn một thành viên logistics việt hưng", "DN003"),
        ("cty cổ phần động cơ minh quang", "DN001"),
        ("vlxd hoa sen", "DN114"),
        ("y te dong a", "DN152"),
        ("hoa sen kcn sông công II", "DN218"),
        ("hoa sen song cong 2", "DN218"),
        ("khuôn mẫu hoa sen nam phổ yên", "DN039"),
    ],
)
def test_one_enterprise_is_meant(said: str, code: str) -> None:
    found = clear_match(sample_index().match(said))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "said", ["hoa sen", "logistics việt hưng", "khuon mau", "cty tnhh", "điện tử hoa sen", "samsung", "", "!!!", "nam"]
)
def test_it_does_not_guess_between_several_or_none(said: str) -> None:
    assert clear_match(sample_index().match(said)) is None


def test_all_that_fit_equally_are_listed() -> None:
    names = {match.name for match in sample_index().match("hoa sen")}
    assert len(names) == 11
    assert all(name.endswith("Hoa Sen") for name in names)


def test_every_registered_name_finds_itself_first() -> None:
    index = sample_index()
    for number in range(1, 274):
        own = index.by_code(f"DN{number:03d}")
        assert own is not None
        found = clear_match(index.match(own.name))
        assert found is not None, own.name
        assert found.code == own.code
        plain = clear_match(index.match(fold(own.name)))
        assert plain is not None
        assert plain.code == own.code


def test_an_empty_register_fits_nothing() -> None:
    assert EnterpriseIndex([]).match("cty hoa sen") == ()


def test_scores_run_from_nothing_to_one_and_fall() -> None:
    scores = [match.score for match in sample_index().match("bao bì thái sơn")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
