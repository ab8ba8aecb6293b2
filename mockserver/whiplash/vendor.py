"""Whiplash as one vendor, for the edge to bind."""

from __future__ import annotations

from mockserver.core.leaky_bucket import leaky_bucket
from mockserver.core.operation import CommonRules, Vendor
from mockserver.whiplash import keys
from mockserver.whiplash.errors import refuse
from mockserver.whiplash.export import export_state
from mockserver.whiplash.hooking import OBJECTS
from mockserver.whiplash.ledger import LEDGER
from mockserver.whiplash.operations import OPERATIONS
from mockserver.whiplash.render import CONTENT_TYPE, render
from mockserver.whiplash.seeding import open_state
from mockserver.whiplash.tolerance import decode, plain_path

WHIPLASH = Vendor(
    name="whiplash",
    host="https://www.whiplashmerch.com",
    prefix="/api",
    operations=OPERATIONS,
    ledger=LEDGER,
    rules=CommonRules(
        rate_limited={"requests": "whiplash.rate-limit.burst"},
        unknown_route="whiplash.errors.unknown-route",
        wrong_method="whiplash.errors.wrong-method",
        not_json="whiplash.body.not-json",
        content_type="whiplash.body.content-type",
        unreadable="whiplash.errors.unreadable",
        bad_query="whiplash.query.invalid-value",
        unreadable_query="whiplash.query.unreadable",
        invalid="whiplash.errors.by-field",
        too_large="whiplash.errors.too-large",
        unexpected="whiplash.errors.unexpected",
    ),
    authenticate=keys.authenticate,
    principal=keys.principal,
    unknown_key=keys.unknown_key,
    keys_for=keys.keys_of,
    key_headers=keys.key_headers,
    open_state=open_state,
    limits={"burst": 200, "refill": 2, "interval": 10},
    open_limiters=leaky_bucket,
    render=render,
    refuse=refuse,
    content_type=CONTENT_TYPE,
    normalise_path=plain_path,
    decode=decode,
    answers_head=True,
    hides_methods=True,
    events=tuple(OBJECTS),
    export=export_state,
    sample="/orders?status=processing&limit=1",
    document="whiplash-v1",
)
