"""A sandbox's clock by the control API: look, advance, freeze, resume."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from client import WarpWare, order_body
from mockserver import faults
from mockserver.core.schedule import Effect

INSTANT = "must be an ISO 8601 instant like 2026-02-27T10:00:00Z, not"


def add_job(client: WarpWare, seconds: float, what: str, **facts: object) -> None:
    sandbox = client.handle.sandbox

    def job() -> Effect:
        return dict(facts)

    sandbox.schedule.add(sandbox.clock.after(seconds), what, job)


def test_the_clock_tells_its_time_and_whether_it_stands_still(warpware: WarpWare) -> None:
    reply = warpware.control.get("/clock")
    exact = "2026-02-27T10:00:00+00:00"
    assert (reply.status, reply.json) == (200, {"now": "2026-02-27T10:00:00Z", "frozen": True, "exact": exact})


def test_a_clock_that_is_not_frozen_runs_from_where_it_began(world: Callable[..., WarpWare]) -> None:
    clock = world(frozen=False).control.get("/clock").json
    assert clock["frozen"] is False
    assert "2026-02-27T10:00:00Z" <= clock["now"] <= "2026-02-27T10:00:59Z"


@pytest.mark.parametrize(
    ("seconds", "now"),
    [
        (0, "2026-02-27T10:00:00Z"),
        (42, "2026-02-27T10:00:42Z"),
        (0.999, "2026-02-27T10:00:00Z"),
        (1.5, "2026-02-27T10:00:01Z"),
        (86400, "2026-02-28T10:00:00Z"),
        (172800, "2026-03-01T10:00:00Z"),
        (3155760000, "2126-02-28T10:00:00Z"),
    ],
)
def test_advance_moves_a_frozen_clock_on_and_leaves_it_frozen(warpware: WarpWare, seconds: float, now: str) -> None:
    reply = warpware.control.post("/clock/advance", {"seconds": seconds})
    assert (reply.status, reply.json) == (200, {"now": now, "frozen": True, "effects": []})
    assert warpware.control.get("/clock").json["now"] == now


def test_fractions_of_seconds_add_up(warpware: WarpWare) -> None:
    answers = [warpware.control.post("/clock/advance", {"seconds": 0.5}).json["now"] for _ in range(3)]
    assert answers == ["2026-02-27T10:00:00Z", "2026-02-27T10:00:01Z", "2026-02-27T10:00:01Z"]


def test_advance_moves_a_running_clock_on_and_leaves_it_running(world: Callable[..., WarpWare]) -> None:
    clock = world(frozen=False).control.post("/clock/advance", {"seconds": 3600}).json
    assert clock["frozen"] is False
    assert "2026-02-27T11:00:00Z" <= clock["now"] <= "2026-02-27T11:00:59Z"


def test_what_happens_is_dated_by_the_clock(warpware: WarpWare) -> None:
    warpware.control.post("/clock/advance", {"seconds": 3600})
    assert warpware.post("/orders", order_body()).data["created_at"] == "2026-02-27T11:00:00Z"


def test_advance_moves_one_sandbox_alone(world: Callable[..., WarpWare]) -> None:
    one, other = world(), world()
    one.control.post("/clock/advance", {"seconds": 60})
    assert other.control.get("/clock").json["now"] == "2026-02-27T10:00:00Z"


def test_advance_answers_what_fell_due_in_time_order_each_at_its_own_moment(warpware: WarpWare) -> None:
    add_job(warpware, 20, "tea.ready", cups=2)
    add_job(warpware, 10, "kettle.boiled")
    add_job(warpware, 30, "tea.cold")
    assert warpware.control.post("/clock/advance", {"seconds": 20}).json["effects"] == [
        {"at": "2026-02-27T10:00:10Z", "what": "kettle.boiled"},
        {"at": "2026-02-27T10:00:20Z", "what": "tea.ready", "cups": 2},
    ]
    assert warpware.control.post("/clock/advance", {"seconds": 60}).json["effects"] == [
        {"at": "2026-02-27T10:00:30Z", "what": "tea.cold"}
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "seconds: is required"),
        (b"{}", "seconds: is required"),
        (b'{"second": 1}', "there is no field 'second'; did you mean 'seconds'?"),
        (b'{"seconds": 1, "minutes": 1}', "there is no field 'minutes'"),
        (b'{"seconds": true}', "seconds: must be a number"),
        (b'{"seconds": "42"}', "seconds: must be a number"),
        (b'{"seconds": null}', "seconds: must be a number"),
        (b'{"seconds": [1]}', "seconds: must be a number"),
        (b'{"seconds": -1}', "cannot advance by -1 seconds: time never goes back; give 0 or more"),
        (b'{"seconds": -0.001}', "cannot advance by -0.001 seconds: time never goes back; give 0 or more"),
        (b'{"seconds": NaN}', "NaN"),
        (b'{"seconds": Infinity}', "Infinity"),
        (b'{"seconds": 1e999}', "beyond 64 bits"),
        (b'{"seconds": 1e308}', "cannot advance by 1e+308 seconds: clocks go as far as 9990-01-01T00:00:00Z"),
        (
            b'{"seconds": 300000000000}',
            "cannot advance by 300000000000 seconds: clocks go as far as 9990-01-01T00:00:00Z",
        ),
        (b'{"seconds": 100000000000000000000}', "beyond 64 bits"),
        (b"[42]", "body: must be a JSON object"),
        (b"42", "body: must be a JSON object"),
        (b"{", "body: not valid JSON"),
    ],
)
def test_advance_refuses_what_time_does_not_do(warpware: WarpWare, body: bytes, error: str) -> None:
    reply = warpware.control.request("POST", "/clock/advance", body=body)
    assert reply.status == 400
    assert error in reply.json["error"]
    assert warpware.control.get("/clock").json["now"] == "2026-02-27T10:00:00Z"


def test_freeze_stops_a_running_clock_where_it_is(world: Callable[..., WarpWare]) -> None:
    client = world(frozen=False)
    frozen = client.control.post("/clock/freeze").json
    assert frozen["frozen"] is True
    assert repr(client.handle.clock) == f"<Clock {frozen['now']} frozen>"


@pytest.mark.parametrize(
    ("at", "now"),
    [
        ("2026-02-27T10:00:00Z", "2026-02-27T10:00:00Z"),
        ("2026-02-28", "2026-02-28T00:00:00Z"),
        ("2026-03-01T12:00:00+01:00", "2026-03-01T11:00:00Z"),
        ("2026-03-01T12:00:00", "2026-03-01T12:00:00Z"),
        ("9990-01-01", "9990-01-01T00:00:00Z"),
    ],
)
def test_freeze_goes_to_the_moment_that_it_names(warpware: WarpWare, at: str, now: str) -> None:
    reply = warpware.control.post("/clock/freeze", {"at": at})
    assert (reply.status, reply.json) == (200, {"now": now, "frozen": True, "effects": []})
    assert repr(warpware.handle.clock) == f"<Clock {now} frozen>"


def test_freeze_takes_a_running_clock_to_the_moment_that_it_names(world: Callable[..., WarpWare]) -> None:
    client = world(frozen=False)
    client.control.post("/clock/freeze", {"at": "2026-03-01T12:00:00Z"})
    assert repr(client.handle.clock) == "<Clock 2026-03-01T12:00:00Z frozen>"


def test_freeze_answers_what_fell_due_on_the_way(warpware: WarpWare) -> None:
    add_job(warpware, 10, "kettle.boiled")
    add_job(warpware, 30, "tea.cold")
    assert warpware.control.post("/clock/freeze", {"at": "2026-02-27T10:00:10Z"}).json["effects"] == [
        {"at": "2026-02-27T10:00:10Z", "what": "kettle.boiled"}
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (
            b'{"at": "2026-02-27T09:59:59Z"}',
            "cannot go to 2026-02-27T09:59:59Z: the sandbox's clock is already at 2026-02-27T10:00:00Z and time never",
        ),
        (b'{"at": "2026-02-27"}', "cannot go to 2026-02-27T00:00:00Z: "),
        (
            b'{"at": "9990-01-01T00:00:01Z"}',
            "cannot go to 9990-01-01T00:00:01Z: clocks go as far as 9990-01-01T00:00:00Z",
        ),
        (b'{"at": "tomorrow"}', f"at: {INSTANT} 'tomorrow'"),
        (b'{"at": 42}', f"at: {INSTANT} 42"),
        (b'{"at": true}', f"at: {INSTANT} True"),
        (b'{"at": null}', "at: "),
        (b'{"to": "2026-03-01"}', "there is no field 'to'; there are: at"),
        (b'["2026-03-01"]', "body: must be a JSON object"),
        (b"2026-03-01", "body: not valid JSON"),
    ],
)
def test_freeze_refuses_what_is_no_moment_to_come(warpware: WarpWare, body: bytes, error: str) -> None:
    warpware.get("/version")  # a sandbox that nobody has used would begin at an earlier moment
    reply = warpware.control.request("POST", "/clock/freeze", body=body)
    assert reply.status == 400
    assert error in reply.json["error"]


EARLIER = {"at": "2024-02-29T10:00:00Z"}


@pytest.mark.parametrize("frozen", [True, False])
def test_a_sandbox_that_nobody_has_used_begins_at_an_earlier_moment(
    world: Callable[..., WarpWare], frozen: bool
) -> None:
    client = world(frozen=frozen)
    reply = client.control.post("/clock/freeze", EARLIER)
    assert (reply.status, reply.json) == (200, {"now": EARLIER["at"], "frozen": True, "effects": []})
    assert client.order(client.create())["created_at"] == EARLIER["at"]


def test_a_sandbox_that_begins_earlier_is_otherwise_as_it_was_made(world: Callable[..., WarpWare]) -> None:
    client = world(frozen=False, seed=7, profile="demo")
    with client.handle.faults.add(faults.status(503)):
        assert client.control.post("/clock/freeze", EARLIER).status == 400
    client.control.post("/clock/freeze", EARLIER)
    assert client.handle.seed == 7
    assert client.get("/orders/stats").data["total"] == 120


def test_where_an_autopilot_has_planned_time_never_goes_back(world: Callable[..., WarpWare]) -> None:
    client = world(profile="demo", autopilot=True)
    assert client.control.post("/clock/freeze", EARLIER).status == 400


def use_by_a_call(client: WarpWare) -> None:
    client.get("/version")


def use_by_arranging(client: WarpWare) -> None:
    client.handle.whiplash.orders.create()


def use_by_the_clock(client: WarpWare) -> None:
    client.handle.clock.advance(1)


def use_by_a_snapshot(client: WarpWare) -> None:
    client.handle.snapshot()


def use_by_a_fault(client: WarpWare) -> None:
    client.handle.faults.add(faults.status(503))


@pytest.mark.parametrize(
    "use",
    [use_by_a_call, use_by_arranging, use_by_the_clock, use_by_a_snapshot, use_by_a_fault],
)
def test_once_it_is_used_time_never_goes_back(warpware: WarpWare, use: Callable[[WarpWare], None]) -> None:
    use(warpware)
    reply = warpware.control.post("/clock/freeze", EARLIER)
    assert (reply.status, "time never goes back" in reply.json["error"]) == (400, True)


def test_a_freeze_that_is_refused_leaves_a_running_clock_running(world: Callable[..., WarpWare]) -> None:
    client = world(frozen=False)
    client.get("/version")
    assert client.control.post("/clock/freeze", {"at": "2020-01-01"}).status == 400
    assert client.control.get("/clock").json["frozen"] is False


def test_resume_lets_a_frozen_clock_run_on_from_where_it_stands(warpware: WarpWare) -> None:
    reply = warpware.control.post("/clock/resume")
    assert (reply.status, reply.json["frozen"]) == (200, False)
    assert "2026-02-27T10:00:00Z" <= warpware.control.get("/clock").json["now"] <= "2026-02-27T10:00:59Z"


def test_resume_does_nothing_to_a_running_clock(world: Callable[..., WarpWare]) -> None:
    client = world(frozen=False)
    client.handle.clock.advance(hours=1)
    assert client.control.post("/clock/resume").status == 200
    offset = client.handle.clock.now() - datetime.datetime.now(datetime.UTC)
    resumed = client.control.post("/clock/resume").json
    assert resumed["frozen"] is False
    moved = client.handle.clock.now() - datetime.datetime.now(datetime.UTC) - offset
    assert abs(moved) < datetime.timedelta(milliseconds=100)


@pytest.mark.parametrize(("method", "path"), [("POST", "/clock/resume"), ("POST", "/reset"), ("GET", "/clock")])
def test_a_call_that_takes_no_fields_refuses_them(warpware: WarpWare, method: str, path: str) -> None:
    reply = warpware.control.request(method, path, json={"at": "2026-03-01"})
    assert (reply.status, reply.json) == (400, {"error": "there is no field 'at'"})


@pytest.mark.parametrize("path", ["/clock", "/clock/advance?seconds=5", "/clock/freeze?at=2026-03-01"])
def test_a_query_parameter_that_a_call_does_not_take_is_refused(warpware: WarpWare, path: str) -> None:
    path, _, query = path.partition("?")
    name = query.partition("=")[0] or "zone"
    method = "GET" if path == "/clock" else "POST"
    reply = warpware.control.request(method, f"{path}?{query or 'zone=UTC'}")
    assert (reply.status, reply.json) == (400, {"error": f"there is no query parameter '{name}'"})
