"""The ledger: every sentence of behaviour with its source, and the readings that switch some of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from mockserver.core.yaml_text import load_yaml

Basis = Literal["documented", "observed", "inferred"]


@dataclass(frozen=True, slots=True)
class Rule:
    """``text`` is the behaviour in one sentence, ``source`` the section of the vendor's document
    that it rests on. ``reading`` names the switch that it is one side of, if any.
    """

    id: str
    text: str
    source: str
    basis: Basis
    reading: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """A switch between defensible interpretations. ``choices`` maps each value to what it means;
    ``place`` says where the document leaves the choice.
    """

    name: str
    place: str
    default: str
    choices: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "choices": dict(self.choices)}


@dataclass(frozen=True)
class Ledger:
    rules: Mapping[str, Rule]
    readings: Mapping[str, Reading]

    @cached_property
    def defaults(self) -> Mapping[str, str]:
        """What each reading is unless somebody chooses."""
        return {name: reading.default for name, reading in self.readings.items()}


class LedgerError(ValueError):
    """A ledger file says something that a ledger cannot."""


class UnknownReading(ValueError):
    """A reading or a value that does not exist; the text names the nearest ones."""


@cache
def load_ledger(path: Path) -> Ledger:
    """Read a vendor's ``rules.yaml``.

    Raises:
        LedgerError: an entry is incomplete, twice there, of an unknown basis or a wrong prefix.
    """
    content = load_yaml(path.read_text(encoding="utf-8"))
    try:
        prefix = content["vendor"] + "."
        readings = {
            name: Reading(name, entry["place"], entry["default"], entry["choices"])
            for name, entry in content["readings"].items()
        }
    except (KeyError, TypeError) as error:
        raise LedgerError(f"{path.name}: {error} is missing or of the wrong kind") from None
    rules: dict[str, Rule] = {}
    for entry in content["rules"]:
        try:
            rule = Rule(**entry)
        except TypeError as error:
            raise LedgerError(f"{path.name}: rule {entry.get('id', entry)}: {error}") from None
        if rule.id in rules:
            raise LedgerError(f"{path.name}: rule {rule.id} stands there twice")
        if rule.basis not in get_args(Basis):
            raise LedgerError(f"{path.name}: rule {rule.id}: basis {rule.basis!r} is none of {get_args(Basis)}")
        if not rule.id.startswith(prefix):
            raise LedgerError(f"{path.name}: rule {rule.id} does not begin with {prefix!r}")
        if rule.reading is not None and rule.reading not in readings:
            raise LedgerError(f"{path.name}: rule {rule.id} names the unknown reading {rule.reading!r}")
        rules[rule.id] = rule
    for reading in readings.values():
        if not reading.name.startswith(prefix) or reading.default not in reading.choices:
            raise LedgerError(f"{path.name}: reading {reading.name}: bad prefix, or a default that is no choice")
    return Ledger(rules, readings)


class Readings(dict[str, str]):
    """Every reading's value. ``touched`` are those that something was decided by so far."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.touched: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.touched.add(name)
        return super().__getitem__(name)


def resolve_readings(ledgers: Iterable[Ledger], chosen: Mapping[str, str]) -> Readings:
    """Every reading's value: the chosen ones over the defaults.

    Raises:
        UnknownReading: a name or a value of *chosen* does not exist.
    """
    known = list(ledgers)
    values: dict[str, str] = {}
    for ledger in known:
        values |= ledger.defaults
    for name, value in chosen.items():
        if name not in values:
            raise UnknownReading(f"there is no reading {name!r}{nearest(name, values)}")
        reading = next(ledger.readings[name] for ledger in known if name in ledger.readings)
        if not isinstance(value, str) or value not in reading.choices:
            choices = ", ".join(reading.choices)
            raise UnknownReading(f"reading {name} has no value {value!r}; it takes one of: {choices}")
    return Readings({**values, **chosen})


def nearest(word: str, known: Iterable[str], unlisted: Iterable[str] = ()) -> str:
    """``; did you mean 'x'?``, or the whole choice where nothing is near. *unlisted* words may be meant, too, and are
    no part of the choice.
    """
    words = list(known)
    meant = {each.lower(): each for each in [*unlisted, *words]}
    close = difflib.get_close_matches(word, [*words, *unlisted], n=1) or difflib.get_close_matches(
        word.lower(), meant, n=1
    )
    if close:
        return f"; did you mean {meant.get(close[0], close[0])!r}?"
    return f"; there are: {', '.join(words)}" if words else ""
