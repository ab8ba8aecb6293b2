"""Answers against the document's examples (``fixtures/examples/whiplash``): keys in their order, kinds of values."""

from __future__ import annotations

import json
import re
from typing import Any

from mockserver.core import resources

DECIMAL = re.compile(r"-?\d+\.\d+")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def example(operation: str) -> Any:
    return json.loads(resources.fixtures("examples", "whiplash", f"{operation}.json").read_text())["response"]["body"]


def kind(value: Any) -> str:
    """What a JSON value is, a text by its form."""
    if isinstance(value, str):
        forms = {"decimal": DECIMAL, "date": DATE, "day": DAY}
        return next((name for name, form in forms.items() if form.fullmatch(value)), "text")
    return type(value).__name__


def differences(told: Any, shown: Any, place: str = "") -> list[str]:
    """Keys in their order and kinds of values, wherever both sides have one that is not null or empty."""
    if isinstance(told, dict) and isinstance(shown, dict):
        if list(told) != list(shown):
            return [f"{place}: {sorted(set(told) ^ set(shown)) or 'another order'}"]
        return [line for key in told for line in differences(told[key], shown[key], f"{place}.{key}")]
    if isinstance(told, list) and isinstance(shown, list):
        return [line for one in told[:1] for other in shown for line in differences(one, other, f"{place}[]")]
    if None in (told, shown) or "" in (told, shown):
        return []
    return [] if kind(told) == kind(shown) else [f"{place}: {kind(told)} {told!r}, but {kind(shown)} {shown!r}"]


def lacking(told: Any, shown: Any, place: str = "") -> list[str]:
    """Where the example has a value and what is shown has null, or an empty list."""
    if isinstance(told, dict) and isinstance(shown, dict):
        return [line for key in told if key in shown for line in lacking(told[key], shown[key], f"{place}.{key}")]
    if isinstance(told, list) and isinstance(shown, list):
        if told and not shown:
            return [f"{place}: empty"]
        return [line for one in told[:1] for other in shown for line in lacking(one, other, f"{place}[]")]
    return [f"{place}: null"] if told is not None and shown is None else []
