"""From a script's text, YAML or JSON, to plain data."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml


class NoScriptText(ValueError):
    """The text says nothing that can be read; the error's text says why, and where, in one line."""


class _EachOnce(yaml.SafeLoader):
    """Refuses a key that stands in a mapping twice, of which the last would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands there twice", key.start_mark)
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_script_text(text: str) -> Any:
    """Raises:
    NoScriptText: it is no YAML, a value in it is none, or it is nested without an end.
    """
    try:
        return yaml.load(text, Loader=_EachOnce)  # noqa: S506  # made of the safe loader
    except yaml.YAMLError as error:
        raise NoScriptText(_one_line(error)) from None
    except ValueError as error:  # a date that is none, a number of too many digits
        raise NoScriptText(f"a value cannot be read: {error}") from None


def _one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
    return f"{getattr(error, 'problem', None) or error}{place}".replace("\n", " ")
