"""The random tokens of an order, of the form that the document's example shows. Source: "Get a single Order"."""

from __future__ import annotations

import random
from typing import NamedTuple

from mockserver.whiplash.state import WhiplashState

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Tokens(NamedTuple):
    """``13PKVSFLIW69r97782``, ``2DHFIP56Y2PKa97782``: the first two end alike; ``CEFG5436VG678``."""

    level1: str
    level2: str
    return_approved: str


def tokens(state: WhiplashState) -> Tokens:
    stream = state.streams[f"{state.purpose}.tokens"]
    end = f"{stream.randint(10_000, 99_999)}"
    return Tokens(f"{_signs(stream, 12)}r{end}", f"{_signs(stream, 12)}a{end}", _signs(stream, 13))


def _signs(stream: random.Random, count: int) -> str:
    return "".join(stream.choices(_SIGNS, k=count))
