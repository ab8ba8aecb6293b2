"""Page mode and cursor mode of GET /orders. Source: "Cursor Pagination"; readings.md, "Cursor mode", "Page mode"."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import Reply, WarpWare, order_body


@pytest.mark.rule("warpware.paging.lists-in-one-piece")
def test_the_lists_that_the_document_shows_without_pages_have_none(demo: WarpWare) -> None:
    order_id = demo.create()
    for number in range(3):
        demo.post("/preorder-rules", {"sku": f"SOON-{number}", "hold_mode": "split"})
        demo.post("/webhooks", {"url": f"https://receiver.example/{number}", "events": ["order.shipped"]})
        demo.post(f"/orders/{order_id}/labels", {"tracking_number": f"1Z{number}", "carrier": "UPS"})
    lists = {"/locations": 4, "/inventory/locations": 29, "/preorder-rules": 3, "/webhooks": 3}
    for path, count in {**lists, f"/orders/{order_id}/labels": 3}.items():
        whole = demo.get(path)
        assert len(whole.data) == count
        for query in ("page=2&per_page=1", "after=&per_page=1", "page=0&per_page=x"):
            assert demo.get(f"{path}?{query}").body == whole.body, (path, query)


def fill(client: WarpWare, count: int, first: int = 1) -> list[str]:
    """Create orders in batches; answers their external ids, newest first."""
    names = [f"ORDER-{number}" for number in range(first, first + count)]
    for start in range(0, count, 100):
        reply = client.post("/orders/bulk", {"orders": [order_body(name) for name in names[start : start + 100]]})
        assert (reply.status, reply.meta["errors"]) == (207, 0)
    return names[::-1]


def names(reply: Reply, case: object = None) -> list[str]:
    assert reply.status == 200, (case, reply)
    return [order["external_id"] for order in reply.data]


def walk(client: WarpWare, per_page: int, between: Callable[[int], object]) -> list[str]:
    """Every order by cursor, calling *between* with the number of pages so far."""
    seen: list[str] = []
    cursor = ""
    for page in range(1, 1000):
        reply = client.get("/orders", query={"after": cursor, "per_page": per_page})
        seen += names(reply)
        if not reply.meta["has_more"]:
            return seen
        cursor = reply.meta["next_cursor"]
        between(page)
    raise AssertionError("the walk does not end")


def assert_refused(reply: Reply, name: str, rule: str, case: object = None) -> None:
    assert (reply.status, reply.rule) == (400, rule), case
    assert name in reply.detail, case


@pytest.mark.rule("warpware.paging.page-mode", "warpware.paging.client-id")
def test_a_page_has_its_rows_and_counts_all(warpware: WarpWare) -> None:
    for name in "ABCDE":
        warpware.create(name)
    for page, rows, per_page, total_pages in [
        (1, "E D", 2, 3),
        (2, "C B", 2, 3),
        (3, "A", 2, 3),
        (1, "E D C B A", 5, 1),
        (2, "A", 4, 2),
        (5, "A", 1, 5),
    ]:
        reply = warpware.get(f"/orders?page={page}&per_page={per_page}")
        assert (names(reply, page), reply.rule) == (rows.split(), "warpware.orders.list"), (
            page,
            rows,
            per_page,
            total_pages,
        )
        counts = {"page": page, "per_page": per_page, "total": 5, "total_pages": total_pages}
        assert reply.meta == {**counts, "client_id": "acme:warehouse-east"}, (page, rows, per_page, total_pages)


@pytest.mark.rule("warpware.paging.page-mode")
def test_total_counts_the_orders_that_match(warpware: WarpWare) -> None:
    for name in ("A", "B", "C"):
        warpware.create(name, tags=["vip"] if name != "B" else [])
    reply = warpware.get("/orders?tag=vip&per_page=1")
    assert (names(reply), reply.meta["total"], reply.meta["total_pages"]) == (["C"], 2, 2)


@pytest.mark.rule("warpware.paging.default-per-page")
def test_without_numbers_a_list_answers_the_first_50_rows(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 51)
    for query in ["", "?after="]:
        reply = warpware.get(f"/orders{query}")
        assert (names(reply, query), reply.meta["per_page"]) == (newest_first[:50], 50), query
        assert reply.meta.get("page", 1) == 1, query


@pytest.mark.rule("warpware.paging.max-per-page")
def test_a_page_of_100_rows_is_answered(demo: WarpWare) -> None:
    for query in ["per_page=100", "per_page=100&after="]:
        reply = demo.get(f"/orders?{query}")
        assert (len(reply.data), reply.meta["per_page"]) == (100, 100), query


@pytest.mark.rule("warpware.paging.over-max-clamped")
def test_a_per_page_over_100_counts_as_100(world: Callable[..., WarpWare]) -> None:
    client = world(profile="demo", readings={"warpware.per-page-over-max": "clamp"})
    for per_page in [101, 1000, 10**17]:
        for mode in ["", "&after="]:
            reply = client.get(f"/orders?per_page={per_page}{mode}")
            assert len(names(reply, per_page)) == reply.meta["per_page"] == 100, (mode, per_page)


@pytest.mark.rule("warpware.paging.over-max-clamped")
def test_a_limit_over_200_counts_as_200(warpware: WarpWare) -> None:
    order_id = warpware.create()
    for number in range(210):
        assert warpware.patch(f"/orders/{order_id}", {"note": str(number)}).status == 200
    assert len(warpware.get(f"/orders/{order_id}/timeline?limit=201").data["events"]) == 200


@pytest.mark.rule("warpware.paging.over-max-refused")
def test_under_reject_a_number_over_the_maximum_is_400(world: Callable[..., WarpWare]) -> None:
    client = world(readings={"warpware.per-page-over-max": "reject"})
    client.create("ORDER-1")
    for path, name in [
        ("/orders?per_page=101", "per_page"),
        ("/orders?after=&per_page=101", "per_page"),
        (f"/orders?per_page={10**17}", "per_page"),
        ("/orders/ORDER-1/timeline?limit=201", "limit"),
    ]:
        assert_refused(client.get(path), name, "warpware.paging.over-max-refused", case=(path, name))


@pytest.mark.rule("warpware.paging.over-max-refused", "warpware.paging.max-per-page")
def test_under_reject_the_maximum_itself_is_taken(world: Callable[..., WarpWare]) -> None:
    client = world(readings={"warpware.per-page-over-max": "reject"})
    client.create("ORDER-1")
    for path in ["/orders?per_page=100", "/orders/ORDER-1/timeline?limit=200"]:
        assert client.get(path).status == 200, path


@pytest.mark.rule("warpware.paging.lowest-number")
def test_a_number_below_1_or_not_in_plain_digits_is_400(warpware: WarpWare) -> None:
    warpware.create()
    for value in ["0", "-1", "1.5", "1.0", "1e2", "abc", "", "%2B1", "+1", "1%20", "0x10", "%D9%A3", "1" + 18 * "0"]:
        for name in ["page", "per_page"]:
            assert_refused(
                warpware.get(f"/orders?{name}={value}"), name, "warpware.paging.lowest-number", case=(name, value)
            )


@pytest.mark.rule("warpware.paging.past-the-end")
def test_a_page_past_the_end_is_empty_and_counts_like_the_others(warpware: WarpWare) -> None:
    fill(warpware, 3)
    for page in [3, 4, 1000, 10**17]:
        reply = warpware.get(f"/orders?page={page}&per_page=2")
        assert names(reply, page) == [], page
        assert (reply.meta["total"], reply.meta["total_pages"]) == (3, 2), page


@pytest.mark.rule("warpware.paging.past-the-end")
def test_an_empty_list_has_no_pages(warpware: WarpWare) -> None:
    reply = warpware.get("/orders")
    assert (names(reply), reply.meta["total"], reply.meta["total_pages"], reply.meta["page"]) == ([], 0, 0, 1)


# Cursor mode


@pytest.mark.rule("warpware.paging.cursor-mode", "warpware.paging.client-id", "warpware.paging.cursor-form")
def test_a_cursor_leads_to_the_rows_that_follow(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 5)
    first = warpware.get("/orders?after=&per_page=2")
    cursor = first.meta["next_cursor"]
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)
    second = warpware.get(f"/orders?after={cursor}&per_page=2")
    for reply, rows in ((first, newest_first[:2]), (second, newest_first[2:4])):
        assert (names(reply), reply.rule) == (rows, "warpware.paging.cursor-mode")
        state = {"per_page": 2, "next_cursor": reply.meta["next_cursor"], "has_more": True, "cursor_mode": True}
        assert reply.meta == {**state, "client_id": "acme:warehouse-east"}


@pytest.mark.rule("warpware.paging.after-starts-cursor-mode")
def test_an_empty_after_starts_at_the_newest_row_whatever_the_page(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 3)
    for query in ["after=", "after=&page=2", "page=7&after="]:
        reply = warpware.get(f"/orders?{query}")
        assert names(reply, query) == newest_first, query
        assert (reply.meta["cursor_mode"], "page" in reply.meta) == (True, False), query


@pytest.mark.rule("warpware.paging.after-starts-cursor-mode")
def test_beside_a_cursor_the_page_has_no_effect(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 5)
    cursor = warpware.get("/orders?after=&per_page=2").meta["next_cursor"]
    assert names(warpware.get(f"/orders?after={cursor}&page=2&per_page=2")) == newest_first[2:4]


@pytest.mark.rule("warpware.paging.cursor-end")
def test_the_last_stretch_has_no_cursor(warpware: WarpWare) -> None:
    for count in (0, 1, 3, 4):  # empty, not full, nearly full, exactly full
        warpware.handle.reset()
        newest_first = fill(warpware, count)
        reply = warpware.get("/orders?after=&per_page=4")
        assert names(reply, count) == newest_first, count
        assert (reply.meta["has_more"], reply.meta["next_cursor"]) == (False, None), count


@pytest.mark.rule("warpware.paging.cursor-end")
def test_a_last_stretch_that_is_reached_by_cursor_and_exactly_full_is_the_end(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 6)
    pages: list[int] = []
    assert walk(warpware, 2, pages.append) == newest_first
    assert pages == [1, 2]


def forged(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


MADE_UP = ["x", "1", "null", "%20", "%F0%9F%8E%81", "%3D", "a" * 5000, "eyJpZCI6IjNmYTg1Z", forged([]), forged({})]
MADE_UP += [forged({"id": []}), forged({"id": None, "key": [0, 1]}), forged("[" * 5000), forged(10**4000)]


@pytest.mark.rule("warpware.paging.unknown-cursor")
def test_a_cursor_that_was_made_up_is_400(warpware: WarpWare) -> None:
    fill(warpware, 2)
    for cursor in MADE_UP:
        assert_refused(warpware.get(f"/orders?after={cursor}"), "after", "warpware.paging.unknown-cursor", case=cursor)


@pytest.mark.rule("warpware.paging.unknown-cursor")
def test_a_cursor_that_was_tampered_with_is_400(warpware: WarpWare) -> None:
    fill(warpware, 2)
    cursor = warpware.get("/orders?after=&per_page=1").meta["next_cursor"]
    for change in ["{0}A", "A{0}", "{0:.40}", "{0}{0}", "{0:.20}!{0}", "{0}.{0}"]:
        assert_refused(
            warpware.get(f"/orders?after={change.format(cursor)}"),
            "after",
            "warpware.paging.unknown-cursor",
            case=change,
        )


@pytest.mark.rule("warpware.paging.unknown-cursor")
def test_a_cursor_whose_every_single_letter_was_changed_is_400(warpware: WarpWare) -> None:
    fill(warpware, 2)
    cursor = warpware.get("/orders?after=&per_page=1").meta["next_cursor"]
    for place, letter in enumerate(cursor):
        changed = cursor[:place] + ("B" if letter == "A" else "A") + cursor[place + 1 :]
        assert_refused(warpware.get(f"/orders?after={changed}"), "after", "warpware.paging.unknown-cursor")


@pytest.mark.rule("warpware.paging.unknown-cursor")
def test_a_cursor_of_another_account_is_400(world: Callable[..., WarpWare]) -> None:
    mine, theirs = world(profile="demo", seed=1), world(profile="demo", seed=2)
    cursor = mine.get("/orders?after=").meta["next_cursor"]
    assert mine.get(f"/orders?after={cursor}").status == 200
    assert_refused(theirs.get(f"/orders?after={cursor}"), "after", "warpware.paging.unknown-cursor")


# While orders come in and change


@pytest.mark.rule("warpware.paging.cursor-stable")
def test_a_walk_by_cursor_meets_each_of_1000_orders_once_while_others_come_and_they_change(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 1000)
    ids = [order["id"] for order in warpware.get("/orders?per_page=100").data]

    def disturb(page: int) -> None:
        fill(warpware, 3, first=10_000 * page)
        warpware.handle.clock.advance(page % 2)
        assert warpware.patch(f"/orders/{ids[page]}", {"status": "shipped", "note": "changed"}).status == 200

    assert walk(warpware, 100, disturb) == newest_first
    assert warpware.get("/orders/stats").data["total"] == 1000 + 9 * 3


@pytest.mark.rule("warpware.paging.page-mode")
def test_a_walk_by_page_meets_orders_twice_when_others_come_in_between(warpware: WarpWare) -> None:
    newest_first = fill(warpware, 1000)
    seen: list[str] = []
    for page in range(1, 11):
        seen += names(warpware.get(f"/orders?page={page}&per_page=100"))
        fill(warpware, 2, first=10_000 * page)
    assert len(seen) == 1000
    assert len(set(seen)) == 1000 - 9 * 2
    assert set(newest_first) - set(seen) == set(newest_first[-9 * 2 :])
    assert seen[98:102] == [newest_first[98], newest_first[99], newest_first[98], newest_first[99]]


@pytest.mark.rule("warpware.paging.cursor-stable")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    count=st.integers(1, 12),
    per_page=st.integers(1, 4),
    steps=st.lists(
        st.lists(st.sampled_from(["create", "patch", "ship", "advance"]), max_size=3), min_size=12, max_size=12
    ),
)
def test_no_interleaving_of_changes_makes_cursor_mode_skip_or_repeat(
    warpware: WarpWare, count: int, per_page: int, steps: list[list[str]]
) -> None:
    warpware.handle.reset()
    newest_first = fill(warpware, count)

    def disturb(page: int) -> None:
        for number, step in enumerate(steps[page % 12]):
            name = f"{page}.{number}"
            if step == "create":
                warpware.create(f"LATE-{name}")
            elif step == "advance":
                warpware.handle.clock.advance(0.7)
            else:
                target = warpware.get(f"/orders/by-external/ORDER-{(page * 7 + number) % count + 1}").data["id"]
                warpware.patch(f"/orders/{target}", {"note": name} if step == "patch" else {"status": "shipped"})

    assert walk(warpware, per_page, disturb) == newest_first
