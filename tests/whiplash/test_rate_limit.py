"""The leaky bucket over HTTP; its arithmetic: tests/core/test_leaky_bucket.py.

Source: whiplash-observed.md, "Errors".
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash

Make = Callable[..., Whiplash]


def statuses(whiplash: Whiplash, calls: int, path: str = "/orders/count") -> list[int]:
    return [whiplash.get(path).status for _ in range(calls)]


@pytest.mark.rule("whiplash.rate-limit.burst", "whiplash.rate-limit.refill", "whiplash.rate-limit.refused-is-free")
def test_201_calls_at_once_empty_the_bucket_and_after_10_seconds_two_more_pass(whiplash_world: Make) -> None:
    whiplash = whiplash_world()
    assert statuses(whiplash, 201) == [200] * 200 + [429]
    whiplash.handle.clock.advance(10)
    assert statuses(whiplash, 3) == [200, 200, 429]


@pytest.mark.rule("whiplash.rate-limit.steps")
def test_the_two_come_together_at_the_end_of_the_10_seconds(whiplash_world: Make) -> None:
    whiplash = whiplash_world(limits={"whiplash": {"burst": 1}})
    assert statuses(whiplash, 2) == [200, 429]
    whiplash.handle.clock.advance(9.9)
    assert statuses(whiplash, 1) == [429]
    whiplash.handle.clock.advance(0.1)
    assert statuses(whiplash, 2) == [200, 429]


@pytest.mark.rule("whiplash.rate-limit.burst", "whiplash.rate-limit.no-retry-after")
def test_a_429_says_so_and_not_when_to_retry(whiplash_world: Make) -> None:
    whiplash = whiplash_world(limits={"whiplash": {"burst": 1}})
    whiplash.get("/warehouses")
    reply = whiplash.get("/warehouses")
    assert (reply.status, reply.json, reply.rule) == (
        429,
        {"error": "Rate limit exceeded"},
        "whiplash.rate-limit.burst",
    )
    assert "retry-after" not in reply.headers


def test_a_path_that_does_not_exist_is_counted_too(whiplash_world: Make) -> None:
    assert statuses(whiplash_world(limits={"whiplash": {"burst": 1}}), 2, "/nowhere") == [404, 429]


def test_warpware_calls_are_counted_apart(whiplash_world: Make) -> None:
    whiplash = whiplash_world(limits={"whiplash": {"burst": 1}, "warpware": False})
    assert statuses(whiplash, 2) == [200, 429]
    handle = whiplash.handle
    limiters = handle.sandbox.limiters
    assert (limiters["warpware"], list(limiters["whiplash"])) == ({}, ["requests"])


@pytest.mark.parametrize("limits", [False, {"whiplash": False}])
def test_it_can_be_switched_off(whiplash_world: Make, limits: object) -> None:
    assert set(statuses(whiplash_world(limits=limits), 201)) == {200}


def test_a_limit_that_there_is_not_is_refused_by_name(whiplash: Whiplash) -> None:
    reply = whiplash.control.put("", {"limits": {"whiplash": {"bursts": 3}}})
    assert (reply.status, reply.error) == (400, "limits.whiplash: there is no limit 'bursts'; did you mean 'burst'?")
