"""Whatever may go wrong has its answer in WarpWare's error table. Source: "Errors"."""

from __future__ import annotations

import pytest

from mockserver.core import errors
from mockserver.core.errors import DomainError
from mockserver.warpware.errors import refuse

STATUSES = {
    errors.Unauthenticated("r", "reason"): 401,
    errors.RateLimited("r", limit=200, window=60, retry_after=7): 429,
    errors.MissingScope("r", "write"): 403,
    errors.UnknownRoute("r", "GET", "/x"): 404,
    errors.WrongMethod("r", "GET", "/x", ["POST"]): 405,
    errors.MalformedRequest("r", []): 400,
    errors.WrongContentType("r", []): 400,
    errors.InvalidQuery("r", []): 400,
    errors.BodyTooLarge("r", 1): 413,
    errors.InvalidValue("r", []): 422,
    errors.NotFound("r", "Order", "x"): 404,
    errors.Conflict("r", "Order", "external_id", "x"): 409,
    errors.IllegalTransition("r", state="a", move="b"): 422,
    errors.Unavailable("r", "reason"): 503,
    errors.UnexpectedFailure("r"): 500,
}


@pytest.mark.rule("warpware.errors.detail")
@pytest.mark.parametrize("error", STATUSES, ids=lambda error: type(error).__name__)
def test_every_refusal_has_its_status_and_a_detail(error: DomainError) -> None:
    answer = refuse(error)
    assert answer.status == STATUSES[error]
    assert list(answer.body) == ["detail"]


def test_no_refusal_of_the_core_is_missing_here() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DomainError)}
    assert {kind for kind in kinds if not kind.__name__.startswith("_")} - {DomainError} == set(map(type, STATUSES))


def test_a_refusal_that_nobody_thought_of_is_a_500() -> None:
    class Surprise(DomainError):
        pass

    assert refuse(Surprise("r")).status == 500
