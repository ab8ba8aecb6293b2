"""The short form by which one call asks for its faults."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import VENDORS
from mockserver.scripting.errors import BadRule
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.short_form import read_short_form

READER = RuleReader(VENDORS)


@pytest.mark.parametrize(
    ("text", "phase", "effect"),
    [
        ("status=503", "before", {"kind": "status", "status": 503}),
        (" delay = 2.5 ", "before", {"kind": "delay", "seconds": 2.5}),
        ("delay=.5", "before", {"kind": "delay", "seconds": 0.5}),
        ("reset", "before", {"kind": "reset"}),
        ("hang", "before", {"kind": "hang"}),
        ("rate_limit=30", "before", {"kind": "rate_limit", "retry_after": 30}),
        ("truncate=0.5", "after", {"kind": "truncate", "fraction": 0.5}),
        ("truncate=100", "after", {"kind": "truncate", "bytes": 100}),
        ("dribble=2;chunks=5", "after", {"kind": "dribble", "seconds": 2, "chunks": 5}),
        ("bulk_item=3", "before", {"kind": "bulk_item", "index": 3}),
        ("bulk_item=ORDER-*", "before", {"kind": "bulk_item", "external_id": "ORDER-*"}),
        ("phase=after, reset", "after", {"kind": "reset"}),
        ("barrier;parties=3", "before", {"kind": "barrier", "parties": 3}),
        ("status=503, delay=2.5", "before", [{"kind": "status", "status": 503}, {"kind": "delay", "seconds": 2.5}]),
        (
            "status=503,malformed_json",
            "before",
            [{"kind": "status", "status": 503}, {"kind": "malformed_json"}],
        ),
    ],
)
def test_effects_stand_between_commas(text: str, phase: str, effect: Any) -> None:
    (rule,) = read_short_form(text, READER)
    assert (rule.phase, rule.as_json()["effect"]) == (phase, effect)


def test_effects_of_both_phases_make_two_rules() -> None:
    before, after = read_short_form("stale=30, truncate=10", READER)
    assert (before.phase, before.as_json()["effect"]) == ("before", {"kind": "stale", "seconds": 30})
    assert (after.phase, after.as_json()["effect"]) == ("after", {"kind": "truncate", "bytes": 10})


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "there is no kind of fault ''"),
        ("rest", "there is no kind of fault 'rest'; did you mean 'reset'?"),
        ("status", "effect.status: is required"),
        ("status=fine", "effect.status: must be a whole number, not 'fine'"),
        ("status=7", "effect.status: must be from 200 to 599, not 7"),
        ("reset=1", "reset=1: reset takes no value"),
        ("delay=-1", "effect.seconds: must be from 0 to 86400, not -1"),
        ("dribble=2;chunk=5", "there is no parameter 'chunk'; did you mean 'chunks'?"),
        ("dribble=2;5", "'5' is not like name=value"),
        ("phase=after", "asks for no fault; write it like status=503, delay=2.5"),
        ("phase=later, reset", "phase: there is no phase 'later'"),
        ("phase=before, truncate=5", "phase: truncate works on an answer"),
        ("reset, empty", "reset and empty: "),
        ("webhook_drop", "webhook_drop is about webhooks: a call cannot ask for it, a rule can"),
    ],
)
def test_what_cannot_be_is_refused_with_words(text: str, refusal: str) -> None:
    with pytest.raises(BadRule) as caught:
        read_short_form(text, READER)
    assert refusal in str(caught.value)
