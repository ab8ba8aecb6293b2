"""Where orders come from. Source: "Provider", "Originator Group"."""

from __future__ import annotations

API = "api"
"""An order that a client made."""

WHIPLASH = "whiplash"
"""An order that was made by hand in Whiplash; with a word after a colon, one that was made from another order."""

REPLACE = "whiplash:replace"
EXCHANGE = "whiplash:exchange"
SEPARATE = "whiplash:separate"


def groups_of(provider: str) -> tuple[str, ...]:
    """The values of the provider filter that find an order of *provider*: itself, and ``whiplash`` for all that
    begin with it.
    """
    return (provider, WHIPLASH) if provider.startswith(WHIPLASH) and provider != WHIPLASH else (provider,)
