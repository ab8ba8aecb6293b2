"""Routing on the path as it came, so that an encoded slash stays inside its segment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from werkzeug.routing import BaseConverter, Map

_TEMPLATE = re.compile(r"\{(\w+)\}")


class SegmentConverter(BaseConverter):
    """One path segment, percent-decoded only after the path was split.

    *reserved* are the segments that are paths of their own here: ``/orders/stats`` is no order id,
    whichever the method.
    """

    regex = "[^/]+"

    def __init__(self, map: Map, *reserved: str) -> None:
        super().__init__(map)
        if reserved:
            self.regex = f"(?!(?:{'|'.join(reserved)})$)[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("%2F", "/").replace("%25", "%") if "%" in value else value

    def to_url(self, value: Any) -> str:
        return str(value).replace("%", "%25").replace("/", "%2F")


def flask_rule(prefix: str, template: str, templates: Iterable[str] = ()) -> str:
    """``/orders/{order_id}`` as a Flask rule below *prefix*, beside the other *templates* there."""
    segments = template.split("/")
    rule = list(segments)
    for index, segment in enumerate(segments):
        if match := _TEMPLATE.fullmatch(segment):
            reserved = ", ".join(f"'{word}'" for word in sorted(_siblings(segments, index, templates)))
            rule[index] = f"<segment({reserved}):{match[1]}>" if reserved else f"<segment:{match[1]}>"
    return prefix + "/".join(rule)


def _siblings(segments: list[str], index: int, templates: Iterable[str]) -> set[str]:
    """The words that other templates, the same but for this place, have there."""
    before, after = segments[:index], segments[index + 1 :]
    others = [other for other in (template.split("/") for template in templates) if len(other) == len(segments)]
    words = {other[index] for other in others if (other[:index], other[index + 1 :]) == (before, after)}
    return {word for word in words if not _TEMPLATE.fullmatch(word)}


def raw_path(environ: Mapping[str, Any]) -> str:
    """The request's path, still percent-encoded, without the query."""
    target: str = environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ["PATH_INFO"]
    path = target.partition("?")[0]
    if path.startswith(("http://", "https://")):  # absolute form, as sent to a proxy
        path = "/" + path.split("/", 3)[3] if path.count("/") >= 3 else "/"
    return path


def is_below(path: str, prefix: str) -> bool:
    """Whether *path* is *prefix* or continues it by whole segments."""
    return path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/")


def routing_path(raw: str) -> str:
    """*raw* decoded, except that a slash or per cent sign inside a segment stays encoded.

    So does a slash that doubles the first one, which Werkzeug would pass over.
    """
    if raw.startswith("//"):
        raw = "/%2F" + raw[2:]
    if "%" not in raw:
        return raw
    return "/".join(_decoded(segment).replace("%", "%25").replace("/", "%2F") for segment in raw.split("/"))


def _decoded(segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        # Not text at all, so it names nothing: no stored text holds NUL.
        return f"\0{segment}"
