"""Whiplash API keys: how they come, their format, the sandbox that they name and what they may do.

Source: whiplash-observed.md, "Authentication and versions"; that a key begins with its sandbox's id, and that
one of a sandbox's two keys is revoked, are the mock's own. V1 has no scopes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockserver.core.errors import Unauthenticated
from mockserver.core.operation import Principal

HEADER = "X-API-KEY"

_KEY = re.compile(r"[0-9A-Za-z]{20}")
_SANDBOX = re.compile(r"[0-9a-f]{16}")
_ROLES = {"read_write": "0000", "revoked": "0003"}
_ALL = frozenset[str]()


def keys_of(sandbox_id: str) -> Mapping[str, str]:
    """A sandbox's keys by role."""
    return {role: f"{sandbox_id}{suffix}" for role, suffix in _ROLES.items()}


def key_headers(key: str) -> Mapping[str, str]:
    return {HEADER: key}


def authenticate(headers: Mapping[str, str]) -> tuple[str, str]:
    """The key that a request bears and the id of the sandbox that it names.

    Raises:
        Unauthenticated: there is no key, it has not the format of one, or it can be no sandbox's.
    """
    key = headers.get("x-api-key", "").strip()
    if not key:
        raise Unauthenticated("whiplash.auth.key-required", f"Missing API key: send it as '{HEADER}'")
    if not _KEY.fullmatch(key):
        raise Unauthenticated("whiplash.auth.key-format", "Invalid API key: a key is 20 letters and digits")
    if not _SANDBOX.fullmatch(key[:16]):
        raise unknown_key()
    return key, key[:16]


def principal(key: str, open_server: bool) -> Principal:
    """What a key of a known sandbox may do: everything. An open server takes any other suffix for read-write.

    Raises:
        Unauthenticated: the key is its sandbox's revoked one, or none of its keys.
    """
    suffix = key[-4:]
    if suffix == _ROLES["revoked"]:
        raise Unauthenticated("whiplash.auth.revoked-key", "Invalid API key")
    if suffix != _ROLES["read_write"] and not open_server:
        raise unknown_key()
    return Principal(key, _ALL)


def unknown_key() -> Unauthenticated:
    return Unauthenticated("whiplash.auth.unknown-key", "Invalid API key")
