"""Where a client wants to be told of events. Source: observed, "web_hooks"."""

from __future__ import annotations

from functools import partial
from typing import Any

from mockserver.core.operation import NO_CONTENT, Call, Result
from mockserver.whiplash import hooking
from mockserver.whiplash.finding import record
from mockserver.whiplash.handlers.listing import page_result
from mockserver.whiplash.records import WebHook
from mockserver.whiplash.selecting import select_rows
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.views import web_hook_view


def list_web_hooks(state: WhiplashState, call: Call) -> Result:
    listing = select_rows(state, state.web_hooks, call.query)
    return page_result(listing, call.query, partial(_view, state))


def get_web_hook(state: WhiplashState, call: Call) -> Result:
    return Result(_view(state, _named(state, call)))


def create_web_hook(state: WhiplashState, call: Call) -> Result:
    return Result(_view(state, hooking.create(state, call.body, state.clock.instant())))


def update_web_hook(state: WhiplashState, call: Call) -> Result:
    hooking.update(state, _named(state, call), call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)


def delete_web_hook(state: WhiplashState, call: Call) -> Result:
    hooking.remove(state, _named(state, call))
    return Result(None, status=NO_CONTENT)


def _view(state: WhiplashState, hook: WebHook) -> dict[str, Any]:
    return web_hook_view(hooking.counted(state, hook))


def _named(state: WhiplashState, call: Call) -> WebHook:
    return record(state, state.web_hooks, "Web hook", call.path["web_hook_id"])
