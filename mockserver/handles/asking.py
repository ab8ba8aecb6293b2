"""What Python callers give, made fit for a control call. Both channels send the same, so that both refuse the same."""

from __future__ import annotations

import decimal
import math
from collections.abc import Mapping
from typing import Any

import orjson

from mockserver.control.errors import ControlError
from mockserver.core.decoding import BODY_LIMIT
from mockserver.core.storable import join_place


def written(body: Any) -> bytes:
    """*body* as JSON.

    Raises:
        TypeError: it holds what JSON has not.
        ValueError: it holds a NaN or an infinity.
        ControlError: it is longer than a control call takes.
    """
    try:
        raw = orjson.dumps(body, default=_plain)
    except orjson.JSONEncodeError as error:
        raise TypeError(f"what is told to the mock server must be JSON: {error.__cause__ or error}") from None
    if b"null" in raw:  # what orjson writes for them
        _refuse_infinite(body, "")
    if len(raw) > BODY_LIMIT:
        raise ControlError(400, f"body: must have at most {BODY_LIMIT} bytes")
    return raw


def check_names(path: Mapping[str, Any]) -> None:
    """The parts of a control call's path, ids and names.

    Raises:
        TypeError: one is no text.
        ValueError: one is empty, or no text that can be sent.
    """
    for part, name in path.items():
        if not isinstance(name, str):
            raise TypeError(f"{part}: must be a text, not {name!r}")
        if not name:
            raise ValueError(f"{part}: must not be empty")
        try:
            name.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{part}: must not contain half a surrogate pair, which is no character") from None


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return str(value)
    if callable(value):
        name = getattr(value, "__name__", repr(value))
        raise TypeError(f"{name} is a function; call it: {name}()")
    raise TypeError(f"{value!r} is none of its values")


def _refuse_infinite(value: Any, place: str) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{place}: must be a finite number, not {value}")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_infinite(inner, join_place(place, key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _refuse_infinite(inner, f"{place}[{index}]")
