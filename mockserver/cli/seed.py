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
    from mockserver.warpware.export import export_state

    options = sandbox_options(**world)
    sandbox = open_world(options).get(DEFAULT_ID)
    content: dict[str, Any] = {
        "seed": options.seed,
        "profile": options.profile,
        "now": format_instant(sandbox.clock.epoch),
        "warpware": export_state(sandbox.state("warpware")),
    }
    data = orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if out is None:
        click.echo(data.decode(), nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise OneLine(f"cannot write {out}: {error.strerror}") from None
    click.echo(
        f"wrote {out}: {len(content['warpware']['orders'])} orders, seed {options.seed}, profile {options.profile}"
    )
