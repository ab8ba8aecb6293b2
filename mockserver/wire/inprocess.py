"""A connection to a WSGI app without a socket: a client's own bytes go in, and the bytes of the response come out.

The client's own HTTP code is above it, so that what a plan does to a response ends in the very exception that
a socket would end in. What would take longer than the client waits is not waited for: it times out at once.
What takes less takes its time.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial

from mockserver.core.hold import SLOT, Hold, Release, WireSlot
from mockserver.core.wire_plan import Reply, WirePlan
from mockserver.wire.asgi import WsgiApp, call_wsgi, encoded
from mockserver.wire.departure import Encoded
from mockserver.wire.request_reader import Asked, RequestReader
from mockserver.wire.unreadable import RenderUnreadable, Unreadable, as_bytes, render_plainly

Steps = Generator["bytes | Pause", None, None]


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing comes for so many *seconds* (None: for good), or before *until* is set."""

    seconds: float | None
    until: Release | None = None
    hold: Hold | None = None

    @property
    def sure(self) -> bool:
        """Whether it lasts its seconds, as far as can be known."""
        return self.until is None or (self.hold is not None and not self.hold.awaited)

    def outlasts(self, patience: float | None) -> bool:
        return patience is not None and (self.seconds is None or self.seconds >= patience)


class Line:
    """One connection. Not to be used by two threads at a time, like the client's own."""

    def __init__(self, app: WsgiApp, body_limit: int, render: RenderUnreadable = render_plainly) -> None:
        """Of a request's body, *body_limit* + 1 bytes at most reach *app*. *render* answers what is no HTTP."""
        self._app = app
        self._render = render
        self._reader = RequestReader(body_limit + 1)
        self._steps: Steps = iter_nothing()
        self._held: Hold | None = None
        self._ready = b""
        self.ended = False

    def send(self, data: bytes) -> None:
        """Take bytes of a request; with its last one the app is called.

        Raises:
            BrokenPipeError: the connection has ended.
        """
        if self.ended:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        read = self._reader.feed(data)
        if isinstance(read, Asked):
            self._ask(read)
        elif read is not None:
            self._steps = self._refuse(read)

    def receiving(self, most: int, patience: float | None) -> Generator[Pause, None, bytes]:
        """Returns up to *most* bytes, none at the end; yields the pauses that its caller has to wait for.

        *patience* is how many seconds the client waits for the next byte.

        Raises:
            TimeoutError: they will not come in time.
            ConnectionResetError: the plan says so.
        """
        while not self._ready and not self.ended:
            step = next(self._steps, b"")
            if isinstance(step, bytes):
                self._ready = step
                if not step:
                    break
                continue
            self._held = step.hold
            if step.sure and step.outlasts(patience):
                self._give_up()
            yield Pause(patience if step.outlasts(patience) else step.seconds, step.until)
            if step.until is not None and not step.until.is_set() and step.outlasts(patience):
                self._give_up()
            self._held = None
            if patience is not None and step.seconds is not None:
                patience -= step.seconds
        taken, self._ready = self._ready[:most], self._ready[most:]
        return taken

    def close(self) -> None:
        """The client goes away. A call that is held still goes on, as a server would not see it go."""
        self.ended = True
        self._steps.close()
        held, self._held = self._held, None
        if held is not None:
            _go_on(held)

    def _give_up(self) -> None:
        self.close()
        raise TimeoutError("timed out")

    # How the response leaves

    def _ask(self, asked: Asked) -> None:
        environ = asked.environ()
        environ[SLOT] = slot = WireSlot()
        response = call_wsgi(self._app, environ)
        self._held = slot.hold
        self._steps = self._leave(response, slot, silent=asked.method == "HEAD", keep_alive=asked.keep_alive)

    def _refuse(self, unreadable: Unreadable) -> Steps:
        yield as_bytes(self._render(unreadable))
        self.ended = True

    def _leave(self, response: Encoded, slot: WireSlot, *, silent: bool, keep_alive: bool) -> Steps:
        plan = slot.plan
        outcome: Reply | Hold | None = slot.hold
        while isinstance(outcome, Hold):
            yield Pause(outcome.seconds, outcome.until, outcome)
            outcome = outcome.resume()
        if outcome is not None:
            response, plan = encoded(outcome), outcome.plan
        plan = plan or WirePlan()
        body = b"" if silent else response.body
        if plan.delay:
            yield Pause(plan.delay)
        if plan.hang is not None:
            yield Pause(plan.hang)
        if plan.garbage is not None:
            yield plan.garbage
        if plan.truncate is not None or not plan.cuts:
            yield response.head(keep_alive=keep_alive)
            yield from _pieces(plan, body)
        if plan.reset:
            self.ended = True
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        self.ended = plan.cuts or not keep_alive


def iter_nothing() -> Steps:
    """The steps of a connection over which nothing was asked."""
    yield from ()


def _pieces(plan: WirePlan, body: bytes) -> Steps:
    left = plan.cut(body)
    if plan.dribble is None:
        if left:
            yield left
        return
    pieces = plan.dribble.pieces(left)
    for piece in pieces:
        if plan.dribble.seconds:
            yield Pause(plan.dribble.seconds / len(pieces))
        yield piece


def _go_on(outcome: Reply | Hold) -> None:
    """Let a call whose client is gone come to its end: at once, or when what it waits for comes."""
    while isinstance(outcome, Hold):
        resume = outcome.resume
        if outcome.until is not None and outcome.awaited and not outcome.until.is_set():
            outcome.until.listen(partial(_resume, resume))
            return
        outcome = resume()


def _resume(resume: Callable[[], Reply | Hold]) -> None:
    _go_on(resume())
