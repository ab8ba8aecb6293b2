"""Exchanges against the OpenAPI document of their API."""

from __future__ import annotations

from contract.openapi_contract import Contract
from mockserver.app import VENDORS
from mockserver.core import resources
from mockserver.core.exchange import Exchange

DOCUMENTS = {"control": "control"} | {vendor.name: vendor.document or vendor.name for vendor in VENDORS}
"""The name of each API's OpenAPI document."""

CONTRACTS = {api: Contract.load(resources.openapi(name)) for api, name in DOCUMENTS.items()}
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
