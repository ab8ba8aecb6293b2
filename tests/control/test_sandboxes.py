"""Making, listing, looking at, replacing and dropping sandboxes by the control API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client import Http, Reply, order_body
from mockserver.server import MockServer

Make = Callable[..., dict[str, Any]]

UNKNOWN = "feedfeedfeedfeed"
BUCKET = {"burst": 200, "refill": 2, "interval": 10}
LIMITS = {"warpware": {"requests": 200, "walter": 10, "window": 60}, "whiplash": BUCKET}


@pytest.fixture
def make(control: Http) -> Iterator[Make]:
    """Makes a sandbox of the given options, which is dropped at the end."""
    made: list[str] = []

    def make(**options: object) -> dict[str, Any]:
        reply = control.post("/sandboxes", options)
        assert reply.status == 201, reply
        made.append(reply.json["id"])
        sandbox: dict[str, Any] = reply.json
        return sandbox

    yield make
    for sandbox_id in made:
        control.delete(f"/sandboxes/{sandbox_id}")


@pytest.fixture
def own() -> Iterator[Http]:
    """The control API of a server of the test's own, whose default sandbox it may spoil."""
    with MockServer() as server:
        client = Http(server.url + "/_mock")
        yield client
        client.close()


def calling(sandbox: dict[str, Any], role: str = "read_write") -> Http:
    return Http(sandbox["urls"]["warpware"], {"Authorization": f"Bearer {sandbox['keys']['warpware'][role]}"})


def test_a_sandbox_without_options_is_made_as_the_server_was_started(make: Make) -> None:
    made = make()
    assert re.fullmatch(r"[0-9a-f]{16}", made["id"])
    assert (made["seed"], made["profile"], made["frozen"], made["limits"]) == (42, "empty", False, LIMITS)


def test_no_body_at_all_means_no_options(control: Http) -> None:
    reply = control.request("POST", "/sandboxes")
    assert (reply.status, reply.json["seed"]) == (201, 42)
    control.delete(f"/sandboxes/{reply.json['id']}")


def test_a_sandbox_is_answered_with_the_options_that_it_was_made_with(make: Make) -> None:
    made = make(
        seed=7,
        profile="demo",
        now="2026-02-27T10:00:00Z",
        frozen=True,
        readings={"warpware.envelope": "always"},
        limits={"warpware": {"requests": 5, "window": 10}},
    )
    assert made["seed"] == 7
    assert made["profile"] == "demo"
    assert made["now"] == "2026-02-27T10:00:00Z"
    assert made["frozen"] is True
    assert made["readings"]["warpware.envelope"] == "always"
    assert made["readings"]["warpware.cancel-from"] == "unshipped"
    assert made["limits"] == {"warpware": {"requests": 5, "walter": 10, "window": 10}, "whiplash": BUCKET}


def test_a_sandbox_has_a_key_for_each_role_made_from_its_id(make: Make) -> None:
    made = make()
    assert made["keys"]["warpware"] == {
        "read_write": f"ww_live_{made['id']}0000000000000000",
        "read_only": f"ww_live_{made['id']}0000000000000001",
        "write_only": f"ww_live_{made['id']}0000000000000002",
        "revoked": f"ww_live_{made['id']}0000000000000003",
    }
    assert made["keys"]["whiplash"] == {"read_write": f"{made['id']}0000", "revoked": f"{made['id']}0003"}


@pytest.mark.parametrize(
    ("role", "reading", "writing"),
    [("read_write", 200, 201), ("read_only", 200, 403), ("write_only", 403, 403), ("revoked", 401, 401)],
)
def test_the_keys_open_the_sandbox_by_their_roles(make: Make, role: str, reading: int, writing: int) -> None:
    client = calling(make(), role)
    assert (client.get("/orders").status, client.post("/orders", order_body()).status) == (reading, writing)
    client.close()


def test_two_sandboxes_share_no_records(make: Make) -> None:
    one, other = calling(make()), calling(make())
    assert one.post("/orders", order_body("ORDER-1")).status == 201
    assert [client.get("/orders").meta["total"] for client in (one, other)] == [1, 0]
    one.close()
    other.close()


@pytest.mark.parametrize("host", ["mock.example:8443", "localhost", "127.0.0.1:9", "mock_server:8080"])
def test_the_urls_name_the_host_that_the_caller_used(control: Http, host: str) -> None:
    # The last one as Docker Compose names containers.
    reply = control.get("/sandboxes/default", headers={"Host": host})
    assert reply.json["urls"] == {"warpware": f"http://{host}/partner/v1", "whiplash": f"http://{host}/api"}


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-02-27", "2026-02-27T00:00:00Z"),
        ("2026-02-27T10:00:00", "2026-02-27T10:00:00Z"),
        ("2026-02-27T10:00:00+02:00", "2026-02-27T08:00:00Z"),
        ("2026-02-27T10:00:00.900Z", "2026-02-27T10:00:00Z"),
        ("1970-01-01", "1970-01-01T00:00:00Z"),
        ("9990-01-01", "9990-01-01T00:00:00Z"),
    ],
)
def test_now_is_a_date_or_an_instant_in_utc_where_it_names_no_zone(make: Make, now: str, begins: str) -> None:
    assert make(now=now, frozen=True)["now"] == begins


