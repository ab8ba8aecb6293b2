"""Money and measures: decimal numbers, written as strings. Source: every example (``"48.0"``, ``"8.91"``)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MOST_DIGITS = 18


def decimal_text(value: Decimal) -> str:
    """With at least one decimal and no zeros after that: ``48.0``, ``8.91``."""
    whole, _, fraction = f"{value:f}".partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def parse_decimal(value: str | float) -> Decimal:
    """A JSON number, or one as text.

    Raises:
        ValueError: it is no finite number, or has more than MOST_DIGITS digits before or after its point.
    """
    try:
        number = Decimal(value.strip() if isinstance(value, str) else repr(value))
    except InvalidOperation:
        raise ValueError(value) from None
    if not number.is_finite() or "_" in str(value) or number.adjusted() >= MOST_DIGITS:
        raise ValueError(value)
    if number and number.normalize().as_tuple().exponent < -MOST_DIGITS:  # type: ignore[operator]  # it is finite
        raise ValueError(value)
    return number if number else Decimal(0)
