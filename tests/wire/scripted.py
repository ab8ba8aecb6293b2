"""A tiny WSGI app on a real server: what it answers, and how, the test says by path."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.hold import Hold
from mockserver.core.wire_plan import Reply, WirePlan
from mockserver.edge.waiting import respond
from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.serving import PromptServer, bind

BODY = b"0123456789" * 100
"""What every path answers."""

Loop = Callable[[], asyncio.AbstractEventLoop]


def reply(plan: WirePlan | None = None) -> Reply:
    return Reply(200, (("Content-Type", "text/plain"), ("Content-Length", "1000")), BODY, plan)


@dataclass
class Scripted:
    """``outcomes`` by path; any other path is answered at once. ``calls`` are the paths in their order.

    ``waiting`` counts the calls that wait in the server, ``unfinished`` is what it left when it stopped.
    """

    url: str = ""
    outcomes: dict[str, Reply | Hold] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)
    unfinished: list[str] = field(default_factory=list)
    stop: Callable[[], None] = lambda: None
    waiting: Callable[[], int] = lambda: 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        with self.came:
            self.calls.append(path)
            self.came.notify_all()
        return respond(environ, start_response, self.outcomes.get(path) or reply())

    def plan(self, plan: WirePlan, path: str = "/") -> str:
        """Let *path* leave by *plan*; answers its URL."""
        self.outcomes[path] = reply(plan)
        return self.url + path

    def hold(self, hold: Hold, path: str = "/") -> str:
        self.outcomes[path] = hold
        return self.url + path

    def await_calls(self, count: int) -> None:
        """Until so many calls have reached the app."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.calls) >= count, 10), self.calls


@contextlib.contextmanager
def scripted(new_loop: Loop) -> Iterator[Scripted]:
    """Serve one from a thread; when it has stopped nothing is left of it."""
    app = Scripted()
    listener = bind("127.0.0.1", 0)
    app.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    adapter = InlineWsgi(app, 1000)
    server = PromptServer(adapter, handle_signals=False)

    async def serve() -> None:
        await server.serve([listener])
        app.unfinished += [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        app.unfinished += ["a wait"] * len(adapter.waits)

    def run() -> None:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(serve())

    def stop() -> None:
        server.stop()
        thread.join(10)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    app.stop, app.waiting = stop, lambda: len(adapter.waits)
    assert server.ready.wait(10)
    try:
        yield app
    finally:
        stop()
    assert not thread.is_alive()
    assert app.unfinished == []


def eventually(condition: Callable[[], bool]) -> None:
    """Wait for what the server does in its own time."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)
