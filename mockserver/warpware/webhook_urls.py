"""Which urls a webhook endpoint may have. Source: "Webhooks"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from mockserver.core.errors import InvalidValue, Problem
from mockserver.core.hosts import is_loopback
from mockserver.core.storable import is_storable_text
from mockserver.warpware.state import WarpWareState

_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\\s]")


def refuse_url(state: WarpWareState, body: Mapping[str, Any]) -> InvalidValue | None:
    """What is wrong with the url of a registration, as it came; None where it may be delivered to.

    A url that is missing, blank, no string or not storable is the schema's to refuse.
    """
    url = body.get("url")
    if not isinstance(url, str) or not url.strip() or not is_storable_text(url):
        return None
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https"):
        what = "must be an absolute HTTPS URL with a host, like https://your-system.example/webhooks/warpware"
        return InvalidValue("warpware.webhooks.url", [Problem("url", what)])
    if parts.scheme == "https":
        return None
    host = parts.hostname or ""
    # Ambiguous: warpware.webhook-http
    if state.readings["warpware.webhook-http"] == "never":
        return InvalidValue("warpware.webhooks.http-never", [Problem("url", "must be HTTPS")])
    if not (is_loopback(host) or state.webhooks.permits(host)):
        what = (
            f"must be HTTPS; http goes to loopback only, and to what the mock server was allowed "
            f"(mockserver serve --webhook-allow {host})"
        )
        return InvalidValue("warpware.webhooks.https-only", [Problem("url", what)])
    return None


def _split(url: str) -> SplitResult | None:
    """An absolute URL's parts; None where it has no host, or holds what no URL can."""
    if _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # brackets that do not match, a port that is none
        return None
    return parts if usable else None
