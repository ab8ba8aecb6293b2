"""WarpWare API keys: their format, the sandbox that they name and what they may do.

Source: "Authentication", "Key format", "Scopes"; the roles are the mock's own (a sandbox's keys
differ in their last sixteen digits).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockserver.core.errors import Unauthenticated
from mockserver.core.operation import Principal

_KEY = re.compile(r"ww_live_([0-9a-f]{16})([0-9a-f]{16})")

READ_WRITE = frozenset({"read", "write"})
_ROLES = {"read_write": "0" * 16, "read_only": "0" * 15 + "1", "write_only": "0" * 15 + "2", "revoked": "0" * 15 + "3"}
_SCOPES = {
    _ROLES["read_write"]: READ_WRITE,
    _ROLES["read_only"]: frozenset({"read"}),
    _ROLES["write_only"]: frozenset({"write"}),
}


def keys_of(sandbox_id: str) -> Mapping[str, str]:
    """A sandbox's keys by role."""
    return {role: f"ww_live_{sandbox_id}{suffix}" for role, suffix in _ROLES.items()}


def authenticate(headers: Mapping[str, str]) -> tuple[str, str]:
    """The key that a request bears and the id of the sandbox that it names.

    Raises:
        Unauthenticated: there is no Bearer key, or it has not the format of one.
    """
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Unauthenticated(
            "warpware.auth.bearer-required", "Missing API key: send it as 'Authorization: Bearer ww_live_...'"
        )
    match = _KEY.fullmatch(key.strip())
    if match is None:
        reason = "Invalid API key: a key is 'ww_live_' and 32 lower-case hex digits"
        raise Unauthenticated("warpware.auth.key-format", reason)
    return match[0], match[1]


def principal(key: str, open_server: bool) -> Principal:
    """What a key of a known sandbox may do. An open server takes any other suffix for read-write, so
    that a team may use well-formed keys of its own.

    Raises:
        Unauthenticated: the key is its sandbox's revoked one, or none of its keys.
    """
    suffix = key[-16:]
    if suffix == _ROLES["revoked"]:
        raise Unauthenticated("warpware.auth.revoked-key", "Invalid API key or key has been revoked")
    scopes = _SCOPES.get(suffix, READ_WRITE if open_server else None)
    if scopes is None:
        raise unknown_key()
    return Principal(key, scopes)


def unknown_key() -> Unauthenticated:
    return Unauthenticated("warpware.auth.unknown-key", "Invalid API key or key has been revoked")


def scopes_for(method: str) -> tuple[str, ...]:
    """The scopes that a method needs: reading for GET, else writing, which needs reading as well."""
    return ("read",) if method in ("GET", "HEAD", "OPTIONS") else ("write", "read")
