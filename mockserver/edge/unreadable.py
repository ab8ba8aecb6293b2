"""The answer to what is no HTTP at all, in the shape of the vendor that it was meant for."""

from __future__ import annotations

import email.utils
from collections.abc import Sequence

import orjson

from mockserver.core.clock import Clock
from mockserver.core.errors import MalformedRequest, Problem
from mockserver.core.operation import Vendor
from mockserver.core.wire_plan import Reply
from mockserver.edge.paths import is_below, raw_path


def unreadable_reply(vendors: Sequence[Vendor], target: str, reason: str) -> Reply:
    """400 in the shape of the vendor whose prefix *target* has, else ``{"error": …}``.

    No key was read, so no sandbox's clock dates it and no journal has it.
    """
    path = raw_path({"REQUEST_URI": target or "/"})
    headers = {"content-type": "application/json"}
    content: object = {"error": reason}
    for vendor in vendors:
        if is_below(path, vendor.prefix):
            answer = vendor.refuse(MalformedRequest(vendor.rules.unreadable, [Problem("", reason)]))
            content = answer.body
            headers |= {
                "content-type": vendor.content_type,
                **vendor.headers,
                **answer.headers,
                "x-mock-rule": vendor.rules.unreadable,
            }
    body = orjson.dumps(content)
    date = email.utils.format_datetime(Clock().now().replace(microsecond=0), usegmt=True)
    return Reply(400, tuple({**headers, "content-length": str(len(body)), "date": date}.items()), body)
