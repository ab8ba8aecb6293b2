"""Where deliveries may go."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from mockserver.delivery.targets import BadTarget, RefusedTarget, Targets


def answering(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """A resolver that knows one name, and says *addresses*, one after the other, each time it is asked."""
    answers = list(addresses)

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.rule("warpware.deliveries.targets")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_always_open(host: str) -> None:
    assert Targets().resolve(host, 80)


@pytest.mark.rule("warpware.deliveries.targets")
@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0", "10.0.0.1", "169.254.169.254", "2001:db8::1", "::"])
def test_everything_else_is_refused(host: str) -> None:
    with pytest.raises(RefusedTarget, match=f"{host} is neither loopback nor allowed; .*--webhook-allow {host}"):
        Targets().resolve(host, 80)


@pytest.mark.parametrize(
    ("allow", "host"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.0/24", "192.0.2.200"),
        ("192.0.2.77/24", "192.0.2.200"),
        ("2001:db8::/32", "2001:db8::1"),
        ("192.0.2.0/24", "::ffff:192.0.2.1"),
    ],
)
def test_addresses_and_networks_can_be_allowed(allow: str, host: str) -> None:
    targets = Targets([allow])
    assert targets.resolve(host, 80) == [host]
    assert targets.permits(host)
    assert not targets.permits("198.51.100.1")


def test_a_name_that_is_allowed_may_have_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "192.0.2.1")
    assert Targets(["Hooks.Example"]).resolve("hooks.example", 80) == ["192.0.2.1"]
    with pytest.raises(RefusedTarget, match=r"other\.example resolves to 192\.0\.2\.1, which is neither"):
        Targets(["hooks.example"]).resolve("other.example", 80)


def test_a_name_that_resolves_to_loopback_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "127.0.0.1")
    assert Targets().resolve("dev.example", 80) == ["127.0.0.1"]
    assert not Targets().permits("dev.example")


@pytest.mark.parametrize(
    "entry", ["", "http://hooks.example", "hooks.example:80", "10.0.0.0/33", "a b", "*.example", "1.2.3", "127.1", None]
)
def test_what_is_no_host_is_refused(entry: Any) -> None:
    with pytest.raises(BadTarget, match="give a host's name, an address or a network in CIDR notation"):
        Targets([entry])


def test_a_lone_text_is_no_list_of_hosts() -> None:
    with pytest.raises(BadTarget, match="must be a list, not 'localhost'"):
        Targets("localhost")
