"""The names that a match may use, of what is served: one that nothing can ever have is refused when it is read."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Sequence

from mockserver.core.errors import Unauthenticated
from mockserver.core.matching import Match
from mockserver.core.operation import Operation, Vendor
from mockserver.core.rules import load_ledger, nearest
from mockserver.core.sandboxes import DEFAULT_ID
from mockserver.scripting.errors import BadRule, join, refuse

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS")
CITED_FAULT = "fault."
"""How the rules begin that answers of fault rules cite."""


class Names:
    """What *vendors* have. Their patterns are globs: one is sound where it fits a name that there is."""

    def __init__(self, vendors: Sequence[Vendor]) -> None:
        self._vendors = tuple(vendors)
        self.operations: dict[str, Operation] = {
            f"{vendor.name}.{operation.id}": operation for vendor in vendors for operation in vendor.operations
        }
        self.methods = {
            f"{vendor.name}.{operation.id}": vendor.methods_of(operation)
            for vendor in vendors
            for operation in vendor.operations
        }
        """What each operation is called by."""

    def check(self, match: Match, place: str) -> None:
        """Raises:
        BadRule: a part of *match* names what there is not, or contradicts another one.
        """
        checks: dict[str, Callable[[str], BadRule | None]] = {
            "path": self.bad_path,
            "method": self._bad_method,
            "operation": self._bad_operation,
            "key": self._bad_key,
            "event": self.bad_event,
            "rule": self._bad_rule,
        }
        for part, bad in checks.items():
            name = getattr(match, part)
            if name is not None and (refusal := bad(name)):
                raise refusal.within(place)
        if match.operation is not None and match.method is not None:
            methods = sorted({method for name in self.named(match.operation) for method in self.methods[name]})
            if match.method.upper() not in methods:
                what = f"{match.operation} is {' or '.join(methods)}, never {match.method.upper()}"
                raise refuse(join(place, "method"), what)

    def named(self, pattern: str) -> list[str]:
        """The operations, with their vendors, that *pattern* stands for."""
        return [name for name in self.operations if is_named(pattern, name)]

    def bad_event(self, pattern: str) -> BadRule | None:
        """What is wrong with the name of an event, if anything is."""
        events = dict.fromkeys(event for vendor in self._vendors for event in vendor.events)
        if _fits(pattern, events):
            return None
        return refuse("event", f"there is no event {pattern!r}{nearest(pattern, events)}")

    def bad_path(self, pattern: str) -> BadRule | None:
        """What is wrong with the path of a call that a sandbox's key came with, if anything is."""
        if not pattern.startswith(("/", "*", "?", "[")):
            what = f"is the whole path, as in /partner/v1/orders/*; {pattern!r} begins with no slash"
            return refuse("path", what)
        prefixes = [vendor.prefix for vendor in self._vendors]
        plain = _before_globs(pattern)
        if any(plain.startswith(prefix) or prefix.startswith(plain) for prefix in prefixes):
            return None
        what = f"is the whole path, as in /partner/v1/orders/*; {pattern!r} is below none of: {', '.join(prefixes)}"
        return refuse("path", what)

    def _bad_method(self, method: str) -> BadRule | None:
        if method.upper() in METHODS:
            return None
        return refuse("method", f"there is no method {method!r}{nearest(method.upper(), METHODS)}")

    def _bad_operation(self, pattern: str) -> BadRule | None:
        if self.named(pattern):
            return None
        known = [name if "." in pattern else name.partition(".")[2] for name in self.operations]
        return refuse("operation", f"there is no operation {pattern!r}{nearest(pattern, known)}")

    def _bad_key(self, pattern: str) -> BadRule | None:
        roles = list(dict.fromkeys(role for vendor in self._vendors for role in vendor.keys_for(DEFAULT_ID)))
        is_role = pattern.replace("-", "_") in roles
        if is_role or _before_globs(pattern) != pattern or any(_is_key(pattern, vendor) for vendor in self._vendors):
            return None
        return refuse("key", f"{pattern!r} is neither a key nor the name of its role{nearest(pattern, roles)}")

    def _bad_rule(self, pattern: str) -> BadRule | None:
        plain = _before_globs(pattern)
        known = [rule for vendor in self._vendors for rule in load_ledger(vendor.ledger).rules]
        cites_fault = plain.startswith(CITED_FAULT) or (plain != pattern and CITED_FAULT.startswith(plain))
        if cites_fault or _fits(pattern, known):
            return None
        return refuse("rule", f"there is no rule {pattern!r}{nearest(pattern, known)}")


def is_named(pattern: str, operation: str) -> bool:
    """Whether *pattern*, with a vendor or without, stands for *operation*, which is with its vendor."""
    return fnmatch.fnmatchcase(operation if "." in pattern else operation.partition(".")[2], pattern)


def _fits(pattern: str, names: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for name in names)


def _before_globs(pattern: str) -> str:
    return re.split(r"[*?\[]", pattern, maxsplit=1)[0]


def _is_key(key: str, vendor: Vendor) -> bool:
    headers = {name.lower(): value for name, value in vendor.key_headers(key).items()}
    try:
        return vendor.authenticate(headers)[0] == key
    except Unauthenticated:
        return False
