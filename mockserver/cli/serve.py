"""``mockserver serve``."""

from __future__ import annotations

import gc
from typing import Any

import click

from mockserver.cli.options import OneLine, load_scripts, open_world, sandbox_options, world_options
from mockserver.delivery.sender import BadAuthority, HttpSender
from mockserver.delivery.targets import BadTarget


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, envvar="MOCKSERVER_HOST", help="The address to listen on."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, envvar="MOCKSERVER_PORT",
              help="0 picks a free one.")  # fmt: skip  # one option, one paragraph
@world_options
@click.option("--no-rate-limits", is_flag=True, envvar="MOCKSERVER_NO_RATE_LIMITS", help="Never answer 429.")
@click.option("--autopilot/--no-autopilot", envvar="MOCKSERVER_AUTOPILOT", show_default=True,
              help="Orders move on by themselves.")  # fmt: skip  # one option, one paragraph
@click.option("--faults", "scripts", multiple=True, metavar="NAME|FILE", envvar="MOCKSERVER_FAULTS",
              help="Fail as a script says; may be repeated. See `mockserver faults list`.")  # fmt: skip  # likewise
@click.option("--open", "open_", is_flag=True, envvar="MOCKSERVER_OPEN",
              help="Any well-formed key opens a sandbox of its own.")  # fmt: skip  # likewise
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
              envvar="MOCKSERVER_LOG_FORMAT", help="How requests are logged, on stderr.")  # fmt: skip  # likewise
@click.option("--control-token", envvar="MOCKSERVER_CONTROL_TOKEN", help="What calls below /_mock must bear.")
@click.option("--open-control", is_flag=True, envvar="MOCKSERVER_OPEN_CONTROL",
              help="Leave /_mock open on an address that is not loopback.")  # fmt: skip  # likewise
@click.option("--webhook-allow", multiple=True, metavar="HOST", envvar="MOCKSERVER_WEBHOOK_ALLOW",
              help="Deliver webhooks to this name, address or network (CIDR) too; may be repeated.  "
                   "[default: loopback only]")  # fmt: skip  # likewise
@click.option("--webhook-ca", metavar="FILE", envvar="MOCKSERVER_WEBHOOK_CA",
              help="A PEM file of authorities that receivers' certificates may come from.")  # fmt: skip  # likewise
def serve(
    host: str, port: int, no_rate_limits: bool, autopilot: bool, scripts: tuple[str, ...], open_: bool, log_format: str,
    control_token: str | None, open_control: bool, webhook_allow: tuple[str, ...], webhook_ca: str | None,
    **world: Any,
) -> None:  # fmt: skip  # the options, in the order of --help
    """Serve the vendors' APIs until interrupted."""
    from mockserver.request_log import RequestLog
    from mockserver.server import MockServer, OpenControl

    faults = tuple(rule for script in load_scripts(scripts) for rule in script.rules)
    options = sandbox_options(**world, limits=not no_rate_limits, autopilot=autopilot, faults=faults)
    try:
        sender = HttpSender(allow=webhook_allow, authority=webhook_ca)
    except BadTarget as error:
        raise OneLine(f"--webhook-allow: {error}") from None
    except BadAuthority as error:
        raise OneLine(f"--webhook-ca: {error}") from None
    sandboxes = open_world(options, open=open_, sender=sender)
    log = RequestLog(log_format)
    sandboxes.observers.append(log)
    try:
        server = MockServer(host, port, sandboxes=sandboxes, control_token=control_token, open_control=open_control)
        server.listen()
    except OpenControl:
        text = f"on {host} others could control this server; give --control-token TOKEN, or --open-control to allow it"
        raise OneLine(text) from None
    except OSError as error:
        raise OneLine(f"cannot listen on {host} port {port}: {error.strerror or error}") from None
    # What is there now stays, and so does most of what comes: orders and the journal. The collector
    # need not look at either again and again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    server.serve(lambda: click.echo(greeting(server)))
    log.close()


def greeting(server: Any) -> str:
    """Where what is served, with which keys, and a curl line of each vendor to paste."""
    handle = server.default
    lines = [f"mockserver is listening on {server.url}", ""]
    for vendor in server.sandboxes.vendors:
        lines.append(f"  {vendor.name:<11}{server.url}{vendor.prefix}")
        keys = vendor.keys_for(handle.id)
        lines += [f"    {role.replace('_', '-'):<11}{key}" for role, key in keys.items()]
    lines += [f"  {'control':<11}{server.url}/_mock", "", "Try:"]
    for vendor in server.sandboxes.vendors:
        if vendor.sample is not None:
            key = vendor.keys_for(handle.id)["read_write"]
            headers = " ".join(f'-H "{name}: {value}"' for name, value in vendor.key_headers(key).items())
            lines.append(f'  curl "{server.url}{vendor.prefix}{vendor.sample}" {headers}')
    return "\n".join([*lines, ""])
