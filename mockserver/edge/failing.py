"""The way of a call in a sandbox that has fault rules, or that asks for a fault itself.

Before-rules are asked ahead of the limits; what they hold waits outside the lock and then goes on from there.
After-rules are asked once the call was carried out with success, or answered again from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import unquote_plus

import orjson

from mockserver.core.exchange import Exchange
from mockserver.core.facts import Facts, facts_of
from mockserver.core.faults.barriers import Barrier, Ticket
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.faults.rule import FaultRule
from mockserver.core.hold import Hold
from mockserver.core.wire_plan import Reply, WirePlan
from mockserver.edge.passage import Passage
from mockserver.edge.spoiling import spoil, wire_plan

HEADER = "x-mock-fault"
PARAMETER = "__fault"
UNREADABLE = "fault.unreadable"
"""What the answer cites to a call that asks for a fault that there is not."""

Outcome = Reply | Hold
ReadFaults = Callable[[str], Sequence[FaultRule]]
"""The rules that a call's short form means. Raises ValueError with words for people."""


def asks_for_faults(exchange: Exchange) -> bool:
    """Whether a call brings faults of its own."""
    return HEADER in exchange.request_headers or (exchange.query != "" and PARAMETER in exchange.query)


class Failing:
    """Takes one call to its end.

    ``answer`` runs the stations from the limits on, ``decorate`` completes the answer and ``record`` writes the
    call to the journal; they are called with the sandbox's lock held.
    """

    def __init__(
        self,
        passage: Passage,
        answer: Callable[[], None],
        decorate: Callable[[], None],
        record: Callable[[], None],
        read_faults: ReadFaults | None,
    ) -> None:
        self._passage = passage
        self._exchange = passage.exchange
        self._faults = passage.sandbox.faults
        self._answer = answer
        self._decorate = decorate
        self._record = record
        self._read_faults = read_faults
        self._brought: Sequence[FaultRule] = ()
        self._barrier: Barrier | None = None
        self._ticket: Ticket | None = None
        self._recorded = False
        self._history: int | None = None

    def run(self) -> Outcome:
        """The stations up to where the call waits, or all of them."""
        return self._step(self._begin)

    def _step(self, work: Callable[[], Outcome]) -> Outcome:
        """*work* under the sandbox's lock; of what falls due by it, the courier is told once the lock is free."""
        sandbox = self._passage.sandbox
        with sandbox.lock:
            if self._history is None:
                self._history = sandbox.clock.rewinds
            # What a call waited for may have been a history that is no more.
            outcome = work() if sandbox.clock.rewinds == self._history else self._reply(WirePlan(empty=True))
            ring = sandbox.must_ring()
        if ring:
            sandbox.courier.watch(sandbox)
        return outcome

    def _begin(self) -> Outcome:
        try:
            self._brought = self._asked_for()
        except ValueError as error:
            return self._refuse(str(error))
        plan = self._faults.on_call(self._facts(), "before", self._brought)
        if plan is None:
            return self._proceed(None)
        self._passage.faults = plan
        self._note(plan)
        if plan.delay:
            return Hold(lambda: self._step(lambda: self._meet(plan)), plan.delay, plan.release, awaited=False)
        return self._meet(plan)

    def _meet(self, plan: FaultPlan) -> Outcome:
        """Wait at the barrier, if there is one."""
        if plan.barrier is None or plan.release.is_set():
            return self._hang(plan)
        self._barrier = self._faults.barrier(plan.barrier)
        self._ticket = self._barrier.join(plan.barrier, self._facts())
        plan.release.listen(self._ticket.turn.set)
        return Hold(lambda: self._step(lambda: self._after_meeting(plan)), plan.barrier.timeout, self._ticket.turn)

    def _after_meeting(self, plan: FaultPlan) -> Outcome:
        assert self._barrier is not None, "_meet() has joined it"
        assert self._ticket is not None, "likewise"
        if not self._ticket.turn.is_set():
            self._barrier.give_up(self._ticket)
        if not self._ticket.turn.is_set():
            # Those that go first are not done yet; they will be, for none of them waits for this one.
            return Hold(lambda: self._step(lambda: self._after_meeting(plan)), until=self._ticket.turn)
        return self._hang(plan)

    def _hang(self, plan: FaultPlan) -> Outcome:
        """Wait without an answer, if that is the plan. Whoever gives up meanwhile finds the call in the journal."""
        if plan.hang is None or plan.release.is_set():
            return self._proceed(plan)
        self._end(plan)
        return Hold(lambda: self._step(lambda: self._after_hanging(plan)), plan.hang, plan.release, awaited=False)

    def _after_hanging(self, plan: FaultPlan) -> Outcome:
        if plan.release.is_set():
            self._passage.rule = ""
            return self._proceed(plan)
        return self._reply(wire_plan(plan, hung=True))

    def _proceed(self, plan: FaultPlan | None) -> Outcome:
        """Carry the call out, unless the plan has put an end or an answer in its place."""
        try:
            if plan is not None and plan.ends and not (plan.hang is not None and plan.release.is_set()):
                self._end(plan)
                return self._reply(wire_plan(plan, hung=False))
            if plan is not None and plan.answer is not None:
                spoil(self._passage, plan)
                self._journal()
                return self._reply(wire_plan(plan, hung=False))
            self._answer()
            if plan is not None and plan.rule and self._passage.handled and not plan.release.is_set():
                self._passage.rule = plan.rule
            if self._passage.committed:
                return self._after()
            self._journal()
            return self._reply(None)
        finally:
            self._leave_barrier()

    def _after(self) -> Outcome:
        plan = self._faults.on_call(self._facts(), "after", self._brought)
        if plan is None:
            self._journal()
            return self._reply(None)
        self._note(plan)
        spoil(self._passage, plan)
        self._journal()
        wait = plan.delay + (plan.hang or 0.0)
        if not plan.waits:
            return self._reply(wire_plan(plan, hung=False))

        def leave() -> Outcome:
            hung = plan.hang is not None and not plan.release.is_set()
            return self._reply(wire_plan(plan, hung=hung))

        return Hold(leave, wait, plan.release, awaited=False)

    def _end(self, plan: FaultPlan) -> None:
        """The call ends without an answer: its status is 0."""
        self._passage.status, self._passage.body = 0, b""
        self._passage.rule = plan.rule or ""
        self._journal()
        self._leave_barrier()

    def _refuse(self, text: str) -> Reply:
        """A call that asks for a fault that there is not: told, lest a test pass that tests nothing."""
        passage = self._passage
        passage.status, passage.body, passage.rule = 400, orjson.dumps({"error": f"X-Mock-Fault: {text}"}), UNREADABLE
        self._exchange.faults = (UNREADABLE,)
        self._journal()
        return self._reply(None)

    def _asked_for(self) -> Sequence[FaultRule]:
        """The rules that the call itself brings, by header or by query; that parameter is the mock's own and
        is taken out.
        """
        texts = [self._exchange.request_headers[HEADER]] if HEADER in self._exchange.request_headers else []
        if PARAMETER in self._exchange.query:
            parts = self._exchange.query.split("&")
            ours = [part for part in parts if part.partition("=")[0] == PARAMETER]
            texts += [unquote_plus(part.partition("=")[2]) for part in ours]
            self._exchange.query = "&".join(part for part in parts if part not in ours)
        if not texts or self._read_faults is None:
            return ()
        rules = [rule for text in texts for rule in self._read_faults(text)]
        for rule in rules:
            for step in rule.steps:
                for effect in step:
                    if not effect.applies_to(self._facts()):
                        what = self._exchange.operation or "what is no operation"
                        raise ValueError(f"{effect.kind} does nothing to {what}")
        return rules

    def _facts(self) -> Facts:
        return facts_of(
            self._exchange,
            role_of=self._passage.sandbox.role_of,
            batch=self._passage.operation.batch,
            job=self._passage.operation.job,
            answered=False,
        )

    def _note(self, plan: FaultPlan) -> None:
        self._exchange.faults = (*self._exchange.faults, *plan.fired)
        self._exchange.notes += plan.passed_over

    def _journal(self) -> None:
        """Complete the answer, and write the call to the journal unless it is there."""
        self._decorate()
        if not self._recorded:
            self._recorded = True
            self._record()

    def _leave_barrier(self) -> None:
        if self._barrier is not None and self._ticket is not None:
            self._barrier.done(self._ticket)

    def _reply(self, wire: WirePlan | None) -> Reply:
        """The answer as it stands; where there is none, *wire* says how the connection ends."""
        exchange = self._exchange
        return Reply(exchange.status or 503, tuple(exchange.response_headers.items()), exchange.response_body, wire)
