"""Who can reach the control calls can change everything: design.md, "Control API"."""

from __future__ import annotations

import pytest

from mockserver import MockServer
from mockserver.server import OpenControl


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "mock.example"])
def test_an_address_that_others_reach_needs_a_token_or_a_word(host: str) -> None:
    with pytest.raises(OpenControl, match="control token"):
        MockServer(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_a_loopback_address_needs_neither(host: str) -> None:
    assert MockServer(host) is not None


@pytest.mark.parametrize("options", [{"control_token": "s3cret"}, {"open_control": True}], ids=str)
def test_either_of_them_will_do(options: dict[str, object]) -> None:
    assert MockServer("0.0.0.0", **options) is not None  # type: ignore[arg-type]  # one of two known options
