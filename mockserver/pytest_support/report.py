"""The section ``mockserver`` of a failing test's report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockserver.core.clock import format_instant
from mockserver.core.exchange import Exchange, body_text
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.pytest_support.repeating import repeat_line
from mockserver.pytest_support.unused import unused_faults
from mockserver.pytest_support.world import World
from mockserver.pytest_support.worlds import worlds_of

MOST_LINES = 20
"""Exchanges and attempts that are shown, the last ones."""

LONGEST = 160
"""Characters that are shown of a call's path and query, and of a refusal."""


def add_sections(item: pytest.Item, report: pytest.TestReport) -> None:
    """One for each sandbox that the test asked for and that is still there."""
    for world in worlds_of(item):
        title = "mockserver" if not world.shared else f"mockserver: {world.fixture}"
        report.sections.append((title, "\n".join(_lines(item, world))))


def _lines(item: pytest.Item, world: World) -> Iterator[str]:
    settings = world.settings
    at = f" at {world.url}" if world.url else ""
    try:
        clock, happened = _clock(world), list(_happened(world))
    except UnknownSandbox:  # the test dropped it
        clock, happened = "dropped", []
    except Exception as error:  # noqa: BLE001  # a server elsewhere that fails fails tests, not the whole run
        clock, happened = "not to be asked any more", [f"what happened is not known: {error}"]
    yield f"seed {settings.seed}, profile {settings.profile}, {clock}{at}"
    if settings.readings:
        yield "readings: " + ", ".join(f"{name}={value}" for name, value in settings.readings.items())
    yield from happened
    if world.shared:
        yield "the sandbox is shared: what earlier tests did with it is part of what happened; repeat those, too"
    yield f"repeat it: {repeat_line(item, world)}"


def _happened(world: World) -> Iterator[str]:
    if world.used:
        yield from _listed("exchanges", [_exchange(exchange) for exchange in world.handle.journal])
    yield from _listed("calls that reached no sandbox", [_exchange(call) for call in world.unclaimed()])
    if world.used:
        yield from _listed("faults that fired", _fired(world))
        yield from _listed("faults that never fired", unused_faults(world))
        yield from _listed("webhook attempts", list(_attempts(world)))


def _clock(world: World) -> str:
    if not world.used:
        return "not used"
    view = world.handle.about()
    state = "frozen" if view["frozen"] else "running"
    began = "" if world.began is None else f", began at {format_instant(world.began)}"
    return f"clock at {view['now']}, {state}{began}"


def _listed(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    last = lines[-MOST_LINES:]
    head = title if len(last) == len(lines) else f"{title}, the last {len(last)} of {len(lines)}"
    return [f"{head}:", *(f"  {line}" for line in last)]


def _exchange(exchange: Exchange) -> str:
    target = f"{exchange.path}?{exchange.query}" if exchange.query else exchange.path
    # A call that a fault ended before it had an answer.
    said = f"{exchange.status} {exchange.rule}".rstrip() if exchange.status else "no answer"
    faults = f" fault: {', '.join(exchange.faults)}" if exchange.faults else ""
    line = f"#{exchange.number} {exchange.method} {_cut(target)} → {said}{faults}"
    if exchange.status < 400 or not exchange.response_body:
        return line
    return f"{line}\n     {_cut(' '.join(body_text(exchange.response_body).split()))}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _fired(world: World) -> list[str]:
    return [
        f"{fault.name}: on {fault.fired} of {fault.seen} matching calls" for fault in world.handle.faults if fault.fired
    ]


def _attempts(world: World) -> Iterator[str]:
    for delivery in world.handle.webhooks:
        if not delivery.attempts:
            yield f"#{delivery.number} {delivery.event} → {delivery.url}: not sent so far, {delivery.state}"
        for attempt in delivery.attempts:
            said = attempt.outcome.error or attempt.outcome.status
            yield f"#{delivery.number} {attempt.event} → {attempt.url}: attempt {attempt.number}, {said}"
