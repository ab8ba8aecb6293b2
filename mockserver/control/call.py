"""A control call as its handler sees it, and what the handler answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.sandbox import Sandbox
from mockserver.core.sandboxes import Sandboxes


@dataclass(frozen=True, slots=True)
class ControlCall:
    """``base_url`` is the server as the caller reached it, without a slash at the end."""

    sandboxes: Sandboxes
    base_url: str
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox that the path names. Raises UnknownSandbox."""
        return self.sandboxes.get(self.path["sandbox_id"])


@dataclass(frozen=True, slots=True)
class ControlAnswer:
    """``body`` is JSON-ready, or bytes of ``content_type``."""

    body: Any
    status: int = 200
    content_type: str = "application/json"
