"""What an order leaves the warehouse in, and what that costs.

Source: "Get an Order's Packages", "Get an Order's Fees". An order's postage is its ship_actual_cost, which is the
sum of its packages'; likewise each other fee is the sum of what its packages bear. The amounts are made up.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mockserver.whiplash.carriers import tracking_number
from mockserver.whiplash.records import Order, OrderItem, Package
from mockserver.whiplash.shipping_methods import choose_method, postage
from mockserver.whiplash.state import WhiplashState

UNITS_A_PACKAGE = 12
"""An order's items go into one package after the other; an item that would exceed this begins the next one."""

_PICK_FIRST, _PICK_NEXT = Decimal("1.75"), Decimal("0.35")
_PACK = Decimal("1.50")
_BOXES = (
    # Units that fit, packaging fee, inches.
    (2, Decimal("0.60"), (10, 7, 2)),
    (5, Decimal("0.95"), (12, 9, 4)),
    (UNITS_A_PACKAGE, Decimal("1.60"), (16, 12, 8)),
)
_DEFAULT_POUNDS = Decimal("0.75")
"""What a unit weighs where its item does not say."""

_CUBIC_INCHES_A_POUND = 166


@dataclass(frozen=True, slots=True)
class Fees:
    pick: Decimal
    pack: Decimal
    packaging: Decimal
    postage: Decimal

    @property
    def total(self) -> Decimal:
        return self.pick + self.pack + self.packaging + self.postage


def method_of(state: WhiplashState, order: Order) -> str:
    """The shipping method that the order goes by."""
    warehouse = state.warehouses.get(order.warehouse_id)
    home = "US" if warehouse is None else warehouse.country
    return choose_method(order.shop_shipping_method_text, abroad=order.shipping_country not in (None, home))


def pack(state: WhiplashState, order: Order, method: str, at: int) -> list[tuple[Package, tuple[OrderItem, ...]]]:
    """The order's packages, not stored yet, each with what is in it. An order without items goes in an empty one."""
    stream = state.streams[f"{state.purpose}.warehouse"]
    return [_package(state, order, lines, method, stream, at) for lines in _share_out(state.items_of(order.id))]


def fees_of(order: Order, packages: Iterable[Package]) -> Fees:
    """What an order that has shipped cost, by kind."""
    zero = Decimal(0)
    listed = list(packages)
    return Fees(
        pick=sum((package.pick_fee_actual for package in listed), zero),
        pack=sum((package.pack_fee_actual for package in listed), zero),
        packaging=sum((package.packaging_fee_actual for package in listed), zero),
        postage=order.ship_actual_cost or zero,
    )


def _share_out(items: Sequence[OrderItem]) -> list[tuple[OrderItem, ...]]:
    packages: list[list[OrderItem]] = [[]]
    units = 0
    for line in items:
        if packages[-1] and units + line.quantity > UNITS_A_PACKAGE:
            packages.append([])
            units = 0
        packages[-1].append(line)
        units += line.quantity
    return [tuple(lines) for lines in packages]


def _package(
    state: WhiplashState, order: Order, lines: tuple[OrderItem, ...], method: str, stream: random.Random, at: int
) -> tuple[Package, tuple[OrderItem, ...]]:
    units = sum(line.quantity for line in lines)
    weight = sum((_pounds(state, line) for line in lines), Decimal("0.20"))
    _, box_fee, (length, width, height) = next((box for box in _BOXES if units <= box[0]), _BOXES[-1])
    volume = Decimal(length * width * height)
    label = stream.randint(10_000_000, 99_999_999)
    package = Package(
        id=state.next_id("packages"),
        order_id=order.id,
        created_at=at,
        updated_at=at,
        tracking=tracking_number(method, stream),
        shipment_id=f"shp_{stream.getrandbits(128):032x}",
        shipment_created_at=at,
        shipment_updated_at=at,
        shipped_on=at,
        ship_actual_cost=postage(method, weight),
        shipping_label_url=f"https://labels.whiplash.example/postage_label/{label}.epl2",
        pick_fee_actual=(_PICK_FIRST + _PICK_NEXT * (units - 1)) if units else Decimal("0.00"),
        pack_fee_actual=_PACK,
        packaging_fee_actual=box_fee,
        ship_actual_currency=state.account.currency,
        actual_weight=weight,
        actual_length=Decimal(length),
        actual_width=Decimal(width),
        actual_height=Decimal(height),
        actual_dimensional_weight=(volume / _CUBIC_INCHES_A_POUND).quantize(Decimal("0.01")),
    )
    return package, lines


def _pounds(state: WhiplashState, line: OrderItem) -> Decimal:
    item = state.items.get(line.item_id)
    each = _DEFAULT_POUNDS if item is None or item.weight is None else item.weight
    return each * line.quantity
