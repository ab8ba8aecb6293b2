"""A webhook as a receiver got it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


class Headers(dict[str, str]):
    """Header names as they were written, found in any case."""

    def __missing__(self, name: str) -> str:
        for known, value in self.items():
            if known.lower() == name.lower():
                return value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(known.lower() == name.lower() for known in self)

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default


@dataclass(frozen=True)
class Received:
    """One webhook. Header names as they were written and in any case, ``body`` the bytes as they came.

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
        """A header by its name in any case; None where it is not there."""
        return self.headers.get(name)
