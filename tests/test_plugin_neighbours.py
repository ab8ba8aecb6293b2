"""Other plugins and libraries in the same test."""

from __future__ import annotations

import pytest

from inner import run_inside

FROZEN = """
import time
import time_machine
from freezegun import freeze_time
from receiver import Receiver

def walk(mockserver):
    client = WarpWare(mockserver)
    receiver = Receiver()
    client.post("/webhooks", {"url": receiver.url, "events": ["order.shipped"]})
    order = client.create()
    assert client.order(order)["created_at"].startswith("2026-02-27T")
    assert client.patch(f"/orders/{order}", {"status": "shipped"}).status == 200
    mockserver.webhooks.deliver()
    assert [delivery.state for delivery in mockserver.webhooks] == ["delivered"]
    assert receiver.names() == ["order.shipped"]
    mockserver.clock.advance(hours=3)
    assert client.order(client.create("SECOND"))["created_at"].startswith("2026-02-27T03:")
    receiver.close()
    client.close()

@freeze_time("2026-02-27")
def test_decorated_by_freezegun(mockserver):
    walk(mockserver)

def test_freezegun_inside(mockserver):
    with freeze_time("2026-02-27"):
        walk(mockserver)

@time_machine.travel("2026-02-27T00:00:00Z", tick=False)
def test_decorated_by_time_machine(mockserver):
    walk(mockserver)

def test_time_machine_inside(mockserver):
    with time_machine.travel("2026-02-27T00:00:00Z"):
        walk(mockserver)

@freeze_time("2026-02-27", auto_tick_seconds=1)
@pytest.mark.mockserver(profile="demo")
def test_the_demo_data_is_as_old_as_it_is_at_any_other_time(mockserver):
    newest = WarpWare(mockserver).get("/orders?per_page=1").data[0]
    assert newest["created_at"].startswith("2026-02-2")

def test_the_clock_moves_as_far_as_the_frozen_time_does(mockserver):
    with freeze_time("2026-02-27") as frozen:
        before = mockserver.clock.now()
        frozen.tick(90)
        assert mockserver.clock.now() - before == datetime.timedelta(seconds=90)
"""


def test_the_sandbox_follows_a_time_that_the_test_freezes_even_a_past_one(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, FROZEN, "--durations=0", "-vv")
    result.assert_outcomes(passed=6)
    seconds = [float(line.partition("s ")[0]) for line in result.outlines if "s call " in line]
    assert seconds
    assert max(seconds) < 1


ASYNC = """
import aiohttp
import httpx

pytestmark = [pytest.mark.asyncio, pytest.mark.mockserver(intercept=True)]
URL = "https://api.warpware.io/partner/v1/orders"

async def test_httpx(mockserver):
    async with httpx.AsyncClient(headers=mockserver.warpware.headers()) as client:
        assert (await client.post(URL, json=order_body())).status_code == 201
        assert (await client.get(mockserver.warpware.url + "/orders")).json()["meta"]["total"] == 1

async def test_aiohttp(warpware):
    async with aiohttp.ClientSession(headers=warpware.headers()) as client:
        async with client.post(URL, json=order_body()) as answer:
            assert answer.status == 201
        async with client.get(warpware.url + "/orders") as answer:
            assert (await answer.json())["meta"]["total"] == 1

async def test_a_transport(warpware):
    async with httpx.AsyncClient(transport=warpware.async_httpx_transport(), headers=warpware.headers()) as client:
        assert (await client.get(warpware.real_url + "/version")).status_code == 200

async def test_an_unused_fault(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder")
"""


ANYIO = """
import httpx, pytest

pytestmark = pytest.mark.anyio

@pytest.fixture(params=["asyncio"])
def anyio_backend(request):
    return request.param

@pytest.fixture
async def client(anyio_backend, warpware):
    async with httpx.AsyncClient(base_url=warpware.url, headers=warpware.headers()) as client:
        yield client

async def test_an_asynchronous_fixture(client, mockserver):
    assert (await client.get("/version")).status_code == 200
    assert len(mockserver.journal) == 1
"""


def test_asynchronous_tests_have_the_same_fixtures(pytester: pytest.Pytester) -> None:
    scope = "-oasyncio_default_fixture_loop_scope=function"
    pytester.makepyfile(test_anyio=ANYIO)
    result = run_inside(pytester, ASYNC, scope, plugins=("asyncio", "anyio"))
    result.assert_outcomes(passed=4, failed=1)
    assert "mockserver: a fault never fired" in result.stdout.str()


STUBS = """
import httpx
import responses
import respx

URL = "https://api.warpware.io/partner/v1/version"

@responses.activate
def test_responses(warpware):
    responses.get("https://tax.example/rate", json={"rate": 7})
    responses.add_passthru(warpware.url)
    assert requests.get("https://tax.example/rate").json() == {"rate": 7}
    assert requests.get(warpware.url + "/version", headers=warpware.headers()).status_code == 200

@responses.activate
@pytest.mark.mockserver(intercept=True)
def test_responses_and_interception(warpware):
    responses.get("https://tax.example/rate", json={"rate": 7})
    responses.add_passthru("https://api.warpware.io")
    assert requests.get("https://tax.example/rate").json() == {"rate": 7}
    assert requests.get(URL, headers=warpware.headers()).status_code == 200

@respx.mock
@pytest.mark.mockserver(intercept=True)
def test_respx(warpware):
    respx.get("https://tax.example/rate").respond(json={"rate": 7})
    respx.route(host="api.warpware.io").pass_through()
    assert httpx.get("https://tax.example/rate").json() == {"rate": 7}
    assert httpx.get(URL, headers=warpware.headers()).status_code == 200

def test_where_the_control_handle_needs_no_passage(mockserver):
    with responses.RequestsMock():
        mockserver.clock.advance(minutes=5)
        assert len(mockserver.journal) == 0
"""


def test_libraries_that_stub_requests_may_be_active_at_the_same_time(pytester: pytest.Pytester) -> None:
    run_inside(pytester, STUBS).assert_outcomes(passed=4)


CLIENTS = """
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from intercept.clients import CLIENTS, Caller

pytestmark = pytest.mark.mockserver(intercept=True)
URL = "https://api.warpware.io/partner/v1"

@pytest.fixture(params=CLIENTS)
def caller(request):
    return Caller(request.param)

@pytest.mark.mockserver(limits={"warpware": {"requests": 2}})
def test_get_post_and_429(caller, warpware):
    assert caller.get(URL + "/version", warpware.headers()).status == 200
    assert caller.post(URL + "/orders", warpware.headers(), order_body()).status == 201
    assert caller.get(URL + "/version", warpware.headers()).status == 429

def test_reset_and_timeout(caller, mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", times=1)
    mockserver.faults.add(faults.hang(5), operation="listOrders", times=1)
    with pytest.raises(caller.reset):
        caller.post(URL + "/orders", mockserver.warpware.headers(), order_body())
    with pytest.raises(caller.timeout):
        caller.get(URL + "/orders", mockserver.warpware.headers(), timeout=0.1)

@pytest.fixture(scope="module")
def elsewhere():
    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b"elsewhere")

        def log_message(self, *words): pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()

def test_another_host_is_called_as_before(caller, mockserver, elsewhere):
    assert caller.get(elsewhere).body == b"elsewhere"
    assert len(mockserver.journal) == 0
"""


def test_each_client_is_led_to_the_tests_sandbox(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, CLIENTS, "-W", "ignore::ResourceWarning")
    result.assert_outcomes(passed=24)
