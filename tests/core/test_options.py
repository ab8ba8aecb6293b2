"""A sandbox is made from what was asked for, or not at all: a wrong option never passes silently."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver import MockServer
from mockserver.core.autopilot import BadAutopilot
from mockserver.core.limits import BadLimits
from mockserver.core.rules import UnknownReading
from mockserver.core.sandbox import BadOption, SandboxOptions


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("seed", "7"),
        ("seed", 1.0),
        ("seed", True),
        ("seed", 2**63),
        ("seed", -(2**63) - 1),
        ("profile", 5),
        ("profile", None),
        ("now", 5),
        ("frozen", "no"),
        ("frozen", None),
        ("readings", None),
        ("readings", [("warpware.envelope", "always")]),
        ("limits", "x"),
        ("limits", 200),
        ("autopilot", "on"),
        ("autopilot", 60),
        ("autopilot", None),
    ],
)
def test_a_value_of_another_kind_is_refused_by_its_option_s_name(option: str, value: object) -> None:
    options: dict[str, Any] = {option: value}
    with pytest.raises(BadOption, match=f"^{option}: must be "):
        SandboxOptions(**options)


@pytest.mark.parametrize("seed", [0, -1, 2**63 - 1, -(2**63)])
def test_any_seed_of_64_bits_will_do(seed: int) -> None:
    assert SandboxOptions(seed=seed).seed == seed


def test_python_callers_get_the_same_refusals() -> None:
    server = MockServer()
    with pytest.raises(BadOption, match="seed"):
        server.sandboxes.create(server.sandboxes.options(seed="x"))
    with pytest.raises(BadLimits, match="warpware"):
        server.sandboxes.create(server.sandboxes.options(limits={"warpware": 5}))
    with pytest.raises(BadAutopilot, match="sped"):
        server.sandboxes.create(server.sandboxes.options(autopilot={"sped": 5}))
    with pytest.raises(UnknownReading, match=r"warpware\.envelope"):
        server.sandboxes.create(server.sandboxes.options(readings={"warpware.envelop": "always"}))
