"""Source: "Version"."""

from __future__ import annotations

import pytest

from client import WarpWare


@pytest.mark.rule("warpware.version.get")
def test_version_tells_the_version_and_that_v1_is_the_stable_channel(warpware: WarpWare) -> None:
    reply = warpware.get("/version")
    assert reply.status == 200
    assert (reply.data["version"], reply.data["stable"], reply.data["channel"]) == ("2026-02-27", True, "v1")
    assert isinstance(reply.data["note"], str)
    assert reply.meta == {}
    assert reply.rule == "warpware.version.get"
