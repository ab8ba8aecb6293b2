"""``mockserver routes``, ``rules`` and ``readings``: what is served, and why."""

from __future__ import annotations

import click

from mockserver.core.rules import load_ledger


@click.command()
def routes() -> None:
    """List every endpoint that is served."""
    from mockserver.app import VENDORS
    from mockserver.control.routes import PREFIX, ROUTES

    rows = [
        (f"{vendor.name}.{operation.id}", operation.method, vendor.prefix + operation.path)
        for vendor in VENDORS
        for operation in vendor.operations
    ]
    rows += [(f"control.{route.id}", route.method, PREFIX + route.path) for route in ROUTES]
    width = max(len(name) for name, _, _ in rows)
    for name, method, path in rows:
        click.echo(f"{method:<7}{name:<{width + 2}}{path}")


@click.command()
@click.argument("word", required=False, default="")
def rules(word: str) -> None:
    """Print the ledger: each rule with its source. WORD keeps the rules that contain it."""
    from mockserver.app import VENDORS

    for vendor in VENDORS:
        for rule in load_ledger(vendor.ledger).rules.values():
            if word.lower() in f"{rule.id} {rule.text} {rule.source} {rule.basis}".lower():
                click.echo(f"{rule.id}  ({rule.basis}: {rule.source})\n    {rule.text}")


@click.command()
def readings() -> None:
    """List the readings: where a document is ambiguous, and which choices there are."""
    from mockserver.app import VENDORS

    for vendor in VENDORS:
        for reading in load_ledger(vendor.ledger).readings.values():
            click.echo(f"{reading.name}\n    {reading.place}")
            for choice, meaning in reading.choices.items():
                click.echo(f"    {'*' if choice == reading.default else ' '} {choice}: {meaning}")
