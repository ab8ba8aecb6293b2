"""WarpWare as one vendor, for the edge to bind."""

from __future__ import annotations

from mockserver.core.operation import CommonRules, Vendor
from mockserver.warpware import keys
from mockserver.warpware.envelope import render
from mockserver.warpware.errors import refuse
from mockserver.warpware.export import export_state
from mockserver.warpware.handlers.version import API_VERSION
from mockserver.warpware.ledger import LEDGER
from mockserver.warpware.operations import OPERATIONS
from mockserver.warpware.seeding import open_state
from mockserver.warpware.subscribing import EVENTS

WARPWARE = Vendor(
    name="warpware",
    host="https://api.warpware.io",
    prefix="/partner/v1",
    operations=OPERATIONS,
    ledger=LEDGER,
    rules=CommonRules(
        rate_limited={"requests": "warpware.rate-limit.requests", "walter": "warpware.rate-limit.walter"},
        missing_scope="warpware.scopes.missing",
        unknown_route="warpware.errors.unknown-route",
        wrong_method="warpware.errors.wrong-method",
        not_json="warpware.body.not-json",
        content_type="warpware.body.content-type",
        malformed="warpware.body.missing-field",
        unreadable="warpware.errors.unreadable",
        bad_query="warpware.query.invalid-value",
        unreadable_query="warpware.query.unreadable",
        invalid="warpware.body.invalid-value",
        too_large="warpware.errors.too-large",
        replayed="warpware.idempotency.replay",
        mismatch_replayed="warpware.idempotency.mismatch-replayed",
        mismatch_refused="warpware.idempotency.mismatch-refused",
        unexpected="warpware.errors.unexpected",
    ),
    authenticate=keys.authenticate,
    principal=keys.principal,
    unknown_key=keys.unknown_key,
    keys_for=keys.keys_of,
    scopes_for=keys.scopes_for,
    open_state=open_state,
    limits={"requests": 200, "walter": 10},
    limit_window=60,
    render=render,
    refuse=refuse,
    headers={"x-warpware-api-version": API_VERSION},
    idempotency_header="x-idempotency-key",
    idempotency_seconds=24 * 60 * 60,
    # Ambiguous: warpware.idempotency-mismatch
    rejects_mismatch=lambda readings: readings["warpware.idempotency-mismatch"] == "reject",
    events=EVENTS,
    export=export_state,
    sample="/orders?status=failed&per_page=1",
)
