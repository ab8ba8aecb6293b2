"""What a control call is, and how one is carried out, over HTTP or without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError
from mockserver.control.schemas import NothingSchema, load
from mockserver.core.sandboxes import Sandboxes
from mockserver.core.storable import unstorable


@dataclass(frozen=True, slots=True)
class Route:
    """``body`` and ``query`` are what the call takes; both refuse what they do not know.

    ``open`` calls need no control token: a load balancer that asks after the server's health has none.
    ``blocks`` says that the call waits for somebody, so that it must not run in the server's loop.
    """

    id: str
    method: str
    path: str
    handler: Callable[[ControlCall], ControlAnswer]
    body: Schema = field(default_factory=NothingSchema)
    query: Schema = field(default_factory=NothingSchema)
    open: bool = False
    blocks: bool = False

    def answer(
        self, sandboxes: Sandboxes, base_url: str, path: Mapping[str, str], query: Mapping[str, str], body: Any
    ) -> ControlAnswer:
        """Check what the call brings, and carry it out. *path* and *query* are decoded, *body* is JSON's value.

        Raises:
            ControlError, and the errors of ``STATUS_OF``: it is refused.
        """
        return self.handler(self.read(sandboxes, base_url, path, query, body))

    def read(
        self, sandboxes: Sandboxes, base_url: str, path: Mapping[str, str], query: Mapping[str, str], body: Any
    ) -> ControlCall:
        """Check what the call brings. Raises ControlError."""
        asked = load(self.query, query, "query parameter")
        return ControlCall(sandboxes, base_url, path, asked, self._checked(body))

    def _checked(self, body: Any) -> Mapping[str, Any]:
        if not isinstance(body, dict):
            raise ControlError(400, "body: must be a JSON object")
        if problem := unstorable(body):
            raise ControlError(400, str(problem))
        return load(self.body, body, "field")
