"""What the ledger's loader refuses, and how readings are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockserver.core.rules import (
    Ledger,
    LedgerError,
    Reading,
    Rule,
    UnknownReading,
    load_ledger,
    nearest,
    resolve_readings,
)

READING: Mapping[str, Any] = {
    "place": "the document says both",
    "default": "loose",
    "choices": {"loose": "let pass", "strict": "refused"},
}
RULE: Mapping[str, Any] = {
    "id": "acme.doors.open",
    "text": "A door opens.",
    "source": "Doors",
    "basis": "documented",
}


def written(
    folder: Path, rules: list[Mapping[str, Any]], readings: Mapping[str, Mapping[str, Any]] | None = None
) -> Path:
    """A ledger file of the vendor acme; by default it has one reading, acme.locks."""
    content = {
        "vendor": "acme",
        "readings": {name: dict(reading) for name, reading in (readings or {"acme.locks": READING}).items()},
        "rules": [dict(rule) for rule in rules],
    }
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_ledger_holds_its_rules_and_readings_by_name(tmp_path: Path) -> None:
    locked = {**RULE, "id": "acme.doors.locked", "basis": "inferred", "reading": "acme.locks"}
    ledger = load_ledger(written(tmp_path, [RULE, locked]))
    assert list(ledger.rules) == ["acme.doors.open", "acme.doors.locked"]
    assert ledger.rules["acme.doors.open"] == Rule("acme.doors.open", "A door opens.", "Doors", "documented")
    assert ledger.rules["acme.doors.locked"].reading == "acme.locks"
    assert ledger.readings == {
        "acme.locks": Reading(
            "acme.locks", "the document says both", "loose", {"loose": "let pass", "strict": "refused"}
        )
    }


def test_a_rule_and_a_reading_are_plain_json(tmp_path: Path) -> None:
    ledger = load_ledger(written(tmp_path, [RULE]))
    assert ledger.rules["acme.doors.open"].as_json() == {**RULE, "reading": None}
    assert ledger.readings["acme.locks"].as_json() == {"name": "acme.locks", **READING}


@pytest.mark.parametrize("basis", ["documented", "observed", "inferred"])
def test_a_rule_may_be_documented_observed_or_inferred(tmp_path: Path, basis: str) -> None:
    ledger = load_ledger(written(tmp_path, [{**RULE, "basis": basis}]))
    assert ledger.rules["acme.doors.open"].basis == basis


def test_a_rule_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"acme\.doors\.open .*twice"):
        load_ledger(written(tmp_path, [RULE, {**RULE, "text": "Another one."}]))


def test_an_unknown_basis_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"acme\.doors\.open.*'guessed'"):
        load_ledger(written(tmp_path, [{**RULE, "basis": "guessed"}]))


def test_a_rule_of_another_vendor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"other\.doors\.open.*'acme\.'"):
        load_ledger(written(tmp_path, [{**RULE, "id": "other.doors.open"}]))


def test_a_rule_of_a_vendor_whose_name_begins_alike_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"acmes\.doors\.open"):
        load_ledger(written(tmp_path, [{**RULE, "id": "acmes.doors.open"}]))


def test_a_rule_with_an_unknown_reading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"acme\.doors\.open.*'acme\.lock'"):
        load_ledger(written(tmp_path, [{**RULE, "reading": "acme.lock"}]))


@pytest.mark.parametrize("missing", ["text", "source", "basis"])
def test_a_rule_without_one_of_its_parts_is_refused_by_its_id(tmp_path: Path, missing: str) -> None:
    partial = {name: value for name, value in RULE.items() if name != missing}
    with pytest.raises(LedgerError, match=rf"acme\.doors\.open.*{missing}"):
        load_ledger(written(tmp_path, [partial]))


def test_a_rule_with_a_misspelt_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"acme\.doors\.open.*sources"):
        load_ledger(written(tmp_path, [{**RULE, "sources": "Doors"}]))


def test_a_reading_of_another_vendor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"other\.locks"):
        load_ledger(written(tmp_path, [RULE], {"other.locks": READING}))


def test_a_reading_whose_default_is_no_choice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"acme\.locks.*default"):
        load_ledger(written(tmp_path, [RULE], {"acme.locks": {**READING, "default": "tight"}}))


def ledger_of(*names: str) -> Ledger:
    choices = {"loose": "let pass", "strict": "refused"}
    return Ledger({}, {name: Reading(name, "the document says both", "loose", choices) for name in names})


def test_readings_that_are_not_chosen_have_their_default() -> None:
    ledgers = [ledger_of("acme.locks", "acme.hinges"), ledger_of("other.locks")]
    assert resolve_readings(ledgers, {"acme.locks": "strict"}) == {
        "acme.locks": "strict",
        "acme.hinges": "loose",
        "other.locks": "loose",
    }


def test_an_unknown_reading_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownReading, match=r"'acme\.lokcs'; did you mean 'acme\.locks'\?"):
        resolve_readings([ledger_of("acme.locks", "acme.hinges")], {"acme.lokcs": "strict"})


def test_a_reading_that_resembles_none_is_refused_with_all_names() -> None:
    with pytest.raises(UnknownReading, match=r"'zzz'; there are: acme\.locks, acme\.hinges"):
        resolve_readings([ledger_of("acme.locks", "acme.hinges")], {"zzz": "strict"})


def test_an_unknown_value_is_refused_with_the_values_there_are() -> None:
    with pytest.raises(UnknownReading, match=r"acme\.locks has no value 'strickt'.*loose, strict"):
        resolve_readings([ledger_of("acme.locks")], {"acme.locks": "strickt"})


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert nearest("anything", []) == ""
