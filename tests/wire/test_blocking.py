"""Calls that wait for somebody run beside the loop, which goes on answering."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mockserver.control.routes import may_block
from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.serving import PromptServer, bind
from wire.sockets import talk

REQUEST = b"GET %b HTTP/1.1\r\nHost: mock.example\r\nConnection: close\r\n\r\n"


class Waiting:
    """A WSGI app of which one path waits until ``go`` is set, and one waits and raises."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.threads: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.threads[path] = threading.current_thread().name
        if path.startswith("/wait"):
            assert self.go.wait(5)
        if path.endswith("/crash"):
            raise ZeroDivisionError("the app is broken")
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def app() -> Waiting:
    return Waiting()


@pytest.fixture
def url(app: Waiting) -> Iterator[str]:
    listener = bind("127.0.0.1", 0)
    wsgi = InlineWsgi(app, 1000, lambda environ: bool(environ["PATH_INFO"].startswith("/wait")))
    server = PromptServer(wsgi, handle_signals=False)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), name="the loop", daemon=True)
    thread.start()
    assert server.ready.wait(5)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.stop()
    thread.join(2)
    assert not thread.is_alive(), "a call that blocks held up the end"
    app.go.set()


def test_others_are_answered_while_a_call_blocks(url: str, app: Waiting) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(talk, url, REQUEST % b"/wait")
        for _ in range(5):
            assert talk(url, REQUEST % b"/other").endswith(b"ok")
        assert not waiting.done()
        app.go.set()
        assert waiting.result(5).endswith(b"ok")
    assert app.threads == {"/wait": "mockserver blocking call", "/other": "the loop"}


def test_a_blocking_call_that_raises_costs_one_500(url: str, app: Waiting) -> None:
    app.go.set()
    assert talk(url, REQUEST % b"/wait/crash").startswith(b"HTTP/1.1 500 ")
    assert talk(url, REQUEST % b"/other").endswith(b"ok")


def test_a_server_ends_while_a_call_blocks(url: str, app: Waiting) -> None:
    asked = threading.Thread(target=talk, args=(url, REQUEST % b"/wait"), daemon=True)
    asked.start()
    while "/wait" not in app.threads:
        asked.join(0.01)
    # The fixture stops the server now, and looks whether it does.


@pytest.mark.parametrize(
    ("path", "blocks"),
    [
        ("/_mock/sandboxes/default/clock/advance", True),
        ("/_mock/sandboxes/0123456789abcdef/clock/freeze", True),
        ("/_mock/sandboxes/default/webhooks/deliver", True),
        ("/_mock/sandboxes/default/webhooks/deliveries/7/replay", True),
        ("/_mock/sandboxes/default/webhooks/deliveries", False),
        ("/_mock/sandboxes/default/clock", False),
        ("/_mock/sandboxes/default/clock/resume", False),
        ("/_mock/sandboxes/default/clock/advance/more", False),
        ("/_mock/sandboxes/a/b/clock/advance", False),
        ("/partner/v1/orders", False),
    ],
)
def test_the_control_calls_that_block(path: str, blocks: bool) -> None:
    assert may_block({"PATH_INFO": path}) is blocks
