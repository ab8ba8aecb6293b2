"""``mockserver faults``: the scripts that there are, and whether one would work."""

from __future__ import annotations

import click

from mockserver.cli.options import load_scripts


@click.group()
def faults() -> None:
    """Failures on command: scripts of fault rules."""


@faults.command("list")
def list_() -> None:
    """List the scripts with what they teach, and the kinds of fault with their parameters."""
    from mockserver.core.faults.kind import about, parameters
    from mockserver.core.faults.registry import fault_kinds
    from mockserver.scripting.scripts import script_names

    click.echo("Scripts, for `mockserver serve --faults NAME`:")
    for script in load_scripts(script_names()):
        click.echo(f"  {script.name}\n      {script.teaches}")
    click.echo("Kinds, for scripts of your own:")
    for name, kind in fault_kinds().items():
        click.echo(f"  {name}\n      {about(kind)}")
        for parameter, declared in parameters(kind).items():
            click.echo(f"      {parameter}{'' if declared.required else ' (optional)'}: {declared.about}")


@faults.command()
@click.argument("file")
def check(file: str) -> None:
    """Say whether the rules of FILE, a script's name or a YAML file, would work, and what they do."""
    (script,) = load_scripts([file])
    click.echo(f"{script.name}: {script.teaches}")
    for rule in script.rules:
        effects = [" and ".join(effect.kind for effect in step) or "nothing" for step in rule.steps]
        click.echo(f"  {rule.name}: {', then '.join(effects)} ({rule.phase})")
