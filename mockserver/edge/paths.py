"""Routing on the path as it came, so that an encoded slash stays inside its segment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from werkzeug.routing import BaseConverter

_TEMPLATE = re.compile(r"\{(\w+)\}")


class SegmentConverter(BaseConverter):
    """One path segment, percent-decoded only after the path was split."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("%2F", "/").replace("%25", "%") if "%" in value else value

    def to_url(self, value: Any) -> str:
        return str(value).replace("%", "%25").replace("/", "%2F")


def flask_rule(prefix: str, template: str) -> str:
    """``/orders/{order_id}`` as a Flask rule below *prefix*."""
    return prefix + _TEMPLATE.sub(r"<segment:\1>", template)


def raw_path(environ: Mapping[str, Any]) -> str:
    """The request's path, still percent-encoded, without the query."""
    target: str = environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ["PATH_INFO"]
    path = target.partition("?")[0]
    if path.startswith(("http://", "https://")):  # absolute form, as sent to a proxy
        path = "/" + path.split("/", 3)[3] if path.count("/") >= 3 else "/"
    return path


def routing_path(raw: str) -> str:
    """*raw* decoded, except that a slash or per cent sign inside a segment stays encoded."""
    if "%" not in raw:
        return raw
    segments = (unquote(segment).replace("%", "%25").replace("/", "%2F") for segment in raw.split("/"))
    return "/".join(segments)
