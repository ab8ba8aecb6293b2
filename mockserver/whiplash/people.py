"""Made-up customers who cannot be reached: example domains, 555-01xx numbers. They live in several countries."""

from __future__ import annotations

import random

# Cities with a state or province and a postal code that fit together, which Faker does not promise.
_PLACES = {
    "US": (
        ("Ann Arbor", "MI", "48104"), ("Beverly Hills", "CA", "90210"), ("Brooklyn", "NY", "11201"),
        ("Cambridge", "MA", "02139"), ("Chicago", "IL", "60614"), ("Columbus", "OH", "43215"),
        ("Denver", "CO", "80202"), ("Durham", "NC", "27701"), ("Houston", "TX", "77002"),
        ("Las Vegas", "NV", "89101"), ("Madison", "WI", "53703"), ("Miami", "FL", "33130"),
        ("Nashville", "TN", "37203"), ("Oakland", "CA", "94607"), ("Portland", "OR", "97204"),
        ("Salt Lake City", "UT", "84101"), ("Savannah", "GA", "31401"), ("Seattle", "WA", "98101"),
    ),
    "CA": (("Toronto", "ON", "M5V 2T6"), ("Montreal", "QC", "H2Y 1C6"), ("Vancouver", "BC", "V6B 1A1")),
    "GB": (("London", None, "E1 6AN"), ("Manchester", None, "M1 1AE"), ("Bristol", None, "BS1 4ST")),
    "AU": (("Sydney", "NSW", "2000"), ("Melbourne", "VIC", "3000")),
    "DE": (("Berlin", None, "10115"), ("Hamburg", None, "20095")),
    "FR": (("Paris", None, "75011"), ("Lyon", None, "69002")),
    "JP": (("Tokyo", None, "150-0001"),),
}  # fmt: skip  # one row a place would be forty lines


class People:
    """Draws customers from *stream*. Faker supplies names and streets."""

    def __init__(self, stream: random.Random) -> None:
        # Faker takes a tenth of a second to import; an empty sandbox never needs it.
        from faker import Faker

        self._stream = stream
        self._faker = Faker("en_US", use_weighting=False)
        self._faker.seed_instance(stream.getrandbits(64))

    def draw(self, country: str) -> dict[str, str | None]:
        """The shipping fields and the e-mail address of a customer in a country of ISO code *country*."""
        first, last = self._faker.first_name(), self._faker.last_name()
        city, state, zip_code = self._stream.choice(_PLACES[country])
        street = self._faker.street_address()
        unit = None
        if self._stream.random() < 0.2 and not any(word in street for word in ("Apt.", "Suite")):
            unit = f"Apt {self._stream.randint(1, 40)}{self._stream.choice('ABCD')}"
        domain = self._stream.choice(("example.com", "example.org", "example.net"))
        return {
            "shipping_name": f"{first} {last}",
            "email": f"{first}.{last}@{domain}".lower(),
            "shipping_address_1": street,
            "shipping_address_2": unit,
            "shipping_city": city,
            "shipping_state": state,
            "shipping_zip": zip_code,
            "shipping_country": country,
            "shipping_phone": f"555-01{self._stream.randint(0, 99):02}" if self._stream.random() < 0.5 else "",
        }
