"""Somebody who starts the server and never reads its log must not stop it."""

from __future__ import annotations

import signal

from client import Http
from served import serve

KEY = {"Authorization": "Bearer ww_live_" + "0" * 32}


def test_a_log_that_nobody_reads_stops_neither_answers_nor_the_end() -> None:
    with serve("--no-rate-limits", "--profile", "empty") as served:
        client = Http(served.url + "/partner/v1", KEY)
        tag = "x" * 4000  # some twenty of these lines fill a pipe
        assert {client.get(f"/orders?tag={tag}").status for _ in range(60)} == {200}
        client.close()
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(timeout=10) == 0
