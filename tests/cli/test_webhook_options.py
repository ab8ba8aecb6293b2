"""What ``mockserver serve`` and MockServer are told about webhooks."""

from __future__ import annotations

import signal
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import trustme
from click.testing import CliRunner

from client import Http
from mockserver.app import open_sandboxes
from mockserver.cli import main
from mockserver.delivery.sender import BadAuthority
from mockserver.delivery.targets import BadTarget
from mockserver.server import MockServer
from receiver import Receiver
from served import Served, asked_here, serve

WHAT_IS_A_TARGET = (
    "give a host's name, an address or a network in CIDR notation, like hooks.example, 10.1.2.3 or 10.0.0.0/8"
)
KEY = {"Authorization": "Bearer ww_live_" + "0" * 32}


def attempt_at(served: Served, url: str) -> dict[str, Any]:
    """The one attempt at a new endpoint's test event."""
    client, control = Http(served.url + "/partner/v1", KEY), Http(served.url + "/_mock/sandboxes/default")
    made = client.post("/webhooks", {"url": url, "events": ["webhook.test"]})
    assert made.status == 201, made
    assert client.post(f"/webhooks/{made.json['id']}/test").status == 200
    assert control.post("/webhooks/deliver").status == 200
    attempt: dict[str, Any] = control.get("/webhooks/deliveries").json["deliveries"][-1]["attempts"][0]
    client.close()
    control.close()
    return attempt


def test_an_authority_file_makes_https_receivers_trusted(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    receiver = Receiver(tls=context)
    url = receiver.url.replace("127.0.0.1", "localhost")
    with serve("--webhook-ca", str(file), "--frozen", "--profile", "empty") as served:
        assert attempt_at(served, url)["outcome"] == "delivered"
    receiver.close()


@pytest.mark.rule("warpware.deliveries.targets")
def test_the_environment_and_the_command_line_allow_targets() -> None:
    def statuses(url: str) -> list[int]:
        client = Http(url + "/partner/v1", KEY)
        targets = ("http://192.0.2.7:9/", "http://192.0.2.8/", "http://192.0.2.9/", "http://hooks.example/")
        told = [client.post("/webhooks", {"url": target, "events": ["order.held"]}).status for target in targets]
        client.close()
        return told

    plainly = ("--frozen", "--profile", "empty")
    environment = {"MOCKSERVER_WEBHOOK_ALLOW": "hooks.example 192.0.2.0/24"}
    assert asked_here(statuses, *plainly, environment=environment) == [201, 201, 201, 201]
    options = ("--webhook-allow", "192.0.2.8", "--webhook-allow", "192.0.2.7")
    assert asked_here(statuses, *plainly, *options) == [201, 201, 422, 422]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            ["--webhook-allow", "http://hooks.example"],
            f"mockserver: --webhook-allow: cannot deliver to 'http://hooks.example': {WHAT_IS_A_TARGET}\n",
        ),
        (
            ["--webhook-ca", "nowhere.pem"],
            "mockserver: --webhook-ca: cannot read nowhere.pem: No such file or directory\n",
        ),
    ],
)
def test_what_is_no_target_or_no_authority_is_one_line_and_exit_code_2(options: list[str], error: str) -> None:
    result = CliRunner().invoke(main, ["serve", *options])
    assert (result.exit_code, result.stderr) == (2, error)


def test_a_signal_ends_it_within_a_second_while_a_receiver_hangs(receiver: Receiver) -> None:
    with serve("--frozen", "--profile", "empty") as served:
        control = Http(served.url + "/_mock/sandboxes/default")
        client = Http(served.url + "/partner/v1", KEY)
        made = client.post("/webhooks", {"url": receiver.url, "events": ["webhook.test"]}).json
        with receiver.hang():
            client.post(f"/webhooks/{made['id']}/test")
            receiver.wait(1)
            asked = threading.Thread(target=_refused, args=(control,), daemon=True)
            asked.start()
            began = time.monotonic()
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(5) == 0
            assert time.monotonic() - began < 3
        asked.join(5)
        client.close()
        control.close()


def _refused(control: Http) -> None:
    """A call that blocks, and is cut off."""
    try:
        control.post("/webhooks/deliver")
    except Exception as error:  # noqa: BLE001  # whatever the client makes of a closed connection
        assert str(error)  # noqa: PT017  # likewise


def test_mockserver_takes_the_same_options() -> None:
    with pytest.raises(BadTarget):
        MockServer(webhook_allow=["a b"])
    with pytest.raises(BadAuthority):
        MockServer(webhook_ca="nowhere.pem")
    with pytest.raises(ValueError, match="must be more than 0 and at most 600"):
        MockServer(webhook_timeout=0)


@pytest.mark.parametrize("option", [{"webhook_timeout": 1}, {"webhook_allow": ["a.example"]}, {"webhook_ca": "a.pem"}])
def test_sandboxes_that_are_there_already_have_their_own_sender(option: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="are for a server that makes its own sandboxes"):
        MockServer(sandboxes=open_sandboxes(), **option)
