"""What a question in plain English asks for. Words decide, nothing is guessed: the same words, the same question."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from mockserver.warpware.carriers import SERVICES
from mockserver.warpware.lifecycle import STATUSES
from mockserver.warpware.walter.periods import Period, UnknownPeriod, find_period

Kind = Literal["breakdown", "carriers", "count", "errors", "held", "latest", "oldest", "order", "sku", "summary"]

_SYNONYMS = {
    "pending": r"pending|waiting",
    "ready": r"ready",
    "processing": r"processing|being processed|in progress",
    "shipped": r"shipped|dispatched|in transit|on (?:the|its|their) way",
    "delivered": r"delivered|arrived",
    "failed": r"failed|fail|failing|failures?|errors?|errored",
    "hold": r"hold|on-hold|held",
    "cancelled": r"cancelled|canceled|cancellations?",
}
_STATUS = {status: re.compile(rf"\b(?:{words})\b") for status, words in _SYNONYMS.items()}
_CARRIER = {service.carrier: re.compile(rf"\b{service.carrier.lower()}\b") for service in SERVICES}

_UUID = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")
_QUOTED = re.compile(r'"([^"]{1,200})"')
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?(T.*)?", re.DOTALL)
_SPAN = re.compile(r"\d+-?(hour|day|week|month|year|h|d|w)s?", re.IGNORECASE)
_NUMBERED = re.compile(r"[A-Za-z]+\d{3,}")
_AROUND = "?!.,;:()'’“”\""
_LONGEST_CODE = 200
_REACH = 6
"""Words before a code that say what it is."""

_BEFORE_A_SKU = {
    "with",
    "without",
    "contain",
    "contains",
    "containing",
    "include",
    "including",
    "have",
    "having",
    "for",
}
_NOT = re.compile(r"\b(?:not|no|never|without|except|excluding|other than)\b|n['’]t\b")
_ORDERS = re.compile(r"\borders?\b")
_COUNTING = re.compile(r"\b(?:how many|count|number of|total)\b")
_BREAKDOWN = re.compile(
    r"\b(?:breakdown|break down|by status|per status|each status|statuses|status of (?:my|our|the|all) orders)\b"
)
_LATEST = re.compile(r"\b(?:latest|newest|most recent|last) (?:(?:\w+|on hold) )?order\b")
_OLDEST = re.compile(r"\b(?:oldest|longest waiting)\b")
_ERROR = re.compile(r"\b(?:errors?|reasons?|why|common)\b")
_WHICH = re.compile(r"\b(?:which|what|why|list|show|reasons?)\b")
_CARRIERS = re.compile(r"\b(?:carriers?)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """``statuses`` stand in the order of the lifecycle; ``code`` is the SKU or the order that was named."""

    kind: Kind
    statuses: tuple[str, ...] = ()
    period: Period | None = None
    code: str | None = None
    carrier: str | None = None


def understand(query: str, now: datetime.datetime) -> Question:
    """Whatever is not understood, in part or in whole, asks for a summary."""
    code, is_sku = _find_code(query)
    if code is not None and not is_sku:
        return Question("order", code=code)
    text = " ".join(query.lower().split())
    if code is not None:  # so that no word of a SKU says more than it is meant to
        text = text.replace(code.lower(), "")
    try:
        period = find_period(text, now)
    except UnknownPeriod:
        return Question("summary")
    if _NOT.search(text):
        return Question("summary")
    statuses = tuple(status for status in STATUSES if _STATUS[status].search(text))
    if code is not None:
        return Question("sku", statuses, period, code)
    carrier = next((name for name, pattern in _CARRIER.items() if pattern.search(text)), None)
    return Question(_kind(text, statuses, carrier, period), statuses, period, carrier=carrier)


def _kind(text: str, statuses: tuple[str, ...], carrier: str | None, period: Period | None) -> Kind:
    """The first shape that fits counts."""
    orders, counting = _ORDERS.search(text), _COUNTING.search(text)
    shapes: tuple[tuple[Kind, object], ...] = (
        ("carriers", _CARRIERS.search(text) or (carrier and (orders or statuses))),
        ("breakdown", _BREAKDOWN.search(text)),
        ("latest", _LATEST.search(text) and len(statuses) < 2),
        ("oldest", _OLDEST.search(text) and (orders or statuses) and len(statuses) < 2),
        ("held", statuses == ("hold",) and not counting and _WHICH.search(text)),
        ("errors", statuses == ("failed",) and not counting and _ERROR.search(text)),
        ("count", (orders and (counting or statuses or period)) or (counting and statuses)),
    )
    return next((kind for kind, fits in shapes if fits), "summary")


def _find_code(query: str) -> tuple[str | None, bool]:
    """The order or the SKU that is named, and whether it is a SKU."""
    if found := _UUID.search(query):
        return found[0], False
    if found := _QUOTED.search(query):
        before = query[: found.start()].lower().split()
        return found[1].strip(), _leads_to_a_sku(before)
    words = [word.strip(_AROUND) for word in query.split()]
    for place, word in enumerate(words):
        named = word.removesuffix("'s").removesuffix("’s")
        before = [other.lower() for other in words[max(0, place - _REACH) : place]]
        if before[-1:] == ["sku"] and named:
            return named, True
        if _is_code(named) or (before[-1:] == ["order"] and named.isdigit()):
            return named, _leads_to_a_sku(before)
    return None, False


def _leads_to_a_sku(before: list[str]) -> bool:
    """``… orders that have``, ``… order for item``: what follows is a SKU."""
    words = [word for word in before if word not in ("the", "a", "item", "items", "product")]
    if words[-1:] == ["sku"]:
        return True
    return bool(words) and words[-1] in _BEFORE_A_SKU and ("orders" in words or words[-2:-1] == ["order"])


def _is_code(word: str) -> bool:
    """Written like an external id or a SKU: ``ORDER-1042``, ``#1234``, ``SO10042``."""
    if len(word) > _LONGEST_CODE or _DATE.fullmatch(word) or _SPAN.fullmatch(word):
        return False
    if _NUMBERED.fullmatch(word):
        return True
    telling = any(sign.isdigit() or sign.isupper() for sign in word[1:])
    return telling and any(sign in word for sign in "-_#")
