"""Who is being told a webhook at the moment, so that what waits for the answer is refused and waits not for itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from mockserver.control.routes import route_of

_answering: ContextVar[str | None] = ContextVar("answering", default=None)
"""The sandbox whose webhook this thread handles."""

_WORDS = {
    "advanceClock": "clock.advance()",
    "freezeClock": "clock.freeze()",
    "takeSnapshot": "snapshot()",
    "deliver": "webhooks.deliver()",
    "replayDelivery": "webhooks.replay()",
}


class WaitsForItself(RuntimeError):
    """A receiver's handling of a webhook asked for what waits until it has been handled."""


@contextlib.contextmanager
def answering(sandbox_id: str) -> Iterator[None]:
    """In this thread, a webhook of that sandbox is being handled."""
    token = _answering.set(sandbox_id)
    try:
        yield
    finally:
        _answering.reset(token)


def refuse_to_wait(sandbox_id: str, route: str) -> None:
    """Raises:
    WaitsForItself: the control call *route* waits for the answer that this thread has not given yet.
    """
    if _answering.get() == sandbox_id and route_of(route).blocks:
        raise WaitsForItself(
            f"{_WORDS[route]} waits for the answers to webhooks, and this is the handling of one, which would wait for "
            "itself: do it when this one is answered, after receiver.wait(), or in another thread"
        )
