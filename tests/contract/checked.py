"""Exchanges against the OpenAPI document of their API."""

from __future__ import annotations

from functools import cache

from contract.openapi_contract import Contract
from mockserver.app import VENDORS
from mockserver.core import resources
from mockserver.core.exchange import Exchange

DOCUMENTS = {"control": "control"} | {vendor.name: vendor.document or vendor.name for vendor in VENDORS}
"""The name of each API's OpenAPI document."""


@cache
def contract(api: str) -> Contract | None:
    """By the name of the API that an exchange belongs to; None for a path that belongs to none."""
    return Contract.load(resources.openapi(DOCUMENTS[api])) if api in DOCUMENTS else None


def violations(exchange: Exchange) -> list[str]:
    """What an exchange does against its API's OpenAPI document; one that a fault rule touched may do anything."""
    if exchange.faults:
        return []
    known = contract(exchange.vendor)
    # A replay answers before it looks at the body: readings.md, warpware.idempotency-mismatch.
    return known.violations(exchange, request=not exchange.replayed) if known else []
