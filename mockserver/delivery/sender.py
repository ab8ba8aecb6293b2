"""The real sender of webhook deliveries."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mockserver.core.delivery import Outcome
from mockserver.delivery.targets import Targets

TIMEOUT = 5.0
"""Seconds that a receiver has, from the connection to the answer's last byte."""


class BadAuthority(ValueError):
    """A file of certificate authorities that cannot be read, or holds none."""


class HttpSender:
    """POSTs deliveries. Follows no redirect, goes through no proxy, tries once.

    *allow* names what may be delivered to besides loopback, *authority* is a PEM file of further
    certificate authorities to trust.

    Raises, when made:
        BadTarget: *allow* holds what is neither a name nor an address nor a network.
        BadAuthority: *authority* cannot be read.
    """

    def __init__(
        self, *, timeout: float = TIMEOUT, allow: Sequence[str] = (), authority: str | Path | None = None
    ) -> None:
        if isinstance(timeout, bool) or not 0 < timeout <= 600:
            raise ValueError(f"a receiver's seconds must be more than 0 and at most 600, not {timeout!r}")
        self._timeout = timeout
        self._targets = Targets(allow)
        self._authority = None if authority is None else _read(Path(authority))
        self._tls: ssl.SSLContext | None = None
        self._making = threading.Lock()

    def permits(self, host: str) -> bool:
        """Whether *host* is one of those that were allowed by name or by address."""
        return self._targets.permits(host)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """POST once; what goes wrong is the outcome's error."""
        # Imported at the first delivery: a server that makes none starts without it.
        from mockserver.delivery.posting import post

        tls = self._trust() if url.lower().startswith("https:") else None
        started = time.perf_counter()
        outcome = post(url, headers, body, targets=self._targets, seconds=self._timeout, tls=tls)
        return replace(outcome, ms=(time.perf_counter() - started) * 1000)

    def _trust(self) -> ssl.SSLContext:
        """The machine's authorities and *authority*'s; made once, for it takes a while."""
        with self._making:
            if self._tls is None:
                self._tls = ssl.create_default_context()
                if self._authority is not None:
                    self._tls.load_verify_locations(cadata=self._authority)
            return self._tls


def _read(path: Path) -> str:
    try:
        text = path.read_text("ascii")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):  # an SSLError is an OSError, too
        raise BadAuthority(f"{path} holds no certificates in PEM") from None
    except OSError as error:
        raise BadAuthority(f"cannot read {path}: {error.strerror}") from None
    return text
