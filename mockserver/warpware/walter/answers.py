"""Answers a question that was understood, in one or two sentences, from what is looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.walter.lookups import Lookups
from mockserver.warpware.walter.periods import Period
from mockserver.warpware.walter.question import Kind, Question

MOST_LISTED = 10
HINT = (
    "You can ask me how many orders there are in a status or with a SKU, today, yesterday, in the last 7 days or this "
    "month; which orders are on hold and why; what the most common error is; for the latest or the oldest pending "
    "order; for orders by carrier or by status; and where an order is."
)


@dataclass(frozen=True, slots=True)
class Reply:
    """``rule`` is the sentence of the ledger behind this shape of answer."""

    text: str
    tool_calls: list[dict[str, Any]]
    rule: str


Answer = Callable[[Lookups, Question], str]
LookUp = Callable[[str | None, Period | None], Order | None]
_WORDS = {"hold": "on hold"}


def answer(state: WarpWareState, question: Question) -> Reply:
    lookups = Lookups(state)
    answering, rule = _ANSWERS[question.kind]
    return Reply(answering(lookups, question), lookups.calls, rule)


def _count(lookups: Lookups, question: Question) -> str:
    """A sentence for each status; with failures goes the error that most of them have."""
    period, sku = question.period, question.code
    sentences = []
    for status in question.statuses or (None,):
        number = lookups.count_orders(status, period, sku)
        sentences.append(_counted(number, status, period, sku))
        if status == "failed" and number and sku is None:
            sentences.append(_common_error(lookups, period))
    return " ".join(sentences)


def _counted(number: int, status: str | None, period: Period | None, sku: str | None) -> str:
    orders = _orders(number) + (f" with {sku}" if sku else "")
    if status == "failed":
        return f"{_opening(period)}{orders} failed."
    verb = "is" if number == 1 else "are"
    if status is not None:
        created = f" created {period.words}" if period else ""
        return f"{orders}{created} {verb} {_WORDS.get(status, status)}."
    return f"{_opening(period)}{orders} came in." if period else f"There {verb} {orders} in all."


def _common_error(lookups: Lookups, period: Period | None) -> str:
    found = lookups.most_common_error(period)
    if found is None:
        return f"{_opening(period)}0 orders failed."
    return f"The most common error was {found[0]!r} ({_orders(found[1])})."


def _errors(lookups: Lookups, question: Question) -> str:
    return _common_error(lookups, question.period)


def _held(lookups: Lookups, question: Question) -> str:
    orders = lookups.held_orders(question.period)
    text = _counted(len(orders), "hold", question.period, None)
    listed = [f"{order.external_id} ({order.hold_reason or 'no reason'})" for order in orders[:MOST_LISTED]]
    if len(orders) > MOST_LISTED:
        listed.append(f"and {len(orders) - MOST_LISTED} more")
    return f"{text[:-1]}: {', '.join(listed)}." if listed else text


def _latest(lookups: Lookups, question: Question) -> str:
    return _one(lookups, question, lookups.latest_order, "latest")


def _oldest(lookups: Lookups, question: Question) -> str:
    return _one(lookups, question, lookups.oldest_order, "oldest")


def _one(lookups: Lookups, question: Question, look_up: LookUp, which: str) -> str:
    """With the one status that the question has, or any."""
    status = question.statuses[0] if question.statuses else None
    order = look_up(status, question.period)
    if order is None:
        return _counted(0, status, question.period, None)
    kind = "order" if status is None else f"order that is {_WORDS.get(status, status)}"
    created = lookups.text(order.created_at)
    return f"The {which} {kind} is {order.external_id}, created at {created}. {_state_of(order)}"


def _order(lookups: Lookups, question: Question) -> str:
    reference = question.code or ""
    order = lookups.find_order(reference)
    return f"There is no order {reference} in this account." if order is None else _state_of(order)


def _state_of(order: Order) -> str:
    text = f"{order.external_id} {'has' if order.status == 'failed' else 'is'} {_WORDS.get(order.status, order.status)}"
    if order.status in ("shipped", "delivered") and order.carrier:
        text += f" by {order.carrier}"
        text += f" with tracking number {order.tracking_number}" if order.tracking_number else ""
    elif order.status == "failed":
        text += f": {order.error_message}"
    elif order.status == "hold":
        text += f": {order.hold_reason}"
    return text + "."


def _carriers(lookups: Lookups, question: Question) -> str:
    sentences = []
    for status in question.statuses or ("shipped",):
        counts = lookups.count_orders_by_carrier(status, question.period)
        if question.carrier is not None:
            wanted = question.carrier.casefold()  # partners write their carriers as they like
            number = sum(count for name, count in counts.items() if name.casefold() == wanted)
            created = f" created {question.period.words}" if question.period else ""
            verb, word = "is" if number == 1 else "are", _WORDS.get(status, status)
            sentences.append(f"{_orders(number)} with carrier {question.carrier}{created} {verb} {word}.")
        else:
            text = _counted(sum(counts.values()), status, question.period, None)
            sentences.append(f"{text[:-1]}: {_listed(counts)}." if counts else text)
    return " ".join(sentences)


def _breakdown(lookups: Lookups, question: Question) -> str:
    counts = lookups.count_orders_by_status(question.period)
    text = _counted(sum(counts.values()), None, question.period, None)
    return f"{text[:-1]}: {_listed(counts)}." if counts else text


def _summary(lookups: Lookups, question: Question) -> str:
    """Of the whole account, whatever period the question had."""
    return f"{_breakdown(lookups, Question('breakdown'))} {HINT}"


def _orders(number: int) -> str:
    return "1 order" if number == 1 else f"{number} orders"


def _opening(period: Period | None) -> str:
    return "" if period is None else f"{period.words[0].upper()}{period.words[1:]}, "


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())


_ANSWERS: Mapping[Kind, tuple[Answer, str]] = {
    "breakdown": (_breakdown, "warpware.walter.breakdown"),
    "carriers": (_carriers, "warpware.walter.carriers"),
    "count": (_count, "warpware.walter.count"),
    "errors": (_errors, "warpware.walter.errors"),
    "held": (_held, "warpware.walter.held"),
    "latest": (_latest, "warpware.walter.latest-and-oldest"),
    "oldest": (_oldest, "warpware.walter.latest-and-oldest"),
    "order": (_order, "warpware.walter.order"),
    "sku": (_count, "warpware.walter.sku"),
    "summary": (_summary, "warpware.walter.summary"),
}