@pytest.mark.parametrize(
    ("limits", "answered"),
    [
        (True, LIMITS),
        (False, {"warpware": False, "whiplash": False}),
        ({}, LIMITS),
        ({"warpware": True}, LIMITS),
        ({"warpware": False}, {**LIMITS, "warpware": False}),
        ({"warpware": {}}, LIMITS),
        ({"warpware": {"requests": 3}}, {**LIMITS, "warpware": {"requests": 3, "walter": 10, "window": 60}}),
        ({"warpware": {"window": 5}}, {**LIMITS, "warpware": {"requests": 200, "walter": 10, "window": 5}}),
        ({"warpware": {"walter": 3}}, {**LIMITS, "warpware": {"requests": 200, "walter": 3, "window": 60}}),
        ({"whiplash": False}, {**LIMITS, "whiplash": False}),
        ({"whiplash": {"burst": 3}}, {**LIMITS, "whiplash": {"burst": 3, "refill": 2, "interval": 10}}),
        ({"whiplash": {"refill": 3}}, {**LIMITS, "whiplash": {"burst": 200, "refill": 3, "interval": 10}}),
        ({"whiplash": {"interval": 3}}, {**LIMITS, "whiplash": {"burst": 200, "refill": 2, "interval": 3}}),
    ],
    ids=str,
)
def test_what_limits_leave_out_keeps_the_vendors_value(make: Make, limits: object, answered: object) -> None:
    assert make(limits=limits)["limits"] == answered


@pytest.mark.parametrize(
    ("autopilot", "answered"),
    [
        (True, {"enabled": True, "speed": 60, "failure_rate": 0.05}),
        (False, False),
        ({}, {"enabled": True, "speed": 60, "failure_rate": 0.05}),
        ({"enabled": True}, {"enabled": True, "speed": 60, "failure_rate": 0.05}),
        ({"enabled": False, "speed": 5}, False),
        ({"speed": 3600}, {"enabled": True, "speed": 3600, "failure_rate": 0.05}),
        ({"speed": 0.5, "failure_rate": 0}, {"enabled": True, "speed": 0.5, "failure_rate": 0}),
    ],
    ids=str,
)
def test_what_an_autopilot_leaves_out_has_the_usual_value(make: Make, autopilot: object, answered: object) -> None:
    assert make(autopilot=autopilot)["autopilot"] == answered


def test_the_autopilot_is_off_unless_asked_for(make: Make) -> None:
    assert make()["autopilot"] is False


def test_the_autopilot_that_is_answered_can_be_asked_for_again(make: Make, control: Http) -> None:
    made = make(autopilot={"speed": 7, "failure_rate": 0.5})
    path = f"/sandboxes/{made['id']}"
    replaced = control.put(path, {"autopilot": made["autopilot"]}).json
    assert replaced["autopilot"] == control.get(path).json["autopilot"] == made["autopilot"]


def test_a_reset_keeps_the_autopilot_and_a_put_without_it_ends_it(make: Make, control: Http) -> None:
    made = make(autopilot=True, profile="demo", frozen=True)
    path = f"/sandboxes/{made['id']}"
    assert control.post(f"{path}/reset").json["autopilot"] == made["autopilot"]
    effects = control.post(f"{path}/clock/advance", {"seconds": 3600}).json["effects"]
    assert {effect["what"] for effect in effects} == {"order.moved"}
    assert set(effects[0]) == {"at", "what", "order_id", "external_id", "from", "to"}
    assert control.put(path, {"profile": "demo", "frozen": True}).json["autopilot"] is False
    assert control.post(f"{path}/clock/advance", {"seconds": 3600}).json["effects"] == []


def test_chosen_limits_hold(make: Make) -> None:
    client = calling(make(limits={"warpware": {"requests": 2}}))
    assert [client.get("/version").status for _ in range(3)] == [200, 200, 429]
    client.close()


def test_without_limits_nothing_is_refused_as_too_much(make: Make) -> None:
    client = calling(make(limits=False))
    assert {client.get("/version").status for _ in range(201)} == {200}
    client.close()


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", None])
def test_a_body_may_come_with_any_content_type(control: Http, content_type: str | None) -> None:
    # The first is what `curl -d '{"seed": 7}'` sends.
    reply = control.request("POST", "/sandboxes", body=b'{"seed": 7}', headers={"Content-Type": content_type})
    assert (reply.status, reply.json["seed"]) == (201, 7)
    control.delete(f"/sandboxes/{reply.json['id']}")


