"""The entries of an order's history, each kind in one place.

Source: "Order Timeline" shows the kinds received, status_changed and push_success; the others have
the same make (rule evaluations, holds and errors are named there, not shown).
"""

from __future__ import annotations

from typing import Any

from mockserver.warpware.records import TimelineEntry


def received(source: str, at: int) -> TimelineEntry:
    return TimelineEntry("lifecycle", "received", "OrderIngestionService", f"Order received from {source}", {}, at)


def routed(destination: str, at: int) -> TimelineEntry:
    message = f"Routing rule matched: {destination}"
    return TimelineEntry("rule", "rule_evaluated", "RuleEvaluationWorker", message, {"destination": destination}, at)


def status_changed(old: str, new: str, component: str, at: int, **details: Any) -> TimelineEntry:
    return TimelineEntry(
        "audit",
        "status_changed",
        component,
        f"Status changed: {old} to {new}",
        {"old_status": old, "new_status": new, **details},
        at,
    )


def split_off(child: str, skus: list[str], at: int) -> TimelineEntry:
    message = f"Pre-order items split off to {child}: {', '.join(skus)}"
    details = {"child_external_id": child, "skus": skus}
    return TimelineEntry("rule", "preorder_split", "RuleEvaluationWorker", message, details, at)


def split_from(parent: str, skus: list[str], at: int) -> TimelineEntry:
    message = f"Pre-order items split from {parent}: {', '.join(skus)}"
    details = {"parent_external_id": parent, "skus": skus}
    return TimelineEntry("rule", "preorder_split", "RuleEvaluationWorker", message, details, at)


def held(reason: str, component: str, at: int) -> TimelineEntry:
    return TimelineEntry("hold", "held", component, f"Order held: {reason}", {"reason": reason}, at)


def released(reason: str | None, component: str, at: int) -> TimelineEntry:
    return TimelineEntry("hold", "released", component, "Order released from hold", {"reason": reason}, at)


def pushed(warehouse_id: str, duration_ms: int, at: int) -> TimelineEntry:
    return TimelineEntry(
        "push",
        "push_success",
        "ExtensivAPIConnector",
        f"Order pushed to Extensiv (ID: {warehouse_id})",
        {"extensiv_order_id": warehouse_id, "duration_ms": duration_ms},
        at,
    )


def failed(error: str, attempt: int, at: int) -> TimelineEntry:
    details = {"error": error, "attempt": attempt}
    return TimelineEntry("error", "processing_failed", "ExtensivSyncWorker", f"Order failed: {error}", details, at)


def updated(fields: list[str], at: int) -> TimelineEntry:
    return TimelineEntry(
        "audit", "order_updated", "PartnerAPI", f"Order updated: {', '.join(fields)}", {"fields": fields}, at
    )


def label_attached(label_id: str, carrier: str, number: str, at: int) -> TimelineEntry:
    details = {"label_id": label_id, "carrier": carrier, "tracking_number": number}
    return TimelineEntry("label", "label_attached", "PartnerAPI", f"Label attached: {carrier} {number}", details, at)


def label_injected(label_id: str, carrier: str, number: str, at: int) -> TimelineEntry:
    message = f"Label injected into Extensiv: {carrier} {number}"
    details = {"label_id": label_id, "carrier": carrier, "tracking_number": number}
    return TimelineEntry("label", "label_injected", "ParcelLabelInjector", message, details, at)
