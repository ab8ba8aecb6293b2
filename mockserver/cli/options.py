"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mockserver.core.clock import ClockError, parse_moment
from mockserver.core.delivery import Sender
from mockserver.core.faults.rule import FaultRule
from mockserver.core.profiles import UnknownProfile
from mockserver.core.rules import UnknownReading
from mockserver.core.sandbox import BadOption, SandboxOptions
from mockserver.core.sandboxes import Sandboxes

if TYPE_CHECKING:
    from mockserver.scripting.scripts import Script

Command = TypeVar("Command", bound=Callable[..., Any])


class OneLine(click.ClickException):
    """An error that is the user's to mend; ``main.py`` prints it as one line and exits with 2."""


def world_options(command: Command) -> Command:
    """``--seed --profile --now --frozen --reading``."""
    for option in (
        click.option("--reading", "readings", multiple=True, metavar="NAME=VALUE", envvar="MOCKSERVER_READING",
                     help="Choose a reading of an ambiguous document; may be repeated."),
        click.option("--frozen", is_flag=True, envvar="MOCKSERVER_FROZEN",
                     help="The clock stands still until advanced."),
        click.option("--now", metavar="INSTANT", envvar="MOCKSERVER_NOW",
                     help="When the clock begins.  [default: the real time]"),
        click.option("--profile", default="demo", show_default=True, envvar="MOCKSERVER_PROFILE",
                     help="The data to begin with: fixtures/profiles/."),
        click.option("--seed", type=int, default=42, show_default=True, envvar="MOCKSERVER_SEED",
                     help="All chance comes from it."),
    ):  # fmt: skip  # one option, one paragraph
        command = option(command)
    return command


def sandbox_options(
    seed: int, profile: str, now: str | None, frozen: bool, readings: Sequence[str], *,
    limits: bool = True, autopilot: bool = False, faults: tuple[FaultRule, ...] = (),
) -> SandboxOptions:  # fmt: skip  # the options, in the order of --help
    """Raises:
    OneLine: ``--now`` is no instant, or a reading is not NAME=VALUE.
    """
    chosen = {}
    for reading in readings:
        name, equals, value = reading.partition("=")
        if not equals:
            raise OneLine(f"--reading {reading!r} is not NAME=VALUE; `mockserver readings` lists them")
        chosen[name] = value
    try:
        moment = None if now is None else parse_moment(now)
    except ClockError as error:
        raise OneLine(f"--now: {error}") from None
    try:
        return SandboxOptions(seed, profile, moment, frozen, chosen, limits, autopilot, faults)
    except BadOption as error:
        raise OneLine(f"--{error}") from None


def load_scripts(names: Sequence[str]) -> list[Script]:
    """Scripts by name or by file. Imported here: most starts read none.

    Raises:
        OneLine: there is no such script, or a rule of it cannot work.
    """
    from mockserver.app import VENDORS
    from mockserver.scripting.errors import BadScript, UnknownScript
    from mockserver.scripting.rules import RuleReader
    from mockserver.scripting.scripts import load_script

    try:
        return [load_script(name, RuleReader(VENDORS)) for name in names]
    except (UnknownScript, BadScript) as error:
        raise OneLine(str(error)) from None


def open_world(options: SandboxOptions, *, open: bool = False, sender: Sender | None = None) -> Sandboxes:
    """Raises:
    OneLine: the options name what does not exist.
    """
    from mockserver.app import open_sandboxes

    try:
        return open_sandboxes(options, open=open, sender=sender)
    except UnknownProfile as error:
        raise OneLine(f"--profile: {error}") from None
    except UnknownReading as error:
        raise OneLine(f"--reading: {error}") from None
    except ClockError as error:
        raise OneLine(f"--now: {error}") from None
