"""The address of the control API, which the greeting names, tells where to go from there."""

from __future__ import annotations

import pytest

from client import Http


@pytest.mark.parametrize("path", ["", "/"])
def test_the_control_address_itself_says_where_everything_is(control: Http, path: str) -> None:
    reply = control.get(path)
    base = control.get("/sandboxes/default").json["urls"]["warpware"].removesuffix("/partner/v1")
    assert (reply.status, reply.json) == (
        200,
        {
            "calls": f"{base}/_mock/openapi/control",
            "sandboxes": f"{base}/_mock/sandboxes",
            "rules": f"{base}/_mock/rules",
            "readings": f"{base}/_mock/readings",
            "urls": {"warpware": f"{base}/partner/v1", "whiplash": f"{base}/api"},
        },
    )
    for name in ("calls", "sandboxes", "rules", "readings"):
        assert control.get(reply.json[name].removeprefix(f"{base}/_mock")).status == 200
