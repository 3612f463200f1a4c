"""The configuration: the defaults run, and each mistake is named with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.config import Config, ConfigError, load

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(_written(tmp_path, text))
    return caught.value.mistakes


def _keys(section: type[BaseModel]) -> dict[str, Any]:
    return dict(section.model_fields.items())


def test_without_a_file_everything_has_its_default() -> None:
    config = load(None)
    assert config.organisation.timezone == "Asia/Ho_Chi_Minh"
    assert config.database.url == "sqlite:///taonguon.db"
    assert config.web.port == 8081


def test_the_example_is_the_defaults() -> None:
    assert load(EXAMPLE) == load(None)


def test_the_example_names_every_setting_and_comments_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    values = tomllib.loads("\n".join(lines))
    for name, field in Config.model_fields.items():
        section = field.annotation
        assert isinstance(section, type)
        assert issubclass(section, BaseModel)
        assert set(values[name]) == set(section.model_fields), name
    for at, line in enumerate(lines):
        if line.startswith("["):
            assert lines[at + 1].startswith("# "), f"{line} has no comment"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[telegram]\ntokn = "x"\n', 2, "no setting telegram.tokn"),
        ('[organisation]\nname = "A"\ntimezone = "Hà Nội"\n', 3, "no time zone"),
        ("[web]\nport = 99999\n", 2, "less than or equal to 65535"),
        ('[web]\n# a comment\nport = "acht"\n', 3, "valid integer"),
        ('[database]\nurl = "mysql://x"\n', 2, "sqlite:/// or postgresql://"),
        ('[web]\npublic_url = "http://x"\n', 2, "https://"),
        ('[telegram]\nbase_url = "telegram"\n', 2, "address such as"),
        ("[telegramm]\n", 1, "no setting telegramm"),
        ("[organisation]\nundo_minutes = 0\n", 2, "greater than or equal to 1"),
    ],
)
def test_each_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    [mistake] = _mistakes(tmp_path, text)
    assert f"line {line}:" in mistake
    assert words in mistake


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    assert len(_mistakes(tmp_path, '[web]\nport = 0\nhost = 3\n[zalo]\nenabled = "vielleicht"\n')) == 3


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    [mistake] = _mistakes(tmp_path, "[web\nport = 1\n")
    assert "not valid TOML" in mistake
    assert "line 1" in mistake


def test_a_variable_of_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAONGUON_TELEGRAM__TOKEN", "1:secret")
    config = load(_written(tmp_path, '[telegram]\ntoken = "2:other"\n'))
    assert config.telegram.secret() == "1:secret"


def test_a_mistake_in_a_variable_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAONGUON_WEB__PORT", "many")
    with pytest.raises(ConfigError, match="TAONGUON_WEB__PORT"):
        load(None)


def test_a_token_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:secret\n", encoding="utf-8")
    config = load(_written(tmp_path, f'[telegram]\ntoken_file = "{tmp_path / "token"}"\n'))
    assert config.telegram.secret() == "1:secret"


def test_no_secret_is_shown_when_the_configuration_is(tmp_path: Path) -> None:
    config = load(_written(tmp_path, '[telegram]\ntoken = "1:secret"\n'))
    assert "secret" not in repr(config)
