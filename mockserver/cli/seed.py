"""``mockserver seed``: what would be served, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from mockserver.cli.options import OneLine, open_world, sandbox_options, world_options
from mockserver.core.clock import format_instant
from mockserver.core.sandboxes import DEFAULT_ID


@click.command()
@world_options
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.  [default: stdout]")
def seed(out: Path | None, **world: Any) -> None:
    """Write the data that `serve` would begin with, as JSON.

    Give --now for a file that is the same whenever it is made.
    """
    options = sandbox_options(**world)
    sandboxes = open_world(options)
    sandbox = sandboxes.get(DEFAULT_ID)
    exports = {
        vendor.name: vendor.export(sandbox.state(vendor.name))
        for vendor in sandboxes.vendors
        if vendor.export is not None
    }
    content: dict[str, Any] = {
        "seed": options.seed,
        "profile": options.profile,
        "now": format_instant(sandbox.clock.epoch),
        **exports,
    }
    data = orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if out is None:
        click.echo(data.decode(), nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise OneLine(f"cannot write {out}: {error.strerror}") from None
    orders = ", ".join(f"{len(records.get('orders', ()))} {name} orders" for name, records in exports.items())
    click.echo(f"wrote {out}: {orders}, seed {options.seed}, profile {options.profile}")
