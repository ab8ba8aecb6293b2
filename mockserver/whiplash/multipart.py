"""Forms as ``multipart/form-data``, which PHP's curl makes of an array of fields, and others of fields with a file."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import cast

from mockserver.core.errors import MalformedRequest, Problem
from mockserver.core.storable import shown

TYPE = "multipart/form-data"


def multipart_pairs(content_type: str, raw: bytes, rule: str, notes: list[str]) -> Iterator[tuple[str, str]]:
    """The names and values of a form's fields in their order; files are passed over, and noted.

    Raises:
        MalformedRequest: it is not what its content type says, or a value is no UTF-8.
    """
    # A mail with attachments has the same form: what reads one reads the other.
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode("latin-1") + raw)
    if message.defects or not message.is_multipart():
        raise MalformedRequest(rule, [Problem("form", f"is no {TYPE} with the boundary that its Content-Type names")])
    for part in cast("list[Message]", message.get_payload()):
        name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(value, bytes):
            raise MalformedRequest(rule, [Problem("form", f"has a part that is no field of {TYPE}")])
        if part.get_filename() is not None:
            notes.append(f"form field {shown(name)} is a file: ignored")
            continue
        try:
            yield name, value.decode()
        except UnicodeDecodeError:
            raise MalformedRequest(rule, [Problem(shown(name), "is not UTF-8")]) from None