def test_the_list_has_every_sandbox_as_it_is_looked_at_alone(make: Make, control: Http) -> None:
    made = [make(seed=seed, now="2026-02-27", frozen=True) for seed in (1, 2)]
    listed = control.get("/sandboxes").json["sandboxes"]
    assert [sandbox for sandbox in listed if sandbox["id"] in (made[0]["id"], made[1]["id"])] == made
    assert control.get(f"/sandboxes/{made[0]['id']}").json == made[0]


def test_default_is_the_sandbox_of_sixteen_zeros(control: Http) -> None:
    named, numbered = control.get("/sandboxes/default"), control.get("/sandboxes/0000000000000000")
    assert named.json["id"] == numbered.json["id"] == "0000000000000000"
    assert named.json["keys"]["warpware"]["read_write"] == "ww_live_00000000000000000000000000000000"


def test_put_makes_a_sandbox_under_the_id_that_it_names(control: Http) -> None:
    made = control.put("/sandboxes/00c0ffee00c0ffee", {"seed": 7})
    assert (made.status, made.json["id"], made.json["seed"]) == (200, "00c0ffee00c0ffee", 7)
    assert control.get("/sandboxes/00c0ffee00c0ffee").status == 200
    control.delete("/sandboxes/00c0ffee00c0ffee")


def test_put_replaces_the_sandbox_that_has_the_id(make: Make, control: Http) -> None:
    made = make(seed=1, readings={"warpware.envelope": "always"})
    client = calling(made)
    client.post("/orders", order_body())
    replaced = control.put(f"/sandboxes/{made['id']}", {"seed": 2}).json
    assert (replaced["seed"], replaced["readings"]["warpware.envelope"]) == (2, "as-shown")
    assert replaced["keys"] == made["keys"]
    assert client.get("/orders").meta["total"] == 0
    client.close()


def test_put_replaces_the_default_sandbox(own: Http) -> None:
    replaced = own.put("/sandboxes/default", {"profile": "demo", "seed": 7})
    assert (replaced.status, replaced.json["id"]) == (200, "0000000000000000")
    client = calling(replaced.json)
    assert client.get("/orders").meta["total"] == 120
    client.close()


def test_a_put_that_is_refused_leaves_the_sandbox_as_it_was(make: Make, control: Http) -> None:
    made = make(seed=1, now="2026-02-27", frozen=True)
    assert control.put(f"/sandboxes/{made['id']}", {"profile": "nope"}).status == 400
    assert control.get(f"/sandboxes/{made['id']}").json == made


@pytest.mark.parametrize("bad", ["xyz", "00C0FFEE00C0FFEE", "0" * 15, "0" * 17, "00c0ffee00c0ffee%0A"])
def test_put_refuses_an_id_that_is_not_16_lower_case_hex_digits(control: Http, bad: str) -> None:
    reply = control.put(f"/sandboxes/{bad}", {})
    assert reply.status == 400
    assert reply.json["error"].startswith("a sandbox's id is 16 lower-case hex digits or 'default', not ")


def test_a_dropped_sandbox_is_gone_and_its_keys_are_unknown(make: Make, control: Http) -> None:
    made = make()
    client = calling(made)
    assert client.get("/version").status == 200
    assert control.delete(f"/sandboxes/{made['id']}").json == {"id": made["id"], "dropped": True}
    assert client.get("/version").status == 401
    assert control.get(f"/sandboxes/{made['id']}").status == 404
    assert made["id"] not in [sandbox["id"] for sandbox in control.get("/sandboxes").json["sandboxes"]]
    client.close()


def test_the_default_sandbox_can_be_dropped_and_made_again(own: Http) -> None:
    assert own.delete("/sandboxes/default").json == {"id": "0000000000000000", "dropped": True}
    assert own.get("/sandboxes/default").status == 404
    assert own.put("/sandboxes/default").status == 200


PER_SANDBOX: list[tuple[str, str, dict[str, object] | None]] = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("POST", "/reset", None),
    ("GET", "/clock", None),
    ("POST", "/clock/advance", {"seconds": 1}),
    ("POST", "/clock/freeze", None),
    ("POST", "/clock/resume", None),
    ("GET", "/journal", None),
    ("DELETE", "/journal", None),
    ("POST", "/warpware/orders/ORDER-1/move", {"to": "ready"}),
]


@pytest.mark.parametrize(("method", "path", "body"), PER_SANDBOX, ids=str)
def test_a_call_for_an_unknown_sandbox_gets_404(control: Http, method: str, path: str, body: object) -> None:
    reply: Reply = control.request(method, f"/sandboxes/{UNKNOWN}{path}", json=body)
    assert reply.status == 404
    assert reply.json == {
        "error": "there is no sandbox 'feedfeedfeedfeed', or no longer: a test's is dropped at its end; "
        "POST /_mock/sandboxes makes one"
    }
