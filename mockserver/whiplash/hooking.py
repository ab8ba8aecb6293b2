"""Web hooks as a client sets them up. Source: observed, "web_hooks"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.whiplash.records import WebHook
from mockserver.whiplash.state import WhiplashState


def create(state: WhiplashState, fields: Mapping[str, Any], at: int) -> WebHook:
    """*fields* have passed the schema."""
    hook = WebHook(id=state.next_id("web_hooks"), created_at=at, updated_at=at, **fields)
    state.web_hooks.insert(hook)
    return hook


def update(state: WhiplashState, hook: WebHook, fields: Mapping[str, Any], at: int) -> WebHook:
    """A client's PUT: what is given changes."""
    changed = replace(hook, **fields)
    if changed != hook:
        changed = replace(changed, updated_at=at)
        state.web_hooks.replace(changed)
    return changed


def remove(state: WhiplashState, hook: WebHook) -> None:
    state.web_hooks.remove(hook.id)
