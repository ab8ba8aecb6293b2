"""Runs what falls due by itself: deliveries at once, retries and jobs as real time passes."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from mockserver.core.claim import Claim
from mockserver.core.delivery import NoSender, Sender
from mockserver.core.journey import attempt

if TYPE_CHECKING:
    from mockserver.core.sandbox import Sandbox

log = logging.getLogger("mockserver")

MOST_AT_ONCE = 32
"""Attempts in flight at a time, each in a thread of its own, and to an endpoint of its own."""

LOOK_AGAIN = 0.25
"""Seconds after which a moment that was waited for is compared with the clock again, for real time may jump."""

LINGER = 5.0
"""Seconds without anything to wait for after which the waiting thread ends."""


class Courier:
    """One thread that waits for the next due thing of all sandboxes, and threads that send, all made
    when needed. Nothing to do costs no thread. Safe to use from any thread.

    Every wait is bounded and none reads a clock but the sandboxes' own, so that a test that freezes
    the time stalls nothing here. Where there are fewer threads than endpoints with something due, the sandboxes
    take turns; where the system has no thread left, the waiting one sends.
    """

    def __init__(self, sender: Sender | None = None) -> None:
        self.sender = sender or NoSender()
        self._lock = threading.Lock()
        self._rung = threading.Event()
        self._watched: dict[Sandbox, None] = {}  # the one that was served last stands last
        self._thread: threading.Thread | None = None
        self._in_flight = 0
        self._short = False
        """Whether something is due for which there was no thread."""
        self._stopped = False

    def __repr__(self) -> str:
        return f"<Courier of {len(self._watched)} sandboxes, {self._in_flight} attempts in flight>"

    def watch(self, sandbox: Sandbox) -> None:
        """Look at *sandbox* now, and whenever something of it falls due."""
        with self._lock:
            self._watched[sandbox] = None
            runs = self._go()
        if not runs:
            with sandbox.lock:
                sandbox.alarm = None  # nobody looks: the next event rings again

    def start(self) -> None:
        """Take up again what :meth:`stop` left."""
        with self._lock:
            self._stopped = False
            if self._watched:
                self._go()

    def stop(self) -> None:
        """Start nothing any more. What is in flight ends by itself, and keeps no process alive."""
        with self._lock:
            self._stopped = True
            thread = self._thread
            self._rung.set()
        if thread is not None:
            thread.join(1)

    def _go(self) -> bool:
        """See that the waiting thread runs; answers whether it does, or will at the next start."""
        self._rung.set()
        if self._thread is None and not self._stopped:
            thread = threading.Thread(target=self._wait, name="mockserver courier", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:
                log.warning("deliveries wait for the next event: %s", error)
                return False
            self._thread = thread
        return True

    def _wait(self) -> None:
        while True:
            self._rung.clear()
            with self._lock:
                watched = [] if self._stopped else list(self._watched)
            pauses = [self._look(sandbox) for sandbox in watched]
            pause = min((pause for pause in pauses if pause is not None), default=None)
            rung = self._rung.wait(LINGER if pause is None else min(pause, LOOK_AGAIN))
            with self._lock:
                idle = pause is None and not rung and not self._rung.is_set()
                if self._stopped or idle:
                    self._thread = None
                    return

    def _look(self, sandbox: Sandbox) -> float | None:
        """Do what is due; answers the seconds until the next look, None where there is nothing to look for."""
        with sandbox.lock:
            sandbox.alarm = None
            claims: list[Claim] = []
            now = sandbox.clock.now()
            if sandbox.next_due() is not None:
                self._run_jobs(sandbox)
                claims = self._claims(sandbox)
            due = sandbox.alarm = sandbox.next_due()
            if due is None:
                # While the lock is held: whoever finds something due from now on rings again.
                with self._lock:
                    self._watched.pop(sandbox, None)
        for claim in claims:
            self._dispatch(sandbox, claim)
        if due is None:
            return None
        # Due already: jobs that came due while others ran, or attempts that wait for a thread.
        return max((due - now).total_seconds(), 0.005)

    def _run_jobs(self, sandbox: Sandbox) -> None:
        try:
            sandbox.run_due()
        except Exception:
            log.exception("a job of %r failed", sandbox)

    def _claims(self, sandbox: Sandbox) -> list[Claim]:
        """As many attempts as are due, to different endpoints, and as there are threads for."""
        claims: list[Claim] = []
        with self._lock:
            while self._in_flight < MOST_AT_ONCE and (claim := sandbox.webhooks.claim(sandbox.clock.now())):
                self._in_flight += 1
                claims.append(claim)
            self._short = self._in_flight >= MOST_AT_ONCE
            if claims and sandbox in self._watched:
                self._watched[sandbox] = self._watched.pop(sandbox)
        return claims

    def _dispatch(self, sandbox: Sandbox, claim: Claim) -> None:
        try:
            threading.Thread(target=self._send, args=(sandbox, claim), name="mockserver delivery", daemon=True).start()
        except RuntimeError:  # there is none; left alone, the claim would bar its endpoint for good
            self._send(sandbox, claim)

    def _send(self, sandbox: Sandbox, first: Claim) -> None:
        """Make an attempt, and then the others that are due at its endpoint, one after the other; unless others wait
        for the thread.
        """
        claim: Claim | None = first
        while claim is not None:
            attempt(sandbox, claim)
            with sandbox.lock:
                webhooks = sandbox.webhooks
                if self._stopped or self._short or webhooks.turns.travellers:
                    break
                claim = webhooks.claim(sandbox.clock.now(), endpoint=claim.subscription.id)
        with self._lock:
            self._in_flight -= 1
        sandbox.wake()
