"""The group of commands. Errors are one line and exit code 2."""

from __future__ import annotations

import click

from mockserver.cli.listings import readings, routes, rules
from mockserver.cli.seed import seed
from mockserver.cli.serve import serve
from mockserver.core.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="mockserver")
def main() -> None:
    """A high-fidelity mock of fulfilment APIs: stateful, on one clock, failing on command."""


for command in (serve, seed, routes, rules, readings):
    main.add_command(command)
