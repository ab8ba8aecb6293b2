"""Bare Flask on the same uvicorn and the same adapter: what the mock's speed is measured against."""

from __future__ import annotations

import asyncio
from typing import Any

from flask import Flask

from mockserver.core.decoding import BODY_LIMIT
from mockserver.server import event_loop_factory
from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.serving import PromptServer, bind

app = Flask(__name__)


@app.get("/orders/<order_id>")
def order(order_id: str) -> dict[str, Any]:
    return {"data": {"id": order_id, "status": "pending"}, "meta": {}}


def main() -> None:
    listener = bind("127.0.0.1", 0)
    print(listener.getsockname()[1], flush=True)
    server = PromptServer(InlineWsgi(app, BODY_LIMIT), handle_signals=True)
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        runner.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    main()
