"""How a row of an endpoint table is written."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Handler, Operation


def row(id: str, method: str, path: str, handler: Handler, rule: str, **options: Any) -> Operation:
    """*rule* without the vendor's name. V1 has no scopes."""
    return Operation(id, method, path, handler, f"whiplash.{rule}", scopes=(), **options)
