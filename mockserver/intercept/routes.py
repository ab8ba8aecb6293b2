"""Where the vendors' hosts lead at this moment."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

PORTS = (80, 443)
"""The ports that a vendor's url means, by ``http://`` and by ``https://``."""

COVERED = "http.client, urllib.request, urllib3, requests, httpx and aiohttp"


class LeavesTheMachine(RuntimeError):
    """A call would have gone to a vendor's real host.

    No OSError: a client would take it for a failure of the network, and try again.
    """


class Address(NamedTuple):
    """Where a mock listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Route:
    """What one interception asks for: ``served`` hosts lead to ``address``, ``guarded`` ones and those below them
    nowhere else.

    Without an address nothing is served; ``advice`` is then what the caller of a guarded host reads.
    """

    address: Address | None
    served: Mapping[str, str]
    guarded: frozenset[str]
    advice: str = ""

    def guards(self, name: str) -> bool:
        return any(name == host or name.endswith(f".{host}") for host in self.guarded)


_lock = threading.RLock()
_routes: tuple[Route, ...] = ()  # replaced as a whole, so that it is read without the lock


def in_force() -> tuple[Route, ...]:
    """Every route, the outermost interception's first."""
    return _routes


def push(route: Route) -> None:
    global _routes  # noqa: PLW0603  # what a host leads to is one fact of the process
    with _lock:
        _routes = (*_routes, route)


def remove(route: Route) -> None:
    """Take away the innermost route that is this one; others may have come and stay.

    Raises:
        ValueError: it is not there.
    """
    global _routes  # noqa: PLW0603  # as above
    with _lock:
        places = [index for index, known in enumerate(_routes) if known is route]
        if not places:
            raise ValueError("this interception has not been started, or has been stopped as often")
        _routes = _routes[: places[-1]] + _routes[places[-1] + 1 :]


def address_of(host: object, port: object = None) -> Address | None:
    """Where a client that wants *host* must connect; None: where it says.

    Raises:
        LeavesTheMachine: the host is a vendor's, and what is asked of it is not served.
    """
    name = _name(host)
    routes = _routes
    if not any(route.guards(name) for route in routes):
        return None
    for route in reversed(routes):
        if name in route.served:
            if port is not None and port not in PORTS:
                raise LeavesTheMachine(
                    f"the call to {name}:{port} was stopped, for it would have left this machine: "
                    f"interception leads the ports 80 and 443 of {name} to {route.address}; call one of these"
                )
            return route.address
    raise LeavesTheMachine(
        f"the call to {name} was stopped, for it would have left this machine: {_missing(routes, name)}"
    )


def refuse(host: object, client: str) -> None:
    """Stop *client*, which looks up *host* or connects to it by itself.

    Raises:
        LeavesTheMachine: the host is a vendor's.
    """
    name = _name(host)
    for route in reversed(_routes):
        if route.guards(name):
            at = route.served.get(name)
            way = f"give {client} the mock's own url, {at}" if at else _missing((route,), name)
            raise LeavesTheMachine(
                f"{client} was stopped on its way to {name}, for it would have left this machine: "
                f"interception covers {COVERED}; {way}"
            )


def refuse_through_proxy(host: object, port: object, client: str) -> None:
    """Stop *client*, which asks a proxy for *host*, or for the mock, where a call to a vendor was led before.

    Raises:
        LeavesTheMachine: it does.
    """
    name, routes = _name(host), _routes
    to_mock = any(route.address == (name, port) for route in routes)
    if to_mock or any(route.guards(name) for route in routes):
        raise LeavesTheMachine(
            f"{client} was stopped before it asked a proxy for {'the mock' if to_mock else name}, "
            "for the call would have left this machine: "
            "interception passes by the proxies that urllib3, requests, httpx and aiohttp know of, and by no other; "
            "call without this one"
        )


def _missing(routes: tuple[Route, ...], name: str) -> str:
    """Why nothing answers for a guarded host, and what to do."""
    for route in reversed(routes):
        if route.address is not None:
            known = ", ".join(sorted(route.served)) or "none"
            return f"the mock at {route.address} does not serve {name}; it serves {known}"
    return routes[-1].advice


def _name(host: object) -> str:
    if isinstance(host, bytes | bytearray):
        host = bytes(host).decode("ascii", "replace")
    if not isinstance(host, str):
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")  # as the socket module does
        except UnicodeError:
            return ""
    return host.rstrip(".").lower()
