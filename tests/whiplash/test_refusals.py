"""Whatever may go wrong has its answer in Whiplash's error table. Source: whiplash-observed.md, "Errors"."""

from __future__ import annotations

import pytest

from mockserver.core import errors
from mockserver.core.errors import DomainError, Problem
from mockserver.whiplash.errors import refuse

REFUSALS = {
    errors.Unauthenticated("r", "no key"): (401, {"error": "no key"}),
    errors.RateLimited("r", limit=200, window=10, retry_after=7): (429, {"error": "Rate limit exceeded"}),
    errors.UnknownRoute("r", "GET", "/x"): (404, {"error": "No such method: GET /x"}),
    errors.MalformedRequest("r", [Problem("body", "is odd")]): (400, {"error": "body: is odd"}),
    errors.WrongContentType("r", [Problem("Content-Type", "is odd")]): (422, {"error": "Content-Type: is odd"}),
    errors.InvalidQuery("r", [Problem("page", "is odd")]): (422, {"error": "page: is odd"}),
    errors.BodyTooLarge("r", 9): (413, {"error": "Request body is larger than 9 bytes"}),
    errors.InvalidValue("r", [Problem("", "is odd")]): (422, {"errors": {"base": ["is odd"]}}),
    errors.NotFound("r", "Order", "x"): (422, {"error": "Record not found"}),
    errors.Conflict("r", "Order", "originator_id", "x"): (
        422,
        {"errors": {"originator_id": ["has already been taken"]}},
    ),
    errors.IllegalTransition("r", state=300, move="cancel an order"): (
        403,
        {"error": "Cannot cancel an order in status 300"},
    ),
    errors.UnexpectedFailure("r"): (500, {"error": "Unexpected error"}),
}


@pytest.mark.rule("whiplash.errors.one-text", "whiplash.errors.by-field")
@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: type(error).__name__)
def test_every_refusal_has_its_status_and_body(error: DomainError) -> None:
    answer = refuse(error)
    assert (answer.status, answer.body) == REFUSALS[error]


@pytest.mark.rule("whiplash.errors.by-field")
def test_several_texts_of_a_field_stand_in_one_list_and_the_same_one_once() -> None:
    problems = [Problem("items[0].sku", "a"), Problem("items[1].sku", "a"), Problem("items[1].sku", "b")]
    assert refuse(errors.InvalidValue("r", problems)).body == {"errors": {"items.sku": ["a", "b"]}}


@pytest.mark.rule("whiplash.actions.refused-403", "whiplash.actions.refused-422")
@pytest.mark.parametrize(("rule", "status"), [("orders.cancel-refused", 403), ("actions.refused-422", 422)])
def test_an_action_that_a_status_does_not_allow_is_403_or_by_the_other_reading_422(rule: str, status: int) -> None:
    answer = refuse(errors.IllegalTransition(f"whiplash.{rule}", state=300, move="cancel an order"))
    assert (answer.status, answer.body) == (status, {"error": "Cannot cancel an order in status 300"})
