"""How a response leaves. The app decides it, the wire carries it out."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dribble:
    """The body leaves in *chunks* pieces, spread evenly over *seconds*; the head leaves before.

    Raises:
        ValueError: no chunk, or negative seconds.
    """

    chunks: int
    seconds: float

    def __post_init__(self) -> None:
        if type(self.chunks) is not int or self.chunks < 1:
            raise ValueError(f"dribble: chunks must be a whole number of at least 1, not {self.chunks!r}")
        _check_seconds("dribble: seconds", self.seconds)

    def pieces(self, body: bytes) -> list[bytes]:
        """*body* in pieces of nearly the same length, none of them empty."""
        count = min(self.chunks, len(body))
        ends = [len(body) * number // count for number in range(count + 1)] if count else []
        return [body[start:end] for start, end in itertools.pairwise(ends)]


@dataclass(frozen=True, slots=True)
class WirePlan:
    """How one response leaves; without any field, as it is.

    Attributes:
        delay: seconds before the first byte, whatever follows.
        hang: seconds in which no byte is sent; then the connection is closed.
        empty: the connection is closed without a byte.
        garbage: these bytes are sent instead of a status line; then the connection is closed.
        truncate: how much of the body leaves, a whole number of bytes or a fraction below 1.0, rounded
            down to a byte; then the connection is closed. The Content-Length stays that of the whole body.
        dribble: the body, or what *truncate* leaves of it, comes in pieces.
        reset: the connection ends by RST, where it would be closed otherwise: at once, after a
            *hang*, or after what *truncate* leaves of the body.

    Raises:
        ValueError: a value out of its range, or two that exclude each other.
    """

    delay: float = 0.0
    hang: float | None = None
    empty: bool = False
    garbage: bytes | None = None
    truncate: int | float | None = None
    dribble: Dribble | None = None
    reset: bool = False

    def __post_init__(self) -> None:
        _check_seconds("delay", self.delay)
        if self.hang is not None:
            _check_seconds("hang", self.hang)
        if self.garbage is not None and not self.garbage:
            raise ValueError("garbage: must be at least one byte; to send nothing is `empty`")
        if self.truncate is not None:
            _check_cut(self.truncate)
        self._check_ends()

    def _check_ends(self) -> None:
        given = {
            "hang": self.hang is not None,
            "empty": self.empty,
            "garbage": self.garbage is not None,
            "truncate": self.truncate is not None,
            "reset": self.reset and self.hang is None and self.truncate is None,
        }
        ends = [name for name, is_given in given.items() if is_given]
        if len(ends) > 1:
            raise ValueError(f"{_listed(ends)} exclude each other: a response leaves in one way only")
        if self.dribble is not None and ends not in ([], ["truncate"]):
            raise ValueError(f"dribble and {ends[0]} exclude each other: {ends[0]} leaves no body to come in pieces")

    @property
    def cuts(self) -> bool:
        """Whether the connection ends, so that no response object can say what happened."""
        return self.reset or self.empty or (self.hang, self.garbage, self.truncate) != (None, None, None)

    def cut(self, body: bytes) -> bytes:
        """What leaves of *body*. One that has no more bytes than *truncate* leaves whole."""
        if self.truncate is None:
            return body
        kept = self.truncate if isinstance(self.truncate, int) else math.floor(len(body) * self.truncate)
        return body[:kept]

    def merge(self, later: WirePlan) -> WirePlan:
        """Both plans on one response: delays add up, and so does what each lacks.

        Raises:
            ValueError: both say how the body leaves or how the connection ends, and the two do not
                go together. Neither wins silently: one of two rules would seem to fire without effect.
        """
        both = [name for name in _ONCE if getattr(self, name) is not None and getattr(later, name) is not None]
        if both:
            raise ValueError(f"two plans for one response both have {_listed(both)}")
        return WirePlan(
            delay=self.delay + later.delay,
            hang=later.hang if self.hang is None else self.hang,
            empty=self.empty or later.empty,
            garbage=later.garbage if self.garbage is None else self.garbage,
            truncate=later.truncate if self.truncate is None else self.truncate,
            dribble=later.dribble if self.dribble is None else self.dribble,
            reset=self.reset or later.reset,
        )


_ONCE = ("hang", "garbage", "truncate", "dribble")


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response as bytes, and how it is to leave. ``headers`` are complete, but for ``connection``."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    plan: WirePlan | None = None


class WireFault(Exception):
    """What a caller without a connection gets where *plan* leaves no response; ``reply`` is what was lost."""

    def __init__(self, plan: WirePlan, reply: Reply) -> None:
        super().__init__(f"the response is lost on the wire: {plan}")
        self.plan = plan
        self.reply = reply


def _check_seconds(name: str, seconds: float) -> None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < math.inf:
        raise ValueError(f"{name}: must be a number of seconds, 0 or more, not {seconds!r}")


def _check_cut(cut: float) -> None:
    if type(cut) is int and cut >= 0:
        return
    if type(cut) is float and 0 <= cut < 1:
        return
    raise ValueError(f"truncate: must be a whole number of bytes, or a fraction from 0.0 to below 1.0, not {cut!r}")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
