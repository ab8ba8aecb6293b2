"""The queue of deliveries by itself: each endpoint in order, each attempt once, and nothing kept for ever."""

from __future__ import annotations

import datetime
import threading

from hypothesis import given
from hypothesis import strategies as st

from mockserver.core import webhooks as module
from mockserver.core.claim import Claim
from mockserver.core.clock import Clock
from mockserver.core.delivery import Attempt, Delivery, NoSender, Outcome, Subscription
from mockserver.core.webhooks import Webhooks

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
FINE, BROKEN = Outcome(200), Outcome(500)


class Account:
    """Webhooks on a clock that is frozen at ten o'clock, with endpoints that are named by letters."""

    def __init__(self, names: str = "a", delays: tuple[float, ...] = (10, 20)) -> None:
        self.clock = Clock(TEN, frozen=True)
        self.webhooks = Webhooks(self.clock)
        self.delays = delays
        for name in names:
            self.webhooks.subscribe(Subscription(name, "vendor", f"https://{name}.example/", ("e",), "", TEN))

    def queue(self, name: str = "a") -> Delivery:
        subscription = self.webhooks.subscriptions[name]
        return self.webhooks.queue(subscription, "id", "e", b"{}", {}, self.delays)

    def attempt(self, outcome: Outcome = FINE) -> Delivery | None:
        """What is due, attempted and settled."""
        claim = self.webhooks.claim(self.clock.now())
        if claim is None:
            return None
        self.settle(claim, outcome)
        return claim.delivery

    def settle(self, claim: Claim, outcome: Outcome) -> Attempt | None:
        with self.webhooks.turns.changed:
            return self.webhooks.settle(claim, outcome)


@given(
    st.lists(st.sampled_from("ab"), max_size=12),
    st.lists(st.booleans(), max_size=60),
    st.lists(st.integers(0, 30), max_size=12),
)
def test_first_attempts_keep_the_order_of_events_and_every_attempt_its_moment(
    queued: list[str], outcomes: list[bool], steps: list[int]
) -> None:
    account = Account("ab")
    answers = iter(outcomes)
    for name, step in zip(queued, [*steps, *[0] * len(queued)], strict=False):
        account.queue(name)
        account.clock.move_to(account.clock.now() + datetime.timedelta(seconds=step))
        while account.attempt(FINE if next(answers, True) else BROKEN):
            pass
    for _ in range(3):
        account.clock.move_to(account.clock.now() + datetime.timedelta(hours=1))
        while account.attempt(FINE if next(answers, True) else BROKEN):
            pass
    for name in "ab":
        deliveries = account.webhooks.select(endpoint=name)
        firsts = [delivery.attempts[0] for delivery in deliveries]
        assert [first.at for first in firsts] == sorted(first.at for first in firsts)
    for delivery in account.webhooks:
        failed = [not attempt.outcome.delivered for attempt in delivery.attempts]
        assert delivery.due is None
        assert delivery.state == ("failed" if all(failed) else "delivered")
        assert failed[:-1] == [True] * (len(failed) - 1)
        assert len(failed) == 3 or not failed[-1]
        for attempt, following in zip(delivery.attempts, delivery.attempts[1:], strict=False):
            assert attempt.next is not None
            assert following.at >= attempt.next
        assert delivery.attempts[-1].next is None


def test_an_endpoint_that_is_being_told_something_waits_for_its_end() -> None:
    account = Account("ab")
    first, second, other = account.queue("a"), account.queue("a"), account.queue("b")
    claim = account.webhooks.claim(TEN)
    assert claim is not None
    assert claim.delivery is first
    assert account.attempt() is other
    assert account.attempt() is None
    assert account.webhooks.next_due() is None
    account.settle(claim, FINE)
    assert account.webhooks.next_due() == TEN
    assert account.attempt() is second


