"""Web hooks over HTTP. Source: whiplash-observed.md, "web_hooks"; readings.md, "whiplash.required-fields"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash
from whiplash.stocked import Row, ids, look, make

KEYS = ["id", "active", "failed_attempts", "format", "url", "event_name", "provider", "originator_id", "group_id"]

BODY = {"url": "https://hooks.example/whiplash", "event_name": "order.shipped"}


def hook(whiplash: Whiplash, **fields: object) -> Row:
    return make(whiplash, "/web_hooks", **{**BODY, **fields})


@pytest.mark.rule("whiplash.web-hooks.create", "whiplash.web-hooks.object")
def test_a_web_hook_is_active_and_of_the_format_json(whiplash: Whiplash) -> None:
    reply = whiplash.post("/web_hooks", {"web_hook": BODY})
    assert (reply.status, reply.rule, list(reply.json)) == (200, "whiplash.web-hooks.create", KEYS)
    assert reply.json == {
        "id": 2913,
        "active": True,
        "failed_attempts": 0,
        "format": "json",
        **BODY,
        "provider": "api",
        "originator_id": None,
        "group_id": None,
    }


@pytest.mark.rule("whiplash.body.ignored-fields")
def test_failed_attempts_are_counted_by_whiplash_alone(whiplash: Whiplash) -> None:
    made = hook(whiplash, failed_attempts=7)
    assert whiplash.put(f"/web_hooks/{made['id']}", {"failed_attempts": 7}).status == 204
    assert look(whiplash, "/web_hooks", made)["failed_attempts"] == 0


@pytest.mark.rule("whiplash.web-hooks.get")
def test_a_web_hook_is_answered_by_its_id(whiplash: Whiplash) -> None:
    made = hook(whiplash)
    reply = whiplash.get(f"/web_hooks/{made['id']}")
    assert (reply.json, reply.rule) == (made, "whiplash.web-hooks.get")


@pytest.mark.rule("whiplash.web-hooks.list")
def test_the_web_hook_that_changed_last_comes_first(whiplash: Whiplash) -> None:
    first, second = hook(whiplash)["id"], hook(whiplash)["id"]
    assert ids(whiplash, "/web_hooks") == [second, first]
    whiplash.handle.clock.advance(60)
    assert whiplash.put(f"/web_hooks/{first}", {"active": False}).status == 204
    reply = whiplash.get("/web_hooks.json")
    assert (reply.rule, [row["id"] for row in reply.json]) == ("whiplash.web-hooks.list", [first, second])


@pytest.mark.rule("whiplash.web-hooks.update", "whiplash.web-hooks.change")
def test_a_web_hook_is_switched_off_and_on(whiplash: Whiplash) -> None:
    made = hook(whiplash)
    reply = whiplash.put(f"/web_hooks/{made['id']}?active=0")
    assert (reply.status, reply.rule) == (204, "whiplash.web-hooks.update")
    assert look(whiplash, "/web_hooks", made) == {**made, "active": False}
    assert whiplash.put(f"/web_hooks/{made['id']}", {"active": "1"}).status == 204
    assert look(whiplash, "/web_hooks", made) == made


@pytest.mark.rule("whiplash.web-hooks.delete", "whiplash.web-hooks.change")
def test_a_web_hook_is_deleted(whiplash: Whiplash) -> None:
    reply = whiplash.delete(f"/web_hooks/{hook(whiplash)['id']}")
    assert (reply.status, reply.rule) == (204, "whiplash.web-hooks.delete")
    assert ids(whiplash, "/web_hooks") == []


@pytest.mark.rule("whiplash.web-hooks.required-fields")
@pytest.mark.parametrize("name", ["url", "event_name"])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_web_hook_needs_a_url_and_an_event(whiplash: Whiplash, name: str, blank: str | None) -> None:
    refused = {"errors": {name: ["can't be blank"]}}
    replies = [
        whiplash.post("/web_hooks", {**BODY, name: blank}),
        whiplash.put(f"/web_hooks/{hook(whiplash)['id']}", {name: blank}),
    ]
    for reply in replies:
        assert (reply.status, reply.json, reply.rule) == (422, refused, "whiplash.web-hooks.required-fields")


@pytest.mark.rule("whiplash.web-hooks.required-fields")
@pytest.mark.parametrize(("value", "status"), [("strict", 422), ("lenient", 200)])
def test_the_reading_required_fields_lets_everything_be_left_out(
    whiplash_world: Callable[..., Whiplash], value: str, status: int
) -> None:
    assert whiplash_world(readings={"whiplash.required-fields": value}).post("/web_hooks").status == status
