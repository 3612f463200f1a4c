"""A mistake in the file of time limits keeps the service from starting, and is named with its line."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_the_service_does_not_start_with_wrong_time_limits(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text(
        '[telegram]\ntoken = "1:x"\n[rules]\nfile = "own.toml"\n', encoding="utf-8"
    )
    (shell.folder / "own.toml").write_text("[rules.decision_due]\nvalue = -1\n", encoding="utf-8")
    done = shell("run")
    assert done.code == 2
    assert "own.toml, line 2: rules.decision_due.value" in done.err
    assert not (shell.folder / "taonguon.db").exists(), "nothing was begun"
