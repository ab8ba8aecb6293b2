"""Packages, tracking, fees and stock of what has shipped. Source: "Get an Order's Packages", "Get an Order's Fees"."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.whiplash import ordering
from mockserver.whiplash.carriers import tracking_link, tracking_number
from mockserver.whiplash.packaging import fees_of
from mockserver.whiplash.records import Order
from mockserver.whiplash.shipping_methods import SHIPPING_METHODS, choose_method
from mockserver.whiplash.views import fees_view, order_view, package_view
from whiplash.accounts import MIDWEST, Account, open_account


@pytest.fixture
def account() -> Account:
    return Account(open_account())


def shipped(account: Account, order: Order) -> Order:
    for status in (120, 150, 160, 200, 250, 300):
        order = ordering.move(account.state, order, status, account.tick())
    return order


@pytest.mark.rule("whiplash.packages.made")
def test_an_order_that_ships_gets_packages_a_method_tracking_and_its_cost(account: Account) -> None:
    order = shipped(account, account.order(account.item(), shop_shipping_method_text="Priority Mail"))
    (package,) = account.state.packages_of(order.id)
    assert order.ship_method == "USPS Priority Mail"
    assert order.shipped_on == order.updated_at == package.shipped_on
    assert order.tracking == (package.tracking,)
    assert order.ship_actual_cost == package.ship_actual_cost
    assert order.billed
    assert [(line.package_id, line.packed) for line in account.lines(order)] == [(package.id, 1)]


@pytest.mark.rule("whiplash.packages.made")
def test_an_order_has_no_packages_before_it_ships(account: Account) -> None:
    order = account.order(account.item())
    for status in (120, 150, 160, 200, 250):
        order = ordering.move(account.state, order, status, account.tick())
        assert account.state.packages_of(order.id) == []
        assert (order.ship_method, order.shipped_on, order.tracking, order.billed) == (None, None, (), False)


@pytest.mark.rule("whiplash.packages.packed")
def test_items_are_packed_when_the_order_is(account: Account) -> None:
    order = account.order((account.item(), 3))
    for status, packed in ((120, 0), (150, 0), (160, 3)):
        order = ordering.move(account.state, order, status, account.tick())
        assert [line.packed for line in account.lines(order)] == [packed]


@pytest.mark.rule("whiplash.packages.several")
def test_an_order_of_many_units_goes_in_several_packages_each_with_its_number(account: Account) -> None:
    items = [account.item(f"SKU-{number}", stock={MIDWEST: 40}) for number in range(3)]
    order = shipped(account, account.order(*((item, 10) for item in items)))
    packages = account.state.packages_of(order.id)
    assert len(packages) == 3
    assert order.tracking == tuple(package.tracking for package in packages)
    assert len(set(order.tracking)) == 3
    assert order.ship_actual_cost == sum(package.ship_actual_cost for package in packages)
    assert [line.package_id for line in account.lines(order)] == [package.id for package in packages]


@pytest.mark.rule("whiplash.packages.made")
def test_packages_are_made_once(account: Account) -> None:
    order = shipped(account, account.order(account.item()))
    before = account.state.packages_of(order.id)
    for status in (325, 350):
        order = ordering.move(account.state, order, status, account.tick())
    order = ordering.place(account.state, order, 400, account.tick())
    assert account.state.packages_of(order.id) == before
    assert order.tracking == (before[0].tracking,)


@pytest.mark.rule("whiplash.packages.stock")
def test_what_ships_leaves_the_warehouse_with_a_transaction(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 10})
    order = shipped(account, account.order((tee, 3)))
    assert account.lying(tee) == (7, 0)
    assert account.item_now(tee).quantity == 7
    last = list(account.state.item_transactions)[-1]
    assert (last.item_id, last.warehouse_id, last.quantity, last.order_id) == (tee.id, MIDWEST, -3, order.id)


@pytest.mark.rule("whiplash.packages.stock")
def test_what_is_shipped_without_being_there_takes_all_that_is(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 2})
    order = account.order((tee, 3))
    ordering.place(account.state, order, 300, account.tick())
    assert account.lying(tee) == (0, 0)


@pytest.mark.rule("whiplash.orders.shipped-event")
def test_shipping_is_told_of_once_with_the_order_as_it_is_then(account: Account) -> None:
    order = shipped(account, account.order(account.item()))
    told = [event for event in account.state.events if event.name == "order.shipped"]
    assert [event.record for event in told] == [order]


@pytest.mark.rule("whiplash.orders.shipped-event")
def test_what_is_put_beyond_shipping_is_told_of_as_shipped_and_not_again(account: Account) -> None:
    order = ordering.place(account.state, account.order(account.item()), 350, account.tick())
    ordering.place(account.state, order, 300, account.tick())
    told = [event for event in account.state.events if event.name == "order.shipped"]
    assert [event.record for event in told] == [order]


# Fees


@pytest.mark.rule("whiplash.fees.sum")
def test_the_fees_add_up_and_the_postage_is_what_shipping_cost(account: Account) -> None:
    items = [account.item(f"SKU-{number}", stock={MIDWEST: 40}) for number in range(2)]
    order = shipped(account, account.order(*((item, 9) for item in items)))
    packages = account.state.packages_of(order.id)
    fees = fees_view(fees_of(order, packages))
    assert list(fees) == ["pick", "pack", "packaging", "postage", "total"]
    assert all(type(fee) is float and fee > 0 for fee in fees.values())
    assert fees["postage"] == float(order.ship_actual_cost or 0)
    total = sum(Decimal(str(fees[name])) for name in ("pick", "pack", "packaging", "postage"))
    assert Decimal(str(fees["total"])) == total
    assert fees["pick"] == float(sum(package.pick_fee_actual for package in packages))


@pytest.mark.rule("whiplash.fees.sum")
@given(units=st.lists(st.integers(1, 60), max_size=6), method=st.sampled_from([None, *SHIPPING_METHODS]))
def test_fees_add_up_in_whole_cents_whatever_is_in_an_order(units: list[int], method: str | None) -> None:
    account = Account(open_account())
    lines = [(account.item(f"S{place}", stock={MIDWEST: 60}), count) for place, count in enumerate(units)]
    order = ordering.place(account.state, account.order(*lines, shop_shipping_method_text=method), 300, account.tick())
    fees = fees_of(order, account.state.packages_of(order.id))
    parts = (fees.pick, fees.pack, fees.packaging, fees.postage)
    assert fees.total == sum(parts)
    assert all(part == part.quantize(Decimal("0.01")) for part in parts)


# Methods and tracking


@pytest.mark.rule("whiplash.shipping.method-chosen")
@pytest.mark.parametrize(
    ("wish", "abroad", "method"),
    [
        ("UPS Ground", False, "UPS Ground"),
        ("usps media mail", False, "USPS Media Mail"),
        ("Priority Mail", False, "USPS Priority Mail"),
        ("Whiplash Cheapest 1 Day or Better", False, "FedEx Standard Overnight"),
        ("Whiplash Cheapest 2 Days or Better (International)", True, "FedEx International Priority"),
        ("Whiplash Cheapest Tracked", False, "USPS Ground Advantage"),
        ("Whiplash Pick Up", False, "Whiplash Pick Up"),
        ("Standard Shipping", False, "USPS Ground Advantage"),
        (None, False, "USPS Ground Advantage"),
        ("", True, "USPS First Class Package International"),
    ],
)
def test_the_method_is_the_wished_for_one_or_the_cheapest(wish: str | None, abroad: bool, method: str) -> None:
    assert choose_method(wish, abroad=abroad) == method


@pytest.mark.rule("whiplash.shipping.method-chosen")
@given(wish=st.one_of(st.none(), st.text(max_size=30), st.sampled_from(SHIPPING_METHODS)), abroad=st.booleans())
def test_every_order_ships_by_a_method_of_the_list(wish: str | None, abroad: bool) -> None:
    assert choose_method(wish, abroad=abroad) in SHIPPING_METHODS


@pytest.mark.rule("whiplash.shipping.methods")
def test_the_list_of_methods_is_the_documents_without_repetitions() -> None:
    assert len(SHIPPING_METHODS) == len(set(SHIPPING_METHODS)) == 158
    assert SHIPPING_METHODS[0] == "APC Priority International"
    assert SHIPPING_METHODS[-1] == "X delivery Standard Expedited"
    assert {"DPDUK ExpressPackClassic", "FedEx International Economy", "FedEx International Priority"} <= set(
        SHIPPING_METHODS
    )


def s10_is_right(number: str) -> bool:
    digits = [int(sign) for sign in number[2:11]]
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=False)) % 11
    return digits[8] == {10: 0, 11: 5}.get(rest, rest)


@pytest.mark.rule("whiplash.shipping.tracking")
@pytest.mark.parametrize(
    ("method", "form", "link"),
    [
        ("UPS Ground", r"1Z[0-9A-Z]{16}", "https://www.ups.com/track?tracknum="),
        ("USPS Priority Mail", r"9\d{21}", "https://tools.usps.com/go/TrackConfirmAction?tLabels="),
        ("USPSScanBasedReturns USPS Return Label Priority", r"9\d{21}", "https://tools.usps.com/"),
        ("FedEx 2 Day", r"\d{12}", "https://www.fedex.com/fedextrack/?trknbr="),
        ("FedExSmartPost SmartPost", r"\d{12}", "https://www.fedex.com/"),
        ("DHL Express Worldwide", r"\d{10}", "https://www.dhl.com/"),
        ("DhlEcs DHLParcelGround", r"420\d{19}", "https://webtrack.dhlecs.com/"),
        ("RoyalMail Tracked 24", r"TT\d{9}GB", "https://www.royalmail.com/"),
        ("CanadaPost Xpresspost", r"LM\d{9}CA", "https://www.canadapost-postescanada.ca/"),
        ("AustraliaPost ParcelPost", r"LX\d{9}AU", "https://auspost.com.au/"),
        ("DPDUK Parcel Dpd Next Day", r"1550\d{10}", "https://track.dpd.co.uk/"),
        ("UPSi-Parcel UPSIparcel", r"UPSI\d{12}", "https://track.upsi-parcel.example/"),
        ("Swyft NEXTDAY", r"SWY\d{12}", "https://track.swyft.example/"),
    ],
)
def test_numbers_and_links_fit_the_carrier(account: Account, method: str, form: str, link: str) -> None:
    stream = account.state.streams["whiplash.test"]
    for _ in range(50):
        number = tracking_number(method, stream)
        assert re.fullmatch(form, number)
        assert tracking_link(method, number).startswith(link)
        assert tracking_link(method, number).endswith(number)
        if number[:2].isalpha() and number[-2:].isalpha():
            assert s10_is_right(number)


@pytest.mark.rule("whiplash.shipping.tracking")
def test_every_method_has_a_carrier(account: Account) -> None:
    for method in SHIPPING_METHODS:
        number = tracking_number(method, account.state.streams["whiplash.test"])
        assert re.fullmatch(r"https://[a-z0-9.-]+/\S+", tracking_link(method, number)), method


@pytest.mark.rule("whiplash.shipping.delivery-date")
def test_the_delivery_date_counts_from_shipping(account: Account) -> None:
    slow = shipped(account, account.order(account.item(), days_in_transit=1, shop_shipping_method_text="UPS Ground"))
    assert order_view(account.state, slow)["approximate_delivery_date"] == "2026-02-28"
    usual = shipped(account, account.order(account.item(), shop_shipping_method_text="UPS Next Day Air"))
    assert order_view(account.state, usual)["approximate_delivery_date"] == "2026-02-28"
    waiting = account.order(account.item())
    assert order_view(account.state, waiting)["approximate_delivery_date"] is None


@pytest.mark.rule("whiplash.shipping.delivery-date")
@pytest.mark.parametrize("days", [3_000_000, 10**17, -(10**17)])
def test_a_delivery_day_that_no_calendar_has_is_null(account: Account, days: int) -> None:
    order = shipped(account, account.order(account.item(), days_in_transit=days))
    assert order_view(account.state, order)["approximate_delivery_date"] is None


@pytest.mark.rule("whiplash.packages.made")
def test_a_package_shows_what_the_order_shows(account: Account) -> None:
    order = shipped(account, account.order(account.item()))
    (package,) = [package_view(account.state, package) for package in account.state.packages_of(order.id)]
    shown = order_view(account.state, order)
    assert shown["tracking"] == (package["tracking"],)
    assert shown["tracking_links"][0].endswith(package["tracking"])
    assert shown["ship_actual_cost"] == package["ship_actual_cost"]
    assert shown["shipped_on"] == package["shipped_on"] == "2026-02-27T05:00:09-05:00"
