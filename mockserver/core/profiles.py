"""Named descriptions of the data that a sandbox begins with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from mockserver.core.resources import fixtures
from mockserver.core.rules import nearest


class UnknownProfile(ValueError):
    """No file in fixtures/profiles/ has that name."""


def profile_names() -> list[str]:
    return sorted(path.stem for path in fixtures("profiles").glob("*.yaml"))


@cache
def load_profile(name: str) -> Mapping[str, Any]:
    """A profile's content: one mapping for each vendor.

    Raises:
        UnknownProfile: there is none of that name.
    """
    names = profile_names()
    if name not in names:
        raise UnknownProfile(f"there is no profile {name!r}{nearest(name, names)}")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Mapping[str, Any] = yaml.load(fixtures("profiles", f"{name}.yaml").read_text("utf-8"), Loader=loader)  # noqa: S506  # both are safe loaders
    return content
