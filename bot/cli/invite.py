"""``taonguon invite``: a one-time code that joins a chat to a person."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import select

from bot.cli.common import ConfigOption, DataOption, opened
from bot.cli.telling import JsonOption, console, fail, print_json, translator
from bot.clock import SystemClock
from models import invitations
from models.audit import Actor, Via, act_as
from models.people import Person


def invite(
    person: Annotated[str, typer.Option("--person", help="The person's code, for example DV075.")],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Make an invitation code for a person. It works once; an earlier unused one ends."""
    now = SystemClock().now()
    with opened(config, data) as (chosen, database), database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, now))
        found = session.scalar(select(Person).where(Person.code == person.strip().upper()))
        if found is None:
            fail(f"There is nobody with the code {person}. Import the organisation first, or check the code.")
        code, expires_at = invitations.issue(
            session, database.cipher, found, by=None, now=now, days=chosen.organisation.invitation_days
        )
        name, zone = found.full_name, ZoneInfo(chosen.organisation.timezone)
    if as_json:
        print_json({"person": person, "code": code, "expires_at": expires_at.astimezone(zone).isoformat()})
        return
    typer.echo(code)
    t = translator()
    moment = f"{expires_at.astimezone(zone):%H:%M %d/%m/%Y}"
    console.print(t("For {name}, good once until {moment}.", name=name, moment=moment), markup=False)
