"""The context manager that users hold."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from types import TracebackType
from urllib.parse import urlsplit

from mockserver.intercept import (
    aiohttp_connector,
    http_client,
    httpcore_pools,
    routes,
    sockets,
    socks_proxies,
    urllib3_connections,
    uvloop_loops,
)
from mockserver.intercept.arrivals import Arrivals
from mockserver.intercept.patches import Patches

REAL_HOSTS = ("warpware.io", "whiplashmerch.com")
"""What no test must reach, with all that is below it, whether or not its mock serves it."""

_SEAMS = {
    "socket": sockets.cover,
    "uvloop": uvloop_loops.cover,
    "http.client": http_client.cover,
    "urllib3.connection": urllib3_connections.cover,
    "httpcore": httpcore_pools.cover,
    "aiohttp": aiohttp_connector.cover,
    "socks": socks_proxies.cover_pysocks,
    **dict.fromkeys(socks_proxies.PYTHON_SOCKS, socks_proxies.cover_python_socks),
}

_lock = threading.RLock()
_installed: list[tuple[Arrivals, Patches]] = []


class Interception:
    """Leads hosts to a mock for as long as it is entered, in every thread and event loop of this process.

    It may be entered again while it is entered; of several that serve a host, the one that was entered last
    wins. Whatever was replaced is put back when the last one ends, and connections that lead to a mock end with it.
    """

    def __init__(
        self, base_url: str | None, served: Mapping[str, str], guarded: tuple[str, ...] = REAL_HOSTS, advice: str = ""
    ) -> None:
        """*base_url* is where the mock listens, *served* has a vendor's host (``https://api.warpware.io``) and
        the url that stands for it at the mock. Calls to *guarded* hosts, and to hosts below them, that are not
        served are stopped. Without a mock, None, all are, and *advice* says what to do about it.

        Raises:
            ValueError: *base_url* is no ``http://host:port``.
        """
        names = {_host(url): at for url, at in served.items()}
        address = None if base_url is None else _address(base_url)
        self._route = routes.Route(address, names, frozenset(names) | {_host(url) for url in guarded}, advice)
        self._ahead = False

    def __repr__(self) -> str:
        return (
            f"<Interception of {', '.join(sorted(self._route.served)) or 'nothing'} by {self._route.address or 'none'}>"
        )

    def __enter__(self) -> Interception:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def in_force(self) -> bool:
        return any(route is self._route for route in routes.in_force())

    def begin(self) -> None:
        """Begin before the ``with`` block or the start, if there is any, that takes this over."""
        with _lock:
            self.start()
            self._ahead = True

    def end(self) -> None:
        """End what was begun or started and is not stopped yet."""
        with _lock:
            while self.in_force:
                self.stop()

    def start(self) -> None:
        """Begin; each start needs its stop."""
        with _lock:
            if self._ahead:
                self._ahead = False
                return
            routes.push(self._route)
            if not _installed:
                _install()

    def stop(self) -> None:
        """End what the last start began.

        Raises:
            ValueError: it was not started.
        """
        with _lock:
            routes.remove(self._route)
            self._ahead = False
            http_client.part()
            if not routes.in_force():
                arrivals, patches = _installed.pop()
                arrivals.stop()
                patches.restore()


def _install() -> None:
    patches = Patches()
    arrivals = Arrivals({name: partial(cover, patches) for name, cover in _SEAMS.items()})
    _installed.append((arrivals, patches))
    arrivals.start()


def _host(url: str) -> str:
    return urlsplit(url).hostname or url.lower()


def _address(base_url: str) -> routes.Address:
    parts = urlsplit(base_url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"interception leads to a mock at http://host:port, not to {base_url!r}")
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # where one listens is not where one connects
    return routes.Address(anywhere.get(parts.hostname, parts.hostname), parts.port or 80)
