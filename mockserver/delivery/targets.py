"""Where deliveries may go: this machine, and what the server was told to deliver to."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")


class BadTarget(ValueError):
    """What was given as a host to deliver to is neither a name nor an address nor a network."""


class RefusedTarget(Exception):
    """Nothing is delivered there; the text says why, and how to allow it."""


class Targets:
    """Loopback addresses, and *allow*: names, which may resolve to anything, addresses and networks.

    Raises, when made:
        BadTarget: an entry is none of these.
    """

    def __init__(self, allow: Sequence[str] = ()) -> None:
        if isinstance(allow, str):
            raise BadTarget(f"hosts to deliver to must be a list, not {allow!r}")
        self._names: set[str] = set()
        self._networks: list[Network] = []
        for entry in allow:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._names.add(_checked_name(entry))

    def permits(self, host: str) -> bool:
        """Whether *host* was named. A name is compared as it stands, without looking it up."""
        address = _address(host)
        return _plain(host) in self._names if address is None else self._is_allowed(address)

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of *host* that may be connected to, those of one answer of the resolver.

        Raises:
            RefusedTarget: there are none that are allowed.
            OSError: the host has no address.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError:  # raised before anybody is asked
            raise socket.gaierror("a part between its dots is empty or too long") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if _plain(host) in self._names:
            return addresses
        allowed = [address for address in addresses if self._may_go_to(ipaddress.ip_address(address))]
        if not allowed:
            what = f"{host} resolves to {', '.join(addresses)}, which" if _address(host) is None else host
            raise RefusedTarget(
                f"refused: {what} is neither loopback nor allowed; `mockserver serve --webhook-allow {host}` allows it"
            )
        return allowed

    def _may_go_to(self, address: Address) -> bool:
        return _unmapped(address).is_loopback or self._is_allowed(address)

    def _is_allowed(self, address: Address) -> bool:
        return any(_unmapped(address) in network for network in self._networks)


def _checked_name(entry: str) -> str:
    name = _plain(entry) if isinstance(entry, str) else ""
    # Digits and dots alone are an address that somebody got wrong, and a resolver may still take it for one.
    if not _NAME.fullmatch(name) or not re.search(r"[a-z_]", name):
        raise BadTarget(
            f"cannot deliver to {entry!r}: give a host's name, an address or a network in CIDR notation, "
            "like hooks.example, 10.1.2.3 or 10.0.0.0/8"
        )
    return name


def _plain(name: str) -> str:
    return name.lower().rstrip(".")


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _unmapped(address: Address) -> Address:
    """``::ffff:127.0.0.1`` is 127.0.0.1 in all but its spelling."""
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped
