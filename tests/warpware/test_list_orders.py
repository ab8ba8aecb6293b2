"""GET /orders: order and filters. Source: "Orders"; readings.md, "Dates"."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import Reply, WarpWare

STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")
FILTERS = ("status", "tag", "external_id", "tracking_number", "date_from", "date_to", "updated_since")
DATES = ("date_from", "date_to", "updated_since")

Order = dict[str, Any]


def names(reply: Reply, case: object = None) -> list[str]:
    """The external ids that a list answers."""
    assert reply.status == 200, (case, reply)
    return [order["external_id"] for order in reply.data]


def listed(client: WarpWare, **query: object) -> list[str]:
    return names(client.get("/orders", query=query), query)


def everything(client: WarpWare, query: Mapping[str, str]) -> list[Order]:
    """All orders that match, in page mode and in cursor mode, which must not differ."""
    orders: list[Order] = []
    for page in (1, 2):
        reply = client.get("/orders", query={**query, "per_page": "100", "page": str(page)})
        assert reply.status == 200, reply
        orders += reply.data
    assert len(orders) == reply.meta["total"]
    by_cursor: list[Order] = []
    cursor: str | None = ""
    while cursor is not None:
        reply = client.get("/orders", query={**query, "per_page": "100", "after": cursor})
        by_cursor += reply.data
        cursor = reply.meta["next_cursor"]
    assert by_cursor == orders
    return orders


def assert_refused(reply: Reply, name: str, rule: str = "warpware.query.invalid-value", case: object = None) -> None:
    assert (reply.status, reply.rule) == (400, rule), case
    assert name in reply.detail, case


@pytest.mark.rule("warpware.orders.list")
def test_each_order_of_a_list_is_the_same_as_by_its_id(demo: WarpWare) -> None:
    reply = demo.get("/orders?per_page=5")
    assert (reply.status, reply.rule, len(reply.data)) == (200, "warpware.orders.list", 5)
    assert reply.data == [demo.order(order["id"]) for order in reply.data]


@pytest.mark.rule("warpware.orders.newest-first")
def test_the_newest_order_comes_first_and_of_one_second_the_last_made(warpware: WarpWare) -> None:
    for name, seconds in (("A", 0), ("B", 60), ("C", 0), ("D", 0.5), ("E", 1)):
        warpware.handle.clock.advance(seconds)
        warpware.create(name)
    for mode in ["", "?after="]:
        assert names(warpware.get(f"/orders{mode}")) == ["E", "D", "C", "B", "A"], mode


@pytest.mark.rule("warpware.orders.newest-first")
def test_a_change_does_not_move_an_order(warpware: WarpWare) -> None:
    first, _ = warpware.create("A"), warpware.create("B")
    warpware.handle.clock.advance(60)
    assert warpware.patch(f"/orders/{first}", {"note": "changed"}).status == 200
    assert listed(warpware) == ["B", "A"]


@pytest.mark.rule("warpware.orders.filter-status")
def test_the_status_filter_lists_the_orders_in_that_status_alone(warpware: WarpWare) -> None:
    for number in (1, 2):
        for status in STATUSES:
            warpware.in_status(status, f"{status}-{number}")
    for status in STATUSES:
        assert listed(warpware, status=status) == [f"{status}-2", f"{status}-1"], status


@pytest.mark.rule("warpware.orders.filter-status")
def test_a_word_that_is_no_status_is_400(warpware: WarpWare) -> None:
    for status in ["Shipped", "SHIPPED", "unknown", "shipped,failed", " shipped", "canceled"]:
        assert_refused(warpware.get("/orders", query={"status": status}), "status", case=status)


@pytest.mark.rule("warpware.orders.filter-tag")
def test_the_tag_filter_lists_the_orders_with_exactly_that_tag(warpware: WarpWare) -> None:
    tags = {"A": ["vip"], "B": ["Größe #1 & 2"], "C": ["rush", "vip", "vip"], "D": ["VIP"], "E": []}
    for name, own in tags.items():
        warpware.create(name, tags=own)
    for tag, found in [
        ("vip", ["C", "A"]),
        ("VIP", ["D"]),
        ("rush", ["C"]),
        ("vi", []),
        ("vip,rush", []),
        ("Größe #1 & 2", ["B"]),
    ]:
        assert listed(warpware, tag=tag) == found, (tag, found)


@pytest.mark.rule("warpware.orders.filter-external-id")
def test_the_external_id_filter_lists_the_one_order_with_exactly_that_id(warpware: WarpWare) -> None:
    for name in ("ORDER-1", "ORDER-10", "order-1", "#1/2 ü%41"):
        warpware.create(name)
    for external_id in ["ORDER-1", "order-1", "#1/2 ü%41"]:
        assert listed(warpware, external_id=external_id) == [external_id], external_id


@pytest.mark.rule("warpware.orders.filter-external-id")
def test_an_external_id_that_no_order_has_lists_none(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    assert listed(warpware, external_id="ORDER") == []


@pytest.mark.rule("warpware.orders.filter-tracking-number")
def test_the_tracking_number_filter_lists_the_orders_with_exactly_that_number(warpware: WarpWare) -> None:
    for name, number in (("A", "1Z999AA10123456784"), ("B", "1Z999AA1"), ("C", "1Z999AA10123456784")):
        assert warpware.patch(f"/orders/{warpware.create(name)}", {"tracking_number": number}).status == 200
    warpware.create("D")
    assert listed(warpware, tracking_number="1Z999AA10123456784") == ["C", "A"]
    assert listed(warpware, tracking_number="1z999aa10123456784") == []


@pytest.mark.rule("warpware.orders.filter-tracking-number")
def test_a_tracking_number_that_was_replaced_finds_nothing_any_more(warpware: WarpWare) -> None:
    order_id = warpware.create("A")
    for number in ("OLD", "NEW"):
        assert warpware.patch(f"/orders/{order_id}", {"tracking_number": number}).status == 200
    assert (listed(warpware, tracking_number="OLD"), listed(warpware, tracking_number="NEW")) == ([], ["A"])


MOMENTS = {
    "eve": "2026-02-26T23:59:59Z",
    "midnight": "2026-02-27T00:00:00Z",
    "ten": "2026-02-27T10:00:00Z",
    "last": "2026-02-27T23:59:59Z",
    "next": "2026-02-28T00:00:00Z",
}


@pytest.mark.rule(
    "warpware.orders.filter-dates", "warpware.dates.formats", "warpware.dates.inclusive", "warpware.dates.whole-day"
)
def test_date_from_and_date_to_list_what_was_created_between_them(world: Callable[..., WarpWare]) -> None:
    client = world(now=MOMENTS["eve"])
    for name, at in MOMENTS.items():
        client.handle.clock.freeze(at)
        client.create(name)
    for query, found in [
        ({"date_from": "2026-02-27"}, "next last ten midnight"),
        ({"date_to": "2026-02-27"}, "last ten midnight eve"),
        ({"date_from": "2026-02-27", "date_to": "2026-02-27"}, "last ten midnight"),
        ({"date_from": "2026-02-28", "date_to": "2026-02-26"}, ""),
        ({"date_from": "2026-02-27T10:00:00Z"}, "next last ten"),
        ({"date_to": "2026-02-27T10:00:00Z"}, "ten midnight eve"),
        ({"date_from": "2026-02-27T10:00:00Z", "date_to": "2026-02-27T10:00:00Z"}, "ten"),
        ({"date_to": "2026-02-27T09:59:59Z"}, "midnight eve"),
        ({"date_from": "2026-02-27T10:00:00"}, "next last ten"),
        ({"date_to": "2026-02-27T10:00"}, "ten midnight eve"),
        ({"date_from": "2026-02-27T12:00:00+02:00"}, "next last ten"),
        ({"date_from": "2026-02-27T12:00:01+0200"}, "next last"),
        ({"date_to": "2026-02-27T05:00:00-05:00"}, "ten midnight eve"),
        ({"date_to": "2026-02-27T04:59:59-05:00"}, "midnight eve"),
        ({"date_to": "2026-02-27T10:00:00.999Z"}, "ten midnight eve"),
        ({"date_from": "2026-02-27T10:00:00.000001Z"}, "next last"),
        ({"date_from": "0001-01-01", "date_to": "9999-12-31"}, "next last ten midnight eve"),
    ]:
        assert listed(client, **query) == found.split(), (query, found)


@pytest.mark.rule("warpware.orders.filter-updated-since", "warpware.dates.inclusive")
def test_updated_since_lists_new_and_changed_orders(warpware: WarpWare) -> None:
    first, _ = warpware.create("A"), warpware.create("B")
    warpware.handle.clock.advance(hours=1)
    warpware.create("C")
    warpware.handle.clock.advance(hours=1)
    assert warpware.patch(f"/orders/{first}", {"note": "changed"}).status == 200
    for since, found in [
        ("2026-02-27T10:00:00Z", ["C", "B", "A"]),
        ("2026-02-27T10:00:01Z", ["C", "A"]),
        ("2026-02-27T11:00:00Z", ["C", "A"]),
        ("2026-02-27T12:00:00+01:00", ["C", "A"]),
        ("2026-02-27T11:00:01", ["A"]),
        ("2026-02-27T12:00:01Z", []),
    ]:
        assert listed(warpware, updated_since=since) == found, (since, found)


NO_DATES = ["", " ", "now", "1772186400", "2026-02-30", "2026-13-01", "27.02.2026", "02/27/2026", "20260227"]
NO_DATES += ["2026-2-7", "2026-W09-5", "2026-02-27T", "2026-02-27T25:00:00Z", "2026-02-27T10:00:60Z", "0000-01-01"]
NO_DATES += ["2026-02-27T10:00:00+25:00", "2026-02-27 10:00:00", "2026-02-27T10:00:00 02:00", "２０２６-02-27"]


@pytest.mark.rule("warpware.dates.formats")
def test_what_is_no_date_is_400(warpware: WarpWare) -> None:
    for value in NO_DATES:
        for name in DATES:
            assert_refused(
                warpware.get("/orders", query={name: value}), name, "warpware.dates.formats", case=(name, value)
            )


@pytest.mark.rule("warpware.query.empty-filter", "warpware.query.invalid-value")
def test_an_empty_filter_is_400(warpware: WarpWare) -> None:
    for name in FILTERS:
        other = "warpware.query.invalid-value" if name == "status" else "warpware.query.empty-filter"
        rule = "warpware.dates.formats" if name in DATES else other
        assert_refused(warpware.get(f"/orders?{name}="), name, rule, case=name)


@pytest.mark.rule("warpware.query.given-twice")
def test_a_parameter_that_is_given_twice_is_400(warpware: WarpWare) -> None:
    for query in ["status=hold&status=failed", "tag=a&page=1&tag=a", "page=1&page=2", "after=&after="]:
        reply = warpware.get(f"/orders?{query}")
        assert_refused(reply, query.partition("=")[0], "warpware.query.given-twice", case=query)


@pytest.mark.rule("warpware.query.given-twice", "warpware.errors.all-faults-named")
def test_all_that_are_given_twice_are_named_beside_other_faults(warpware: WarpWare) -> None:
    reply = warpware.get("/orders?tag=a&tag=b&status=new&page=1&page=0&date_to=soon")
    assert (reply.status, reply.rule) == (400, "warpware.query.invalid-value")
    twice = "stands in the query twice"
    for told in (f"tag: {twice}", f"page: {twice}", "status: must be one of", "date_to: must be a date"):
        assert reply.detail.count(told) == 1
    assert reply.detail.count("page: ") == 1


@pytest.mark.rule("warpware.errors.all-faults-named")
def test_several_wrong_parameters_are_all_named(warpware: WarpWare) -> None:
    reply = warpware.get("/orders?status=new&date_from=soon&page=0&per_page=x&updated_since=")
    for name in ("status", "date_from", "page", "per_page", "updated_since"):
        assert_refused(reply, name)


@pytest.mark.rule("warpware.query.unreadable")
def test_a_query_that_is_no_utf_8_or_holds_nul_is_400(warpware: WarpWare) -> None:
    for query in ["tag=%ff", "tag=%c3%28", "tag=%ed%a0%80", "%ff=a", "tag=a%00b", "a%00=b"]:
        assert_refused(warpware.get(f"/orders?{query}"), "", "warpware.query.unreadable", case=query)


@pytest.mark.rule("warpware.query.unknown-ignored")
def test_unknown_parameters_are_ignored_and_noted(warpware: WarpWare) -> None:
    order_id = warpware.create()
    for path in ["/orders", "/orders/stats", f"/orders/{order_id}", "/version"]:
        plain = warpware.get(path)
        warpware.handle.journal.clear()
        reply = warpware.get(f"{path}?colour=red&Status=&sort=-id")
        assert (reply.status, reply.body) == (200, plain.body), path
        (exchange,) = warpware.handle.journal
        assert len(exchange.notes) == 3, path
        assert all(
            name in note for name, note in zip(("Status", "colour", "sort"), sorted(exchange.notes), strict=True)
        ), path


@pytest.mark.rule("warpware.query.unknown-ignored")
def test_unknown_parameters_are_ignored_however_often_they_come(warpware: WarpWare) -> None:
    for path in ("/orders", "/version"):
        warpware.handle.journal.clear()
        assert warpware.get(f"{path}?expand[]=a&expand[]=b&expand[]=c").status == 200
        (exchange,) = warpware.handle.journal
        assert exchange.notes == ["query parameter expand[] is not one of this operation's: ignored"]


def moment(text: str) -> datetime.datetime:
    parsed = datetime.datetime.fromisoformat(text)
    return parsed.replace(tzinfo=parsed.tzinfo or datetime.UTC)


def matches(order: Order, query: Mapping[str, str]) -> bool:
    """What the filters say, read off the order itself."""
    last = query.get("date_to", "")
    return (
        query.get("status") in (None, order["status"])
        and ("tag" not in query or query["tag"] in order["tags"])
        and query.get("external_id") in (None, order["external_id"])
        and query.get("tracking_number") in (None, order["tracking_number"])
        and ("date_from" not in query or moment(order["created_at"]) >= moment(query["date_from"]))
        and (not last or moment(order["created_at"]) <= moment(last + "T23:59:59" if len(last) == 10 else last))
        and ("updated_since" not in query or moment(order["updated_at"]) >= moment(query["updated_since"]))
    )


FORMS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text[:10],
    lambda text: text[:19],
    lambda text: (moment(text) + datetime.timedelta(seconds=1)).isoformat(),
    lambda text: moment(text).astimezone(datetime.timezone(datetime.timedelta(hours=-5))).isoformat(),
)


@pytest.mark.rule("warpware.orders.filters-combine")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_filters_list_what_a_look_at_every_order_finds(demo: WarpWare, data: st.DataObject) -> None:
    orders = everything(demo, {})
    assert len(orders) == 120
    one = st.sampled_from(orders)
    usual = data.draw(one)
    query: dict[str, str] = {}
    for name in data.draw(st.sets(st.sampled_from(FILTERS), min_size=1)):
        order = data.draw(st.just(usual) | one)
        value = {"date_from": order["created_at"], "date_to": order["created_at"], "updated_since": order["updated_at"]}
        if name in DATES:
            query[name] = data.draw(st.sampled_from(FORMS))(value[name])
        else:
            query[name] = (order["tags"] or ["none"])[0] if name == "tag" else order[name] or "none"
    assert everything(demo, query) == [order for order in orders if matches(order, query)]