def test_a_replay_is_the_next_that_its_endpoint_is_told_however_much_is_due() -> None:
    account, waits = Account(), threading.Event()
    for _ in range(3):
        account.queue()
    webhooks, claims = account.webhooks, list[Claim]()

    def replay() -> None:
        with webhooks.turns.changed:
            waits.set()
            claims.append(webhooks.claim_replay(1))

    first = webhooks.claim(TEN)
    assert first is not None
    thread = threading.Thread(target=replay)
    thread.start()
    waits.wait(5)
    with webhooks.turns.changed:  # free only while it waits
        webhooks.settle(first, FINE)
        assert webhooks.claim(TEN) is None
    thread.join(5)
    (claim,) = claims
    account.settle(claim, FINE)
    second = webhooks.claim(TEN)
    assert (claim.replay, claim.delivery.number, second and second.delivery.number) == (True, 1, 2)


def test_a_claim_can_be_for_one_endpoint_alone() -> None:
    account = Account("ab")
    account.queue("a")
    other = account.queue("b")
    claim = account.webhooks.claim(TEN, endpoint="b")
    assert claim is not None
    assert claim.delivery is other
    assert account.webhooks.claim(TEN, endpoint="b") is None
    assert account.webhooks.claim(TEN, endpoint="gone") is None


def test_the_oldest_finished_deliveries_are_forgotten_and_pending_ones_are_not() -> None:
    account = Account("ab", delays=(86400,))
    waiting = account.queue("a")
    account.attempt(BROKEN)
    for _ in range(module.MOST_FINISHED + 5):
        account.queue("b")
        account.attempt()
    kept = list(account.webhooks)
    assert len(kept) == module.MOST_FINISHED + 1
    assert kept[0] is waiting
    assert kept[1].number == 7


def test_finished_deliveries_are_forgotten_by_their_size_too() -> None:
    account = Account()
    body = b"x" * (4 * 1024 * 1024)
    for _ in range(12):
        account.webhooks.queue(account.webhooks.subscriptions["a"], "id", "e", body, {}, ())
        account.attempt()
    assert len(list(account.webhooks)) == 7


def replay(account: Account, number: int, body: bytes) -> Attempt | None:
    with account.webhooks.turns.changed:
        claim = account.webhooks.claim_replay(number)
    return account.settle(claim, Outcome(500, body=body))


def test_the_answers_to_replays_count_for_the_size_of_what_is_kept() -> None:
    account = Account()
    for _ in range(5):
        account.queue()
        account.attempt()
    for number in (1, 2, 3, 4, 5):
        replay(account, number, b"x" * (8 * 1024 * 1024))
    assert [delivery.number for delivery in account.webhooks] == [3, 4, 5]


def test_a_delivery_keeps_its_own_attempts_and_the_newest_replays() -> None:
    account = Account(delays=(10,))
    delivery = account.queue()
    account.attempt(BROKEN)
    for _ in range(25):
        latest = replay(account, delivery.number, b"")
    assert latest is not None
    assert latest.number == 26
    assert [attempt.number for attempt in delivery.attempts] == [1, *range(7, 27)]
    account.clock.move_to(TEN + datetime.timedelta(seconds=10))
    account.attempt(BROKEN)
    assert (delivery.state, delivery.attempts[-1].number) == ("failed", 27)


def test_a_closed_sandbox_has_nothing_due_and_takes_no_results() -> None:
    account = Account()
    delivery = account.queue()
    account.queue()
    claim = account.webhooks.claim(TEN)
    assert claim is not None
    with account.webhooks.turns.changed:
        account.webhooks.close()
    assert account.settle(claim, FINE) is None
    assert (delivery.attempts, account.webhooks.next_due(), account.webhooks.claim(TEN)) == ([], None, None)


def test_without_a_sender_nothing_leaves() -> None:
    outcome = NoSender().send("https://a.example/", {}, b"")
    assert (outcome.delivered, outcome.error) == (
        False,
        "these sandboxes were made without a sender: nothing is delivered",
    )
    assert not NoSender().permits("localhost")
