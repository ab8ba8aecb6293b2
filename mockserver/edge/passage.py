"""One request on its way through the stations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.errors import DomainError
from mockserver.core.exchange import Exchange
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.operation import Call, Operation, Principal, Vendor
from mockserver.core.sandbox import Sandbox


@dataclass(slots=True)
class Passage:
    """What the stations know so far; each one fills in its part.

    ``unrouted`` is the refusal to give, once the caller has proved who it is, when no operation
    matches. ``claimed`` turns true when a valid key has named a sandbox: only then are ``principal``
    and ``sandbox`` there. ``answered`` turns true when a station before the handler's gave the answer,
    ``handled`` when
    the handler was asked, ``committed`` when it answered with success, now or to an earlier attempt. ``faults`` is
    what goes wrong with the call.
    """

    vendor: Vendor
    exchange: Exchange
    operation: Operation
    path: Mapping[str, str]
    unrouted: DomainError | None = None
    claimed: bool = False
    principal: Principal = field(init=False)
    sandbox: Sandbox = field(init=False)
    query: Mapping[str, Any] = field(default_factory=dict)
    json: Mapping[str, Any] = field(default_factory=dict)
    call: Call = field(init=False)
    fingerprint: bytes = b""
    answered: bool = False
    handled: bool = False
    committed: bool = False
    faults: FaultPlan | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    rule: str = ""
