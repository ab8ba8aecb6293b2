"""Fields that are required. Source: "Create an Order", Parameters; readings.md, "whiplash.required-fields"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.core.errors import Problem
from mockserver.core.operation import Checked
from mockserver.whiplash.schemas.fields import REQUIRED, RecordSchema
from mockserver.whiplash.schemas.validation import BodyValidator


class RequiringValidator(BodyValidator):
    """Refuses a body in which one of *required* is missing or blank; with ``partial`` only one that is there and blank.

    Where the sandbox's reading is lenient nothing is required.
    """

    def __init__(
        self, schema: type[RecordSchema], wrapper: str, required: Sequence[str], rule: str, *, partial: bool = False
    ) -> None:
        super().__init__(schema, wrapper)
        self._required = required
        self._rule = rule
        self._partial = partial

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
        checked = super().__call__(raw, readings)
        # Ambiguous: whiplash.required-fields
        if checked.rule is not None or readings["whiplash.required-fields"] == "lenient":
            return checked
        given, _ = self._named(self._unwrapped(raw))
        blank = [Problem(name, REQUIRED) for name in self._required if self._is_blank(given, name)]
        if not blank:
            return checked
        return replace(checked, invalid=[*blank, *checked.invalid], rule=None if checked.invalid else self._rule)

    def _is_blank(self, given: Mapping[str, Any], name: str) -> bool:
        if name not in given:
            return not self._partial
        value = given[name]
        return value is None or (isinstance(value, str) and not value.strip())
