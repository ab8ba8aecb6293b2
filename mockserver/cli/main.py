"""The group of commands. Errors are one line and exit code 2."""

from __future__ import annotations

import sys
from typing import Any

import click

from mockserver.cli.faults import faults
from mockserver.cli.listings import readings, routes, rules
from mockserver.cli.seed import seed
from mockserver.cli.serve import serve
from mockserver.core.version import VERSION


class OneLineErrors(click.Group):
    """Says what is wrong with a command line in one line, where click prints its usage too."""

    def main(self, *args: Any, **options: Any) -> Any:
        try:
            return super().main(*args, **{**options, "standalone_mode": False})
        except click.ClickException as error:
            click.echo(f"mockserver: {error.format_message()}", err=True)
            sys.exit(2)
        except click.Abort:
            sys.exit(1)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="mockserver")
def main() -> None:
    """A high-fidelity mock of fulfilment APIs: stateful, on one clock, failing on command."""


for command in (serve, seed, faults, routes, rules, readings):
    main.add_command(command)
