"""Every kind of the design's table is found, one file each, and says what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.core.faults import kinds
from mockserver.core.faults.kind import about, parameters
from mockserver.core.faults.registry import fault_kinds

TABLE = {
    "status": ["status", "body", "headers"],
    "rate_limit": ["retry_after"],
    "delay": ["seconds", "uniform", "lognormal"],
    "hang": ["seconds"],
    "reset": [],
    "empty": [],
    "garbage": [],
    "truncate": ["bytes", "fraction"],
    "dribble": ["seconds", "chunks"],
    "malformed_json": [],
    "wrong_content_type": ["content_type"],
    "bulk_item": ["index", "external_id", "status", "message"],
    "job_error": ["message"],
    "stale": ["seconds"],
    "webhook_drop": [],
    "webhook_duplicate": ["copies"],
    "webhook_delay": ["seconds"],
    "webhook_reorder": ["behind", "patience"],
    "webhook_bad_signature": [],
    "webhook_truncate": ["bytes", "fraction"],
    "barrier": ["name", "parties", "order", "timeout"],
}


def test_the_kinds_are_those_of_the_table() -> None:
    assert {name: list(parameters(kind)) for name, kind in fault_kinds().items()} == TABLE


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_kind_has_a_file_of_its_own_and_a_sentence(name: str) -> None:
    kind = fault_kinds()[name]
    assert Path(kinds.__path__[0], f"{name}.py").is_file()
    assert kind.__module__ == f"{kinds.__name__}.{name}"
    assert about(kind).endswith(".")
    assert all(parameter.about for parameter in parameters(kind).values())
