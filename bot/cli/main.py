"""The list of commands. Only the one that is called is loaded, so that each starts at once."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Protocol, runtime_checkable

import typer
from typer.exceptions import TyperException

from bot import log

BAD_INPUT = 2
# Command → the module that holds it, and the function there, or the application when it has commands of its own.
COMMANDS = {
    "demo": ("bot.cli.demo", "demo"),
    "sandbox": ("bot.cli.sandbox", "sandbox"),
    "init": ("bot.cli.init", "init"),
    "run": ("bot.cli.run", "run"),
    "import": ("bot.cli.import_", "import_"),
    "export": ("bot.cli.export", "export"),
    "invite": ("bot.cli.invite", "invite"),
    "understand": ("bot.cli.understand", "understand"),
    "plan": ("bot.cli.plan", "plan"),
    "rules": ("bot.cli.rules", "app"),
    "doctor": ("bot.cli.doctor", "doctor"),
    "migrate": ("bot.cli.migrate", "migrate"),
}


def main() -> None:
    """Run the command line."""
    log.configure(quiet=True)  # `run` and nothing else wants more
    called = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    command = typer.main.get_command(build([called] if called in COMMANDS else list(COMMANDS)))
    try:
        sys.exit(command.main(sys.argv[1:] or ["--help"], standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(130)
    except TyperException as error:
        wrong = error.format_message() if isinstance(error, _WithMessage) else str(error)
        sys.stderr.write(
            f"{wrong.rstrip('.')}. See: taonguon {called if called in COMMANDS else ''} --help\n".replace("  ", " ")
        )
        sys.exit(BAD_INPUT)


@runtime_checkable
class _WithMessage(Protocol):
    """An error that says itself what is wrong, as typer's for wrong words of a command do."""

    def format_message(self) -> str:
        """Return the sentence."""
        ...


def build(names: list[str]) -> typer.Typer:
    """Return the application with the commands `names`."""
    app = typer.Typer(
        name="taonguon",
        help="Tạo Nguồn: trợ lý trò chuyện cho cấp ủy trong khu công nghiệp.",
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_nothing)  # so that a single command keeps its name
    for name in names:
        module, function = COMMANDS[name]
        found = getattr(import_module(module), function)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _nothing() -> None:
    """Tạo Nguồn: trợ lý trò chuyện cho cấp ủy trong khu công nghiệp."""
