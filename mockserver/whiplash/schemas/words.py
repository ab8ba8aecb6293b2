"""Fields that take one of the API's own words: statuses, countries, availabilities. Source: "Order Statuses",
"Item Availability"; observed, "Paths and bodies"; readings.md, "Country".
"""

from __future__ import annotations

from marshmallow import ValidationError

from mockserver.core.rules import nearest
from mockserver.core.storable import shown
from mockserver.whiplash.countries import country_code
from mockserver.whiplash.schemas.fields import Lenient
from mockserver.whiplash.statuses import ORDER_STATUSES, SHIPNOTICE_STATUSES, code_of


class Status(Lenient[int]):
    """An order's status by code or by name."""

    known = ORDER_STATUSES

    def read(self, value: str | float) -> int:
        code = code_of(self.known, str(value))
        if code is None:
            raise ValidationError(f"{shown(str(value))!r} is no status{nearest(str(value), self.known.values())}")
        return code


class ShipnoticeStatus(Status):
    """A shipnotice's, likewise."""

    known = SHIPNOTICE_STATUSES


class Country(Lenient[str]):
    """A country's code of two letters, or its name as the API writes it."""

    what = "is not an ISO 3166 country code of two letters"

    def read(self, value: str | float) -> str:
        code = country_code(str(value))
        if code is None:
            raise ValueError(value)
        return code


class Word(Lenient[str]):
    """One of a few words, in any case."""

    def __init__(self, *words: str) -> None:
        self.words = words
        super().__init__()

    def read(self, value: str | float) -> str:
        word = str(value).strip().lower()
        if word not in self.words:
            raise ValidationError(f"must be one of {', '.join(self.words)}, not {shown(word)!r}")
        return word
