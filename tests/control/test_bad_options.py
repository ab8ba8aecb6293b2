"""What a sandbox cannot be made from: refused with 400, with the fault named, and nothing made."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import Http

INSTANT = "must be an ISO 8601 instant like 2026-02-27T10:00:00Z, not"
SPAN = "clocks go from 1970-01-01T00:00:00Z to 9990-01-01T00:00:00Z"
WHOLE = "is no whole number of at least 1"
NUMBER = "is no number from"
AUTOPILOT = 'autopilot: must be true, false or like {"speed": 60, "failure_rate": 0.05}'
LIMITS = 'limits: must be true, false or like {"warpware": {"requests": 200}}'

MISSPELT = [
    ({"sede": 7}, "there is no field 'sede'; did you mean 'seed'?"),
    ({"profil": "demo"}, "there is no field 'profil'; did you mean 'profile'?"),
    ({"freeze": True}, "there is no field 'freeze'; did you mean 'frozen'?"),
    ({"reading": {}}, "there is no field 'reading'; did you mean 'readings'?"),
    ({"limit": False}, "there is no field 'limit'; did you mean 'limits'?"),
    ({"autopilots": True}, "there is no field 'autopilots'; did you mean 'autopilot'?"),
    ({"xyz": 1}, "there is no field 'xyz'; there are: seed, profile, now, frozen, readings, limits, autopilot, faults"),
    (
        {"sede": 7, "seed": 7, "noww": "2026-02-27"},
        "there is no field 'sede'; did you mean 'seed'?; there is no field 'noww'; did you mean 'now'?",
    ),
    ({"profile": "demmo"}, "there is no profile 'demmo'; did you mean 'demo'?"),
    ({"profile": "xyz"}, "there is no profile 'xyz'; there are: demo, empty"),
    ({"profile": "../profiles/demo"}, "there is no profile '../profiles/demo'; there are: demo, empty"),
    (
        {"readings": {"warpware.envelop": "always"}},
        "there is no reading 'warpware.envelop'; did you mean 'warpware.envelope'?",
    ),
    (
        {"readings": {"warpware.envelope": "never"}},
        "reading warpware.envelope has no value 'never'; it takes one of: as-shown, always",
    ),
    ({"limits": {"warpwear": False}}, "limits: there is no vendor 'warpwear'; did you mean 'warpware'?"),
    (
        {"limits": {"warpware": {"request": 5}}},
        "limits.warpware: there is no limit 'request'; did you mean 'requests'?",
    ),
    ({"autopilot": {"sped": 60}}, "autopilot: there is no option 'sped'; did you mean 'speed'?"),
    ({"autopilot": {"xyz": 60}}, "autopilot: there is no option 'xyz'; there are: enabled, speed, failure_rate"),
]

WRONG = [
    ({"seed": "7"}, "seed: must be a whole number, not '7'"),
    ({"seed": 1.5}, "seed: must be a whole number, not 1.5"),
    ({"seed": True}, "seed: must be a whole number, not True"),
    ({"seed": None}, "seed: must be a whole number, not None"),
    ({"profile": 5}, "profile: must be a string"),
    ({"profile": None}, "profile: must be a string"),
    ({"now": "yesterday"}, f"now: {INSTANT} 'yesterday'"),
    ({"now": "2026-02-30"}, f"now: {INSTANT} '2026-02-30'"),
    ({"now": ""}, f"now: {INSTANT} ''"),
    ({"now": 1772186400}, f"now: {INSTANT} 1772186400"),
    ({"now": True}, f"now: {INSTANT} True"),
    ({"now": "1969-12-31"}, f"cannot begin at 1969-12-31T00:00:00Z: {SPAN}"),
    ({"now": "9990-01-02"}, f"cannot begin at 9990-01-02T00:00:00Z: {SPAN}"),
    ({"frozen": 1}, "frozen: must be true or false"),
    ({"frozen": "true"}, "frozen: must be true or false"),
    ({"frozen": None}, "frozen: must be true or false"),
    ({"readings": ["warpware.envelope"]}, 'readings: must be like {"warpware.envelope": "always"}'),
    (
        {"readings": {"warpware.envelope": True}},
        "reading warpware.envelope has no value True; it takes one of: as-shown, always",
    ),
    ({"limits": 5}, LIMITS),
    ({"limits": "none"}, LIMITS),
    ({"limits": []}, LIMITS),
    ({"limits": {"warpware": 5}}, "limits.warpware: must be true, false or numbers by name, not 5"),
    ({"limits": {"warpware": {"requests": 0}}}, f"limits.warpware.requests: 0 {WHOLE}"),
    ({"limits": {"warpware": {"requests": -1}}}, f"limits.warpware.requests: -1 {WHOLE}"),
    ({"limits": {"warpware": {"requests": True}}}, f"limits.warpware.requests: True {WHOLE}"),
    ({"limits": {"warpware": {"requests": 1.5}}}, f"limits.warpware.requests: 1.5 {WHOLE}"),
    ({"limits": {"warpware": {"requests": "5"}}}, f"limits.warpware.requests: '5' {WHOLE}"),
    ({"limits": {"warpware": {"window": 0}}}, f"limits.warpware.window: 0 {WHOLE}"),
    ({"autopilot": 60}, AUTOPILOT),
    ({"autopilot": "on"}, AUTOPILOT),
    ({"autopilot": []}, AUTOPILOT),
    ({"autopilot": {"enabled": "yes"}}, "autopilot.enabled: must be true or false, not 'yes'"),
    ({"autopilot": {"speed": 0}}, f"autopilot.speed: 0 {NUMBER} 0.001 to 1000000"),
    ({"autopilot": {"speed": "60"}}, f"autopilot.speed: '60' {NUMBER} 0.001 to 1000000"),
    ({"autopilot": {"speed": 1e300}}, f"autopilot.speed: 1e+300 {NUMBER} 0.001 to 1000000"),
    ({"autopilot": {"failure_rate": 5}}, f"autopilot.failure_rate: 5 {NUMBER} 0 to 1"),
    ({"autopilot": {"failure_rate": None}}, f"autopilot.failure_rate: None {NUMBER} 0 to 1"),
    ({"seed": "7", "frozen": 1}, "seed: must be a whole number, not '7'; frozen: must be true or false"),
]

UNREADABLE = [
    (b"[]", "body: must be a JSON object"),
    (b'"seed"', "body: must be a JSON object"),
    (b"7", "body: must be a JSON object"),
    (b"null", "body: must be a JSON object"),
    (b"{", "body: not valid JSON"),
    (b"seed=7", "body: not valid JSON"),
    (b'{"seed": NaN}', "NaN"),
    (b'{"seed": 7, "seed": 8}', "seed: this key stands twice"),
    (b'{"seed": 100000000000000000000000000}', "beyond 64 bits"),
    (b'{"profile": "\\u0000"}', "NUL"),
    (b'\xff{"seed": 7}', "not UTF-8 at byte 0"),
]


@pytest.mark.parametrize(("body", "error"), MISSPELT, ids=lambda part: str(part)[:60])
def test_what_does_not_exist_is_named_with_the_nearest_that_does(control: Http, body: object, error: str) -> None:
    reply = control.post("/sandboxes", body)
    assert (reply.status, reply.json) == (400, {"error": error})


@pytest.mark.parametrize(("body", "error"), WRONG, ids=lambda part: str(part)[:60])
def test_a_value_that_cannot_be_is_named_with_its_field(control: Http, body: object, error: str) -> None:
    reply = control.post("/sandboxes", body)
    assert (reply.status, reply.json) == (400, {"error": error})


@pytest.mark.parametrize("field", ["now", "readings", "limits", "autopilot"])
def test_null_is_no_value_for_an_option(control: Http, field: str) -> None:
    reply = control.post("/sandboxes", {field: None})
    assert reply.status == 400
    assert reply.json["error"].startswith(f"{field}: ")


@pytest.mark.parametrize(("body", "error"), UNREADABLE, ids=lambda part: str(part)[:60])
def test_a_body_that_is_no_json_object_is_refused(control: Http, body: bytes, error: str) -> None:
    reply = control.request("POST", "/sandboxes", body=body)
    assert reply.status == 400
    assert error in reply.json["error"]


def test_options_in_the_query_are_refused(control: Http) -> None:
    reply = control.request("POST", "/sandboxes?seed=7")
    assert (reply.status, reply.json) == (400, {"error": "there is no query parameter 'seed'"})


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_refusal_makes_no_sandbox(control: Http, method: str) -> None:
    before = control.get("/health").json["sandboxes"]
    path = "/sandboxes/00c0ffee00c0ffee" if method == "PUT" else "/sandboxes"
    assert control.request(method, path, json={"profile": "nope"}).status == 400
    assert control.get("/health").json["sandboxes"] == before


@pytest.mark.parametrize("window", [10**9, 10**12, 10**18], ids=str)
def test_a_rate_window_of_any_length_is_either_refused_or_works(control: Http, window: int) -> None:
    reply = control.put("/sandboxes/00c0ffee00c0ffee", {"limits": {"warpware": {"window": window}}})
    assert reply.status in (200, 400)
    if reply.status == 200:
        client = Http(reply.json["urls"]["warpware"])
        assert client.get("/version", key=reply.json["keys"]["warpware"]["read_write"]).status == 200
        client.close()
        control.delete("/sandboxes/00c0ffee00c0ffee")


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
LIMIT_VALUES = st.dictionaries(st.sampled_from(["requests", "window"]), JSON | st.integers(1))
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "seed": JSON,
        "profile": JSON | st.just("empty"),
        "now": JSON | st.datetimes().map(lambda moment: moment.isoformat()),
        "frozen": JSON,
        "readings": JSON | st.dictionaries(st.just("warpware.envelope"), JSON),
        "limits": JSON | st.dictionaries(st.just("warpware"), JSON | LIMIT_VALUES),
        "autopilot": JSON | st.dictionaries(st.sampled_from(["enabled", "speed", "failure_rate"]), JSON),
    },
)


@given(options=OPTIONS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_makes_a_sandbox_or_gets_400(control: Http, options: dict[str, Any]) -> None:
    reply = control.put("/sandboxes/00c0ffee00c0ffee", options)
    assert reply.status in (200, 400), reply
    assert reply.status == 200 or list(reply.json) == ["error"]
