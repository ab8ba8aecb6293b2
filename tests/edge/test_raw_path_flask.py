"""Vendors' calls go past Flask's contexts, unless somebody has hooked into the app's requests."""

from __future__ import annotations

from collections.abc import Callable

import flask
import pytest
from flask import Response
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from mockserver.app import create_app
from mockserver.core.sandboxes import DEFAULT_ID
from mockserver.edge.raw_path_flask import RawPathFlask
from mockserver.warpware import WARPWARE

KEY = dict(WARPWARE.key_headers(WARPWARE.keys_for(DEFAULT_ID)["read_write"]))
VERSION = "/partner/v1/version"


@pytest.fixture(scope="module")
def plain() -> TestResponse:
    answer = create_app().test_client().get(VERSION, headers=KEY)
    assert answer.status_code == 200
    return answer


def before(app: RawPathFlask, seen: list[str]) -> None:
    app.before_request(lambda: seen.append(flask.request.path))


def after(app: RawPathFlask, seen: list[str]) -> None:
    @app.after_request
    def note(response: Response) -> Response:
        seen.append(flask.request.path)
        return response


def teardown(app: RawPathFlask, seen: list[str]) -> None:
    app.teardown_request(lambda _: seen.append(flask.request.path))


def teardown_of_the_context(app: RawPathFlask, seen: list[str]) -> None:
    app.teardown_appcontext(lambda _: seen.append(VERSION))


def preprocessor(app: RawPathFlask, seen: list[str]) -> None:
    app.url_value_preprocessor(lambda *_: seen.append(flask.request.path))


@pytest.mark.parametrize("hook", [before, after, teardown, teardown_of_the_context, preprocessor])
def test_a_hook_of_the_app_sees_the_vendors_calls(
    hook: Callable[[RawPathFlask, list[str]], None], plain: TestResponse
) -> None:
    app, seen = create_app(), list[str]()
    hook(app, seen)
    answer = app.test_client().get(VERSION, headers=KEY)
    assert seen == [VERSION]
    assert answer.data == plain.data


def test_a_signal_of_flasks_tells_of_the_vendors_calls(plain: TestResponse) -> None:
    app, seen = create_app(), list[str]()

    def note(sender: flask.Flask, **_: object) -> None:
        seen.append(flask.request.path)

    with flask.request_started.connected_to(note, app):
        assert app.test_client().get(VERSION, headers=KEY).data == plain.data
    assert seen == [VERSION]


def test_a_hook_may_answer_in_the_vendors_place() -> None:
    app = create_app()
    app.before_request(lambda: ("closed", 503))
    assert app.test_client().get(VERSION, headers=KEY).status_code == 503


def test_a_test_client_keeps_the_context_of_a_vendors_call_while_it_is_entered() -> None:
    with create_app().test_client() as client:
        client.get(VERSION, headers=KEY)
        assert flask.request.path == VERSION


def test_a_view_that_was_replaced_is_the_one_that_answers() -> None:
    app = create_app()
    app.view_functions["warpware.getVersion"] = lambda: ("mine", 299)
    assert app.test_client().get(VERSION, headers=KEY).status_code == 299


def test_without_a_hook_no_context_of_flasks_is_set_up(monkeypatch: pytest.MonkeyPatch, plain: TestResponse) -> None:
    monkeypatch.setattr(RawPathFlask, "request_context", None)
    body, status, _ = run_wsgi_app(create_app(), EnvironBuilder(VERSION, headers=Headers(KEY)).get_environ())
    assert (b"".join(body), status) == (plain.data, "200 OK")
