"""Made-up customers who cannot be reached: example domains, 555-01xx numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass

# Cities with a state and a ZIP code that fit together, which Faker does not promise.
_PLACES = (
    ("New York", "NY", "10001"), ("Buffalo", "NY", "14201"), ("Boston", "MA", "02108"),
    ("Providence", "RI", "02903"), ("Hartford", "CT", "06103"), ("Philadelphia", "PA", "19103"),
    ("Pittsburgh", "PA", "15222"), ("Baltimore", "MD", "21202"), ("Richmond", "VA", "23219"),
    ("Raleigh", "NC", "27601"), ("Charlotte", "NC", "28202"), ("Atlanta", "GA", "30303"),
    ("Jacksonville", "FL", "32202"), ("Tampa", "FL", "33602"), ("Miami", "FL", "33130"),
    ("Nashville", "TN", "37203"), ("Louisville", "KY", "40202"), ("Columbus", "OH", "43215"),
    ("Cleveland", "OH", "44114"), ("Detroit", "MI", "48226"), ("Indianapolis", "IN", "46204"),
    ("Chicago", "IL", "60601"), ("Milwaukee", "WI", "53202"), ("Minneapolis", "MN", "55401"),
    ("Des Moines", "IA", "50309"), ("Kansas City", "MO", "64106"), ("Omaha", "NE", "68102"),
    ("New Orleans", "LA", "70112"), ("Dallas", "TX", "75201"), ("Houston", "TX", "77002"),
    ("Austin", "TX", "78701"), ("Denver", "CO", "80202"), ("Albuquerque", "NM", "87102"),
    ("Phoenix", "AZ", "85004"), ("Salt Lake City", "UT", "84101"), ("Boise", "ID", "83702"),
    ("Las Vegas", "NV", "89101"), ("San Diego", "CA", "92101"), ("Sacramento", "CA", "95814"),
    ("Portland", "OR", "97204"), ("Seattle", "WA", "98101"), ("Spokane", "WA", "99201"),
)  # fmt: skip  # one row a place would be forty lines


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    address: dict[str, str]


class People:
    """Draws customers from *stream*. Faker supplies names and streets."""

    def __init__(self, stream: random.Random) -> None:
        # Faker takes a tenth of a second to import; an empty sandbox never needs it.
        from faker import Faker

        self._stream = stream
        self._faker = Faker("en_US", use_weighting=False)
        self._faker.seed_instance(stream.getrandbits(64))

    def draw(self) -> Person:
        first, last = self._faker.first_name(), self._faker.last_name()
        city, state, zip_code = self._stream.choice(_PLACES)
        domain = self._stream.choice(("example.com", "example.org", "example.net"))
        name = f"{first} {last}"
        street = self._faker.street_address()
        address = {"name": name, "address1": street}
        if self._stream.random() < 0.2 and not any(unit in street for unit in ("Apt.", "Suite")):
            address["address2"] = f"Apt {self._stream.randint(1, 40)}{self._stream.choice('ABCD')}"
        address |= {"city": city, "state": state, "zip": zip_code, "country": "US"}
        if self._stream.random() < 0.5:
            address["phone"] = f"555-01{self._stream.randint(0, 99):02}"
        return Person(name, f"{first}.{last}@{domain}".lower(), address)
