"""Exchanges against the OpenAPI document of their API."""

from __future__ import annotations

from contract.openapi_contract import Contract
from mockserver.core import resources
from mockserver.core.exchange import Exchange

CONTRACTS = {path.stem: Contract.load(path) for path in sorted(resources.openapi().glob("*.yaml"))}
"""By the name of the API that an exchange belongs to."""


def violations(exchange: Exchange) -> list[str]:
    """What an exchange does against its API's OpenAPI document; one that a fault rule touched may do anything."""
    if exchange.faults:
        return []
    contract = CONTRACTS.get(exchange.vendor)
    if contract is None:  # a path that belongs to no API
        return []
    # A replay answers before it looks at the body: readings.md, warpware.idempotency-mismatch.
    return contract.violations(exchange, request=not exchange.replayed)
