"""What is no HTTP/1.1: why, and what is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from mockserver.core.wire_plan import Reply

LONGEST_TARGET = 65535
"""Bytes of a request's target that the parser takes."""

_FIRST_LINE = re.compile(rb"[^ \r\n]+ ([^ \r\n]+)")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A request that the parser refused. ``target`` is what it asked for, as far as that is known, else empty."""

    target: str
    reason: str

    @classmethod
    def of(cls, error: httptools.HttpParserError, target: bytes, data: bytes) -> Unreadable:
        """*target* is what the parser told before *error*; *data* what it was given last."""
        known = target
        if not known and (found := _FIRST_LINE.match(data)):
            known = found[1]
        return cls(known.decode("latin-1"), _reason(error, target))


RenderUnreadable = Callable[[Unreadable], Reply]


def render_plainly(unreadable: Unreadable) -> Reply:
    """400 with ``{"error": "…"}``."""
    body = json.dumps({"error": unreadable.reason}).encode()
    return Reply(400, (("content-type", "application/json"), ("content-length", str(len(body)))), body)


def as_bytes(reply: Reply) -> bytes:
    """*reply* as the last one of its connection."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in (*reply.headers, ("connection", "close")))
    return STATUS_LINE[reply.status] + fields.encode("latin-1") + b"\r\n" + reply.body


def _reason(error: httptools.HttpParserError, target: bytes) -> str:
    if isinstance(error, httptools.HttpParserInvalidMethodError):
        return "The request's method is none that HTTP knows"
    if isinstance(error, httptools.HttpParserInvalidURLError):
        return "The request's path holds a character that must be percent-encoded"
    if len(target) > LONGEST_TARGET:
        return f"The request's path and query are longer than {LONGEST_TARGET} bytes"
    if isinstance(error, httptools.HttpParserCallbackError):
        return "The request's path cannot be read"
    text = str(error)
    return f"The request is no HTTP/1.1: {text[:1].lower()}{text[1:]}"
