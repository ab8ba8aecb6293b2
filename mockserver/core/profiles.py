"""Named descriptions of the data that a sandbox begins with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from mockserver.core.resources import fixtures
from mockserver.core.rules import nearest
from mockserver.core.yaml_text import load_yaml


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
    content: Mapping[str, Any] = load_yaml(fixtures("profiles", f"{name}.yaml").read_text("utf-8"))
    return content
