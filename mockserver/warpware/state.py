"""All WarpWare records of one sandbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mockserver.core.clock import Clock
from mockserver.core.events import EventLog
from mockserver.core.randomness import Streams
from mockserver.core.records import Records
from mockserver.core.schedule import Schedule
from mockserver.core.table import Table
from mockserver.core.webhooks import Webhooks
from mockserver.warpware.records import (
    EXPORTS,
    LABELS,
    LOCATIONS,
    ORDERS,
    PREORDER_RULES,
    PRODUCTS,
    SHIPMENTS,
    STOCK,
    Account,
    Export,
    Label,
    Location,
    Order,
    PreorderRule,
    Product,
    Shipment,
    StockLevel,
)


class WarpWareState(Records):
    """What handlers work on. The caller holds the sandbox's lock.

    ``purpose`` prefixes the names of the random streams, so that seeding and serving draw from
    different ones.
    """

    def __init__(
        self,
        account: Account,
        clock: Clock,
        streams: Streams,
        readings: Mapping[str, str],
        events: EventLog,
        schedule: Schedule,
        webhooks: Webhooks,
        *,
        purpose: str = "warpware",
    ) -> None:
        self.account = account
        self.clock = clock
        self.streams = streams
        self.readings = readings
        self.events = events
        self.schedule = schedule
        self.webhooks = webhooks
        self.purpose = purpose
        self.orders: Table[Order] = Table(ORDERS)
        self.labels: Table[Label] = Table(LABELS)
        self.shipments: Table[Shipment] = Table(SHIPMENTS)
        self.preorder_rules: Table[PreorderRule] = Table(PREORDER_RULES)
        self.products: Table[Product] = Table(PRODUCTS)
        self.stock: Table[StockLevel] = Table(STOCK)
        self.locations: Table[Location] = Table(LOCATIONS)
        self.exports: Table[Export] = Table(EXPORTS)
        self.status_watcher: Callable[[Order], None] | None = None
        """Called with each order that is new or has changed its status, once it is stored."""

    def fork(
        self,
        clock: Clock,
        streams: Streams,
        readings: Mapping[str, str],
        events: EventLog,
        schedule: Schedule,
        webhooks: Webhooks,
    ) -> WarpWareState:
        """A sandbox's own state over the records of this one, which must not change any more."""
        twin = WarpWareState(self.account, clock, streams, readings, events, schedule, webhooks)
        twin.fork_tables(self)
        return twin

    def new_id(self) -> str:
        return self.streams.uuid(f"{self.purpose}.ids")

    def commit(self, order: Order, events: Sequence[str], at: int) -> None:
        """Store *order*, new or changed, and record what happened to it: all of it or nothing.

        Raises:
            DuplicateKey: another order has its external_id.
        """
        # Whatever could fail comes before the first write.
        drawn = [(self.streams.uuid(f"{self.purpose}.events"), name) for name in events]
        before = self.orders.get(order.id)
        self.orders.put(order)
        for event_id, name in drawn:
            self.events.record(event_id, "warpware", name, at, order)
        if self.status_watcher is not None and (before is None or before.status != order.status):
            self.status_watcher(order)
