"""The API's own words: statuses, countries, providers. Source: "Order Statuses", "Provider"; readings.md, "Country"."""

from __future__ import annotations

import pytest
from faker.providers.address import Provider as Addresses

from mockserver.whiplash.countries import COUNTRIES, country_code
from mockserver.whiplash.providers import groups_of
from mockserver.whiplash.statuses import ORDER_STATUSES, SHIPNOTICE_STATUSES, code_of


@pytest.mark.rule("whiplash.orders.status-names")
def test_there_are_26_order_statuses_and_7_of_shipnotices() -> None:
    assert (len(ORDER_STATUSES), len(SHIPNOTICE_STATUSES)) == (26, 7)


@pytest.mark.rule("whiplash.lists.status")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("300", 300),
        ("shipped", 300),
        ("SHIPPED", 300),
        ("insufficient_inventory", 95),
        ("Pre-Order", 80),
        ("pre order", 80),
        ("shipped externally", 30),
        ("301", None),
        ("", None),
        ("ship", None),
    ],
)
def test_a_status_is_understood_by_code_and_by_name(text: str, code: int | None) -> None:
    assert code_of(ORDER_STATUSES, text) == code


@pytest.mark.rule("whiplash.orders.country")
def test_there_are_the_249_countries_of_iso_3166() -> None:
    assert len(COUNTRIES) == 249
    assert set(Addresses.alpha_2_country_codes) <= set(COUNTRIES)
    assert len(set(COUNTRIES.values())) == 249
    assert COUNTRIES["US"] == "United States"


@pytest.mark.rule("whiplash.orders.country")
@pytest.mark.parametrize("code", ["US", "CA", "TZ", "CI", "AX"])
def test_what_is_written_can_be_read_again(code: str) -> None:
    assert country_code(code) == country_code(COUNTRIES[code]) == country_code(COUNTRIES[code].upper()) == code
    assert country_code("") is None


@pytest.mark.rule("whiplash.lists.provider")
@pytest.mark.parametrize(
    ("provider", "found_by"),
    [
        ("api", {"api"}),
        ("shopify", {"shopify"}),
        ("whiplash", {"whiplash"}),
        ("whiplash:separate", {"whiplash", "whiplash:separate"}),
    ],
)
def test_whiplash_finds_every_provider_that_begins_with_it(provider: str, found_by: set[str]) -> None:
    assert set(groups_of(provider)) == found_by
