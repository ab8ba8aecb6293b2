"""Work that waits for somebody, beside the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result]) -> Result:
    """In a thread that keeps neither the loop nor the process from ending, as an executor's would."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(lambda: None if answer.done() else settle())

    def run() -> None:
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001  # whatever it is, the waiting call gets it
            error = raised
            tell(lambda: answer.set_exception(error))
        else:
            tell(lambda: answer.set_result(result))

    threading.Thread(target=run, name="mockserver blocking call", daemon=True).start()
    return await answer
