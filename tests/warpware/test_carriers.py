"""Tracking numbers have their carriers' form, and the services are their carriers' own."""

from __future__ import annotations

import random

import pytest

from mockserver.warpware.carriers import pick_service, standard_service, tracking_number
from warpware.tracking_numbers import CHECKERS

KNOWN = [
    ("UPS", "1Z999AA10123456784"),
    ("UPS", "1Z5R89390357567127"),
    ("UPS", "1Z879E930346834440"),
    ("USPS", "9400111202555842332669"),
    ("FedEx", "986578788855"),
    ("DHL", "3318810025"),
    ("OnTrac", "C11031500001879"),
]
"""The WarpWare document's own number, and numbers that the carriers and others show."""


@pytest.mark.parametrize(("carrier", "number"), KNOWN)
def test_the_checkers_pass_a_known_number_and_no_other_last_digit(carrier: str, number: str) -> None:
    assert [digit for digit in "0123456789" if CHECKERS[carrier](number[:-1] + digit)] == [number[-1]]


@pytest.mark.parametrize("carrier", CHECKERS)
def test_numbers_that_are_made_pass_the_carriers_check_and_differ(carrier: str) -> None:
    stream = random.Random(7)
    numbers = [tracking_number(carrier, stream) for _ in range(500)]
    assert [number for number in numbers if not CHECKERS[carrier](number)] == []
    assert len(set(numbers)) == 500


@pytest.mark.parametrize(
    ("carrier", "service"),
    [
        ("UPS", "UPS Ground"),
        ("ups", "UPS Ground"),
        ("USPS", "Priority Mail"),
        ("FEDEX", "FedEx Ground"),
        ("OnTrac", "OnTrac Ground"),
        ("DHL", "DHL Express"),
    ],
)
def test_a_known_carrier_has_its_usual_service_in_any_case(carrier: str, service: str) -> None:
    standard = standard_service(carrier)
    assert standard is not None
    assert standard.name == service


@pytest.mark.parametrize("carrier", ["Pigeon Post", "", None])
def test_an_unknown_carrier_has_none(carrier: str | None) -> None:
    assert standard_service(carrier) is None


def test_the_warehouse_picks_every_carrier_now_and_then() -> None:
    stream = random.Random(7)
    assert {pick_service(stream).carrier for _ in range(300)} == set(CHECKERS)
