"""A scripted server on each of the two loops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest
import uvloop

from wire.scripted import Loop, Scripted, scripted


@pytest.fixture(params=[uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def new_loop(request: pytest.FixtureRequest) -> Loop:
    factory: Loop = request.param
    return factory


@pytest.fixture
def app(new_loop: Loop, caplog: pytest.LogCaptureFixture) -> Iterator[Scripted]:
    """Ends without a task left over and without a word of complaint from uvicorn or asyncio."""
    with scripted(new_loop) as app:
        yield app
    complaints = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert complaints == []
