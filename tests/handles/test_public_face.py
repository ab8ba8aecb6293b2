"""What users import: types for annotations, and errors to catch."""

from __future__ import annotations

import inspect

import pytest

import mockserver
from mockserver import Received, SandboxHandle, SandboxReceiver, WarpWareHandle, WhiplashHandle, errors
from mockserver.control.errors import STATUS_OF
from mockserver.core.sandboxes import BadSandboxId


def test_what_the_handles_are_can_be_named(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    (event,) = receiver.wait()
    held = (event, receiver, sandbox.warpware, sandbox.whiplash, sandbox)
    kinds = (Received, SandboxReceiver, WarpWareHandle, WhiplashHandle, SandboxHandle)
    assert [type(one) for one in held] == list(kinds)
    assert all(getattr(mockserver, name) is not None for name in mockserver.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Sandbox'"):
        mockserver.Sandbox  # noqa: B018  # the look-up is the test


def test_every_error_that_a_control_call_names_is_there_to_be_caught() -> None:
    drawn = errors.__doc__ or ""
    public = [getattr(errors, name) for name in errors.__all__]
    assert {*STATUS_OF} - {BadSandboxId} <= {*public}
    for error in public:
        assert inspect.isclass(error)
        assert error.__name__ in drawn
