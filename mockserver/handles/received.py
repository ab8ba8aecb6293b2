"""A webhook as a receiver got it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Received:
    """One webhook. Header names as they were written, ``body`` the bytes as they came.

    ``signature_ok``: whether it is signed with the endpoint's secret; None where nothing was checked.
    """

    path: str
    headers: Mapping[str, str]
    body: bytes
    signature_ok: bool | None = None

    @cached_property
    def json(self) -> Any:
        """The body's value. Raises ValueError where it is no JSON."""
        return json.loads(self.body)

    @property
    def event(self) -> str:
        """``order.shipped``; empty where the vendor does not say."""
        return self.header("X-WarpWare-Event") or ""

    @property
    def id(self) -> Any:
        return self.json["id"]

    @property
    def timestamp(self) -> str | None:
        """When it happened, as the vendor writes it; None where the vendor does not say."""
        timestamp: str | None = self.json.get("timestamp")
        return timestamp

    @property
    def data(self) -> Any:
        """What it is about: the order."""
        return self.json["data"] if self.event else self.json

    def header(self, name: str) -> str | None:
        """A header by its name in any case."""
        return next((value for known, value in self.headers.items() if known.lower() == name.lower()), None)
