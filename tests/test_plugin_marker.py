"""What sandbox a test gets: by its markers, the ini file and the command line."""

from __future__ import annotations

import pytest

from inner import run_inside


def test_each_argument_of_the_marker_makes_the_sandbox_so(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("outage.yaml").write_text(
        "teaches: A.\nrules: [{effect: {kind: status, status: 503}}]", "utf-8"
    )
    body = """
import pathlib

@pytest.mark.mockserver(seed=7, profile="demo")
def test_seed_and_profile(mockserver):
    assert mockserver.seed == 7
    assert WarpWare(mockserver).get("/orders/stats").data["total"] == 120

@pytest.mark.mockserver(now="2026-02-27T10:00:00Z", frozen=True)
def test_now_and_frozen(mockserver):
    assert WarpWare(mockserver).post("/orders", order_body()).data["created_at"] == "2026-02-27T10:00:00Z"
    assert mockserver.clock.now() == datetime.datetime(2026, 2, 27, 10, tzinfo=datetime.timezone.utc)

@pytest.mark.mockserver(now=datetime.date(2026, 2, 27), frozen=True)
def test_now_as_a_date(mockserver):
    assert mockserver.clock.now() == datetime.datetime(2026, 2, 27, tzinfo=datetime.timezone.utc)

@pytest.mark.mockserver(readings={"warpware.cancel-from": "strict"})
def test_readings(mockserver):
    client = WarpWare(mockserver)
    order = client.in_status("ready")
    assert client.post(f"/orders/{order}/cancel").status == 422

@pytest.mark.mockserver(limits={"warpware": {"requests": 2}})
def test_limits_by_number(mockserver):
    assert [WarpWare(mockserver).get("/version").status for _ in range(3)] == [200, 200, 429]

@pytest.mark.mockserver(limits=False)
def test_no_limits(mockserver):
    client = WarpWare(mockserver)
    assert {client.get("/version").status for _ in range(201)} == {200}
    client.close()

@pytest.mark.mockserver(faults=[{"when": {"operation": "createOrder"}, "times": 1, "effect": faults.status(503)}])
def test_fault_rules(mockserver):
    client = WarpWare(mockserver)
    assert [client.post("/orders", order_body()).status for _ in range(2)] == [503, 201]

@pytest.mark.mockserver(faults="rate-limit-storm")
def test_a_script_of_faults(mockserver):
    assert [WarpWare(mockserver).get("/version").status for _ in range(3)] == [200, 200, 429]

@pytest.mark.mockserver(faults=pathlib.Path(__file__).with_name("outage.yaml"))
def test_a_script_file(mockserver):
    assert WarpWare(mockserver).get("/version").status == 503

@pytest.mark.mockserver(profile="demo", frozen=True, autopilot={"speed": 3600})
def test_autopilot(mockserver):
    assert {effect["what"] for effect in mockserver.clock.advance(minutes=1)} == {"order.moved"}

@pytest.mark.mockserver(intercept=True)
def test_intercept(mockserver):
    answer = requests.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())
    assert (answer.status_code, len(mockserver.journal)) == (200, 1)

BEGUN = []

def test_intercept_without_a_block(mockserver):
    BEGUN.append(mockserver.intercept())
    answer = requests.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())
    assert (answer.status_code, len(mockserver.journal)) == (200, 1)

def test_intercept_without_a_call(mockserver):
    BEGUN.append(mockserver.intercept())

def test_no_interception_outlasts_its_test():
    assert [interception.in_force for interception in BEGUN] == [False, False]

@pytest.mark.mockserver(unused_faults="ignore")
def test_unused_faults(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder")

def test_none_of_it_is_left(mockserver):
    assert mockserver.seed == 42
    assert WarpWare(mockserver).get("/orders/stats").data["total"] == 0
    assert list(mockserver.faults) == []

def test_a_reset_makes_it_anew_as_it_was_made(mockserver):
    began = mockserver.clock.now().replace(microsecond=0)
    WarpWare(mockserver).create()
    mockserver.clock.advance(days=1)
    mockserver.reset()
    assert mockserver.clock.now() - began < datetime.timedelta(hours=1)
    assert len(mockserver.journal) == 0
"""
    result = run_inside(pytester, body, "--strict-markers")
    result.assert_outcomes(passed=17)


def test_the_nearest_marker_counts_for_each_argument_and_each_reading(pytester: pytest.Pytester) -> None:
    body = """
pytestmark = pytest.mark.mockserver(seed=1, frozen=True, now="2026-02-27", readings={"warpware.walter": "disabled"})

@pytest.mark.mockserver(seed=2, readings={"warpware.cancel-from": "strict", "warpware.envelope": "always"})
class TestClass:
    @pytest.mark.mockserver(readings={"warpware.envelope": "as-shown"})
    @pytest.mark.mockserver(seed=3, readings={"warpware.walter": "enabled"})
    def test_all_three(self, mockserver):
        assert mockserver.seed == 3
        assert mockserver.clock.now().isoformat() == "2026-02-27T00:00:00+00:00"
        chosen = {name: value for name, value in mockserver.sandbox.options.readings.items()}
        assert chosen == {
            "warpware.walter": "enabled", "warpware.cancel-from": "strict", "warpware.envelope": "as-shown"
        }

    def test_class_and_module(self, mockserver):
        assert mockserver.seed == 2
        assert mockserver.sandbox.options.readings["warpware.walter"] == "disabled"

def test_module(mockserver):
    assert mockserver.seed == 1

def test_a_module_shares_what_its_mark_says(mockserver_module, mockserver_session):
    assert mockserver_module.seed == 1
    assert mockserver_module.clock.now().isoformat() == "2026-02-27T00:00:00+00:00"
    assert mockserver_module.about()["frozen"]
    assert mockserver_module.readings["warpware.walter"] == "disabled"
    assert mockserver_session.seed == 42
    WarpWare(mockserver_module).create()

def test_the_next_finds_it_as_the_last_one_left_it(mockserver_module, mockserver):
    assert WarpWare(mockserver_module).get("/orders/stats").data["total"] == 1
    assert WarpWare(mockserver).get("/orders/stats").data["total"] == 0
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(passed=5)


def test_the_mark_of_a_set_of_parameters_is_nearer_than_that_of_its_function(pytester: pytest.Pytester) -> None:
    body = """
plain, own = pytest.mark.mockserver(seed=7), pytest.mark.mockserver(seed=9, readings={"warpware.walter": "enabled"})

@pytest.mark.mockserver(seed=8, readings={"warpware.walter": "disabled", "warpware.envelope": "always"})
@pytest.mark.parametrize(("seed", "walter"), [(8, "disabled"), pytest.param(9, "enabled", marks=[own, plain])])
def test_it(mockserver, seed, walter):
    assert (mockserver.seed, mockserver.readings["warpware.walter"]) == (seed, walter)
    assert mockserver.readings["warpware.envelope"] == "always"
"""
    run_inside(pytester, body).assert_outcomes(passed=2)


def test_a_mark_counts_as_it_is_when_the_sandbox_is_made(pytester: pytest.Pytester) -> None:
    body = """
CHOSEN = {}

@pytest.fixture
def chosen(request, choice):
    CHOSEN["warpware.cancel-from"] = choice
    request.node.get_closest_marker("mockserver").kwargs["seed"] = len(choice)

@pytest.mark.parametrize("choice", ["strict", "unshipped"])
@pytest.mark.mockserver(readings=CHOSEN)
def test_it(chosen, choice, mockserver):
    assert (mockserver.readings["warpware.cancel-from"], mockserver.seed) == (choice, len(choice))
"""
    run_inside(pytester, body).assert_outcomes(passed=2)


def test_the_shorthands_are_the_sandboxs_two_vendors(pytester: pytest.Pytester) -> None:
    # The repository's own conftest has fixtures of these names, which an inner suite does not see.
    body = """
def test_them(mockserver, warpware, whiplash):
    assert (warpware, whiplash) == (mockserver.warpware, mockserver.whiplash)
    assert requests.get(warpware.url + "/version", headers=warpware.headers()).status_code == 200
    assert requests.get(whiplash.url + "/warehouses", headers=whiplash.headers()).status_code == 200
"""
    run_inside(pytester, body).assert_outcomes(passed=1)


def test_an_argument_that_there_is_not_ends_the_run_before_it_begins(pytester: pytest.Pytester) -> None:
    body = """
@pytest.mark.mockserver(sed=7)
def test_misspelt(mockserver): pass

@pytest.mark.mockserver(7)
def test_without_a_name(mockserver): pass

@pytest.mark.mockserver(unused_faults="ignored")
def test_a_word(): pass

@pytest.mark.mockserver(readings={"whiplash.not-found": 404})
def test_a_number_as_a_reading(): pass

@pytest.mark.mockserver(faults="")
def test_no_script(mockserver): pass

@pytest.mark.mockserver(faults=[7])
def test_a_number_as_a_fault(): pass
"""
    result = run_inside(pytester, body)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [
            "ERROR: test_it.py::test_misspelt: @pytest.mark.mockserver has no argument 'sed'; did you mean 'seed'[?]",
            "ERROR: test_it.py::test_without_a_name: @pytest.mark.mockserver takes arguments by name only, not 7",
            "ERROR: test_it.py::test_a_word: @pytest.mark.mockserver(unused_faults=…): is 'fail' or 'ignore', not *",
            "ERROR: test_it.py::test_a_number_as_a_reading: *(readings=…) has texts, like *, not {*: 404}",
            "ERROR: test_it.py::test_no_script: *(faults=…) is a script's name or file, a rule, or *, not ''",
            "ERROR: test_it.py::test_a_number_as_a_fault: *(faults=…) is a script's name or file, a rule, *, not [[]7]",
        ]
    )


def test_a_value_that_cannot_be_fails_its_test_and_says_what_would_do(pytester: pytest.Pytester) -> None:
    cases = {
        'profile="dmo"': "there is no profile 'dmo'; did you mean 'demo'?",
        'readings={"warpware.envelop": "always"}': "there is no reading 'warpware.envelop'; did you mean 'warpware.*",
        'now="yesterday"': "'yesterday' is no ISO 8601 instant; write it like 2026-02-27T10:00:00Z",
        "now=7": "7 is no moment; give a datetime, a date or ISO 8601 text like 2026-02-27T10:00:00Z",
        'seed="7"': "seed: must be a whole number of 64 bits, not '7'",
        'faults="flaky-netwrk"': "there is no script 'flaky-netwrk'; did you mean 'flaky-network'?",
        'faults=[{"effect": {"kind": "rest"}}]': "*there is no kind of fault 'rest'; did you mean 'reset'?",
        'faults={"when": {"operation": "createOder"}, "effect": {"kind": "reset"}}': "*did you mean *createOrder'?",
        'limits={"warpware": {"request": 3}}': "*did you mean 'requests'?",
    }
    body = "".join(
        f"@pytest.mark.mockserver({argument})\ndef test_{number}(mockserver): pass\n"
        for number, argument in enumerate(cases)
    )
    result = run_inside(pytester, body)
    result.assert_outcomes(errors=len(cases))
    result.stdout.fnmatch_lines([f"mockserver: {text.replace('[', '[[]')}" for text in cases.values()])
    assert "Traceback" not in result.stdout.str()
