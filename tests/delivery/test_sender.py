"""One POST over real sockets: answers of every kind, TLS, and the time that a receiver has."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from mockserver.core.delivery import Outcome
from mockserver.delivery.sender import BadAuthority, HttpSender
from receiver import Receiver

SOON = 0.25
"""Seconds that the receivers of these tests have."""


def post(url: str, **options: Any) -> Outcome:
    return HttpSender(**options).send(url, {"X-Test": "1"}, b"{}")


@contextlib.contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that reads a request and then does as it likes with the connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                # To its end: what is left unread at the close would make a reset of it.
                request = b""
                while not request.endswith(b"\r\n\r\n{}"):
                    request += connection.recv(65536)
                talk(connection)

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    listener.close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def authority_file(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


def secure(authority: trustme.CA, *names: str) -> Receiver:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return Receiver(tls=context)


def test_an_answer_is_told_with_headers_and_body(receiver: Receiver) -> None:
    receiver.answer_with(202, body=b"thanks", X_Receipt="7")
    outcome = post(receiver.url + "/a?b=c%20d")
    assert (outcome.status, outcome.body, outcome.headers["x-receipt"]) == (202, b"thanks", "7")
    assert (outcome.delivered, outcome.error) == (True, None)
    assert outcome.ms > 0
    assert receiver.events[0].path == "/hooks/a?b=c%20d"


def test_of_a_long_answer_the_beginning_is_kept(receiver: Receiver) -> None:
    receiver.answer_with(200, body=b"x" * 100_000)
    outcome = post(receiver.url)
    assert (outcome.delivered, len(outcome.body)) == (True, 8192)


@pytest.mark.parametrize(
    ("talk", "error"),
    [
        (lambda _: None, "the connection was closed without an answer"),
        (
            lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n"),
            "the answer cannot be read: SSH-2.0-OpenSSH",
        ),
        (
            lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
            "the answer cannot be read: IncompleteRead(4 bytes read, 5 more expected)",
        ),
    ],
)
def test_what_is_no_whole_answer_is_a_failure(talk: Callable[[socket.socket], None], error: str) -> None:
    with talking(talk) as url:
        outcome = post(url)
    assert (outcome.delivered, outcome.error) == (False, error)


def test_a_connection_that_is_reset_is_a_failure() -> None:
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    with talking(reset) as url:
        assert post(url).error == "the connection failed: Connection reset by peer"


@pytest.mark.rule("warpware.deliveries.success")
@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"])
def test_a_receiver_that_dribbles_has_its_seconds_in_all(start: bytes) -> None:
    over = threading.Event()

    def dribble(connection: socket.socket) -> None:
        connection.sendall(start)
        while not over.wait(0.05):
            connection.sendall(b"x")

    with talking(dribble) as url:
        began = time.perf_counter()
        outcome = post(url, timeout=SOON)
        took = time.perf_counter() - began
        over.set()
    assert (outcome.delivered, outcome.error) == (False, "timed out: no complete answer within 0.25 seconds")
    assert took < 3


@pytest.mark.parametrize("url", ["http://[::1", "https://", "http://127.0.0.1:1"])
def test_what_cannot_be_reached_is_a_failure_with_a_reason(url: str) -> None:
    outcome = post(url)
    assert outcome.status is None
    assert outcome.error


def test_a_name_without_an_address_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert post("http://nowhere.example/").error == "the host's name cannot be resolved: Name or service not known"


@pytest.mark.parametrize("host", [f"{'a' * 64}.example", "a..example", ".example"])
def test_a_name_that_can_be_none_is_a_failure_with_a_reason(host: str) -> None:
    what = "a part between its dots is empty or too long"
    assert post(f"http://{host}/").error == f"the host's name cannot be resolved: {what}"


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebinding name says loopback when it is checked and something else from then on."""
    real, asked = socket.getaddrinfo, []

    def getaddrinfo(host: str, port: int, *rest: Any, **more: Any) -> Any:
        if host != "rebinding.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert post(f"http://rebinding.example:{receiver.port}/").delivered
    assert receiver.events[0].headers["Host"] == f"rebinding.example:{receiver.port}"
    assert len(asked) == 1
    assert str(post(f"http://rebinding.example:{receiver.port}/").error).startswith(
        "refused: rebinding.example resolves"
    )


def test_of_several_addresses_one_that_answers_is_enough(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> Any:
        addresses = (host,) if host[0].isdigit() else ("192.0.2.1", "127.0.0.2", "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert post(f"http://dev.example:{receiver.port}/").delivered


def test_no_proxy_is_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert post(receiver.url).delivered


# TLS


def test_a_certificate_of_an_authority_that_was_added_is_trusted(authority: trustme.CA, authority_file: Path) -> None:
    receiver = secure(authority, "localhost", "127.0.0.1")
    sender = HttpSender(authority=authority_file)
    for url in (receiver.url, receiver.url.replace("127.0.0.1", "localhost")):
        assert sender.send(url, {}, b"{}") == Outcome(200, {}, b"") or sender.send(url, {}, b"{}").delivered
    receiver.close()


@pytest.mark.rule("warpware.deliveries.failure")
def test_a_certificate_of_another_authority_is_not(authority: trustme.CA) -> None:
    receiver = secure(authority, "127.0.0.1")
    outcome = post(receiver.url)
    assert str(outcome.error).startswith("the certificate is not trusted: ")
    assert receiver.events == []
    receiver.close()


@pytest.mark.rule("warpware.deliveries.failure")
def test_a_certificate_of_another_name_is_not(authority: trustme.CA, authority_file: Path) -> None:
    receiver = secure(authority, "other.example")
    outcome = post(receiver.url, authority=authority_file)
    assert str(outcome.error).startswith("the certificate is not trusted: ")
    receiver.close()


def test_https_to_a_receiver_of_plain_http_is_a_failure(receiver: Receiver) -> None:
    outcome = post(receiver.url.replace("http:", "https:"), timeout=2)
    assert str(outcome.error).startswith(("TLS failed: ", "timed out: ", "the connection"))
    assert receiver.events == []


@pytest.mark.parametrize("content", [b"", b"no certificates", b"\xff\xfe"])
def test_a_file_without_certificates_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "authority.pem"
    file.write_bytes(content)
    with pytest.raises(BadAuthority, match=r"authority\.pem holds no certificates in PEM"):
        HttpSender(authority=file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAuthority, match=r"cannot read .*nothing\.pem: No such file or directory"):
        HttpSender(authority=tmp_path / "nothing.pem")


@pytest.mark.parametrize("seconds", [0, -1, 601, float("nan"), True])
def test_a_receivers_seconds_have_bounds(seconds: float) -> None:
    with pytest.raises(ValueError, match="must be more than 0 and at most 600"):
        HttpSender(timeout=seconds)
