"""What sandbox a test gets: by its markers, the command line and the ini file, the nearest first."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import pytest

from mockserver.core.rules import nearest

if TYPE_CHECKING:
    from mockserver.core.sandbox import SandboxOptions

Unused = Literal["fail", "ignore"]
Source = Literal["default", "ini", "command line", "marker"]

ARGUMENTS = (
    "seed",
    "profile",
    "now",
    "frozen",
    "readings",
    "faults",
    "limits",
    "autopilot",
    "intercept",
    "unused_faults",
)
"""What ``@pytest.mark.mockserver`` takes, by name."""


@dataclass(frozen=True)
class Settings:
    """``sources`` tells where each value that is not the default came from; a reading stands there by its own name."""

    seed: int = 42
    profile: str = "empty"
    now: Any = None
    frozen: bool = False
    readings: Mapping[str, str] = field(default_factory=dict)
    faults: Any = ()
    limits: Any = True
    autopilot: Any = False
    intercept: bool = False
    unused_faults: Unused = "fail"
    sources: Mapping[str, Source] = field(default_factory=dict)

    def sandbox_options(self) -> dict[str, Any]:
        """What the sandbox is made from, faults aside."""
        names = ("seed", "profile", "now", "frozen", "readings", "limits", "autopilot")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def made_options(self) -> SandboxOptions:
        """The same, looked at once for all tests that have these settings.

        Raises:
            ValueError: one of them cannot be.
        """
        from mockserver.core.sandbox import SandboxOptions
        from mockserver.handle import option_fields

        return SandboxOptions(**option_fields(self.sandbox_options(), ()))

    def with_given(self, given: Mapping[str, Any], source: Source) -> Settings:
        """These with *given* over them; readings are merged one by one."""
        readings = dict(given.get("readings", {}))
        sources = {**self.sources, **dict.fromkeys([*given, *readings], source)}
        merged = {**given, "readings": {**self.readings, **readings}}
        return replace(self, **merged, sources=sources)

    def said_by(self, name: str) -> Source:
        return self.sources.get(name, "default")


class BadSetting(ValueError):
    """A marker, an option or an ini value that cannot be; the text says where it stands and what to write."""


def settings_of(node: pytest.Item | pytest.Collector, *, varied: Mapping[str, str] | None = None) -> Settings:
    """For a test, or for all tests of a module or of the session. *varied* readings are those of one more run.

    Raises:
        BadSetting: one of them cannot be.
    """
    marks = _nearest_first(node)
    if varied:
        return _settings_by(node.config, marks, varied)
    known, key = node.config.stash.setdefault(_known_key, {}), tuple((id(mark), repr(mark.kwargs)) for mark in marks)
    if key not in known:
        known[key] = marks, _settings_by(node.config, marks, {})
    return known[key][1]


_known_key = pytest.StashKey[dict[tuple[tuple[int, str], ...], tuple[list[pytest.Mark], Settings]]]()
"""The settings of the tests so far, by the identities of their marks, which are kept so that no other gets one, and by
what they say, for a fixture may change that.
"""


def _settings_by(config: pytest.Config, marks: list[pytest.Mark], varied: Mapping[str, str]) -> Settings:
    settings = base_settings(config).with_given({"readings": varied}, "command line")
    for mark in reversed(marks):
        check_marker(mark)
        settings = settings.with_given(mark.kwargs, "marker")
    return settings


def _nearest_first(node: pytest.Item | pytest.Collector) -> list[pytest.Mark]:
    """Its marks. pytest has those of one set of parameters behind those of the function, which are farther off."""
    of_its_case = getattr(getattr(node, "callspec", None), "marks", ())
    nearest_ones = [mark for mark in of_its_case if mark.name == "mockserver"]
    return [*nearest_ones, *node.iter_markers("mockserver")]


def base_settings(config: pytest.Config) -> Settings:
    """What holds where no marker says otherwise.

    Raises:
        BadSetting: an option or an ini value cannot be.
    """
    return Settings().with_given(_from_ini(config), "ini").with_given(_from_command_line(config), "command line")


def check_marker(mark: pytest.Mark) -> None:
    """Raises:
    BadSetting: it has an argument that the marker does not take.
    """
    if mark.args:
        raise BadSetting(f"@pytest.mark.mockserver takes arguments by name only, not {mark.args[0]!r}")
    for name, value in mark.kwargs.items():
        if name not in ARGUMENTS:
            raise BadSetting(f"@pytest.mark.mockserver has no argument {name!r}{nearest(name, ARGUMENTS)}")
        if name == "unused_faults":
            _unused(value, "@pytest.mark.mockserver(unused_faults=…)")
        if name == "intercept" and not isinstance(value, bool):
            raise BadSetting(f"@pytest.mark.mockserver(intercept=…) is True or False, not {value!r}")
        if name in _KINDS and not _KINDS[name][0](value):
            raise BadSetting(f"@pytest.mark.mockserver({name}=…) {_KINDS[name][1]}, not {value!r}")


def _texts(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(word, str) for pair in value.items() for word in pair)


def _rules(value: object) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    return all(isinstance(part, str | Path | Mapping) and part not in ("", {}) for part in parts)


_KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "readings": (_texts, 'has texts, like {"warpware.envelope": "always"}'),
    "faults": (_rules, "is a script's name or file, a rule, or a list of both"),
}
"""What only its kind has to be right for here; the sandbox looks at the rest."""


def shared_url(config: pytest.Config) -> str | None:
    """That of a server that runs elsewhere; None: each process has its own."""
    given = config.getoption("mockserver_url") or os.environ.get("MOCKSERVER_URL") or config.getini("mockserver_url")
    return str(given) if given else None


def _from_command_line(config: pytest.Config) -> dict[str, Any]:
    given: dict[str, Any] = {}
    seed = config.getoption("mockserver_seed")
    if seed is not None:
        given["seed"] = _whole(seed, "--mockserver-seed")
    for name in ("profile", "now"):
        value = config.getoption(f"mockserver_{name}")
        if value is not None:
            given[name] = value
    written = config.getoption("mockserver_reading")
    if written:
        given["readings"] = _readings(written, "--mockserver-reading")
    return given


def _from_ini(config: pytest.Config) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in ARGUMENTS:
        value = config.getini(f"mockserver_{name}")
        if value is None or value == []:
            continue
        where = f"mockserver_{name} of the ini file"
        if name == "seed":
            value = _whole(value, where)
        elif name == "readings":
            value = _readings(value, where)
        elif name == "faults":
            value = [_beside_the_ini_file(config, script) for script in value]
        elif name in ("limits", "autopilot"):
            value = _flag_or_json(value, where)
        elif name == "unused_faults":
            value = _unused(value, where)
        given[name] = value
    return given


def _whole(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadSetting(f"{where}: must be a whole number, not {text!r}") from None


def _readings(lines: Iterable[str], where: str) -> dict[str, str]:
    readings = {}
    for line in lines:
        name, given, value = line.partition("=")
        if not given:
            raise BadSetting(f"{where}: must be NAME=VALUE like warpware.envelope=always, not {line!r}")
        readings[name.strip()] = value.strip()
    return readings


def _beside_the_ini_file(config: pytest.Config, script: str) -> str:
    """A file, from wherever pytest runs; another text is the name of a script."""
    if config.inipath is None or not (file := config.inipath.parent / script).is_file():
        return script
    return os.path.relpath(file, config.invocation_params.dir)


def _flag_or_json(text: str, where: str) -> Any:
    word = text.strip().lower()
    if word in ("true", "yes", "on", "1"):
        return True
    if word in ("false", "no", "off", "0"):
        return False
    try:
        return json.loads(text)
    except ValueError:
        raise BadSetting(f"{where}: must be true, false or JSON, not {text!r}") from None


def _unused(value: object, where: str) -> Unused:
    if value not in get_args(Unused):
        raise BadSetting(f"{where}: is 'fail' or 'ignore', not {value!r}")
    return value  # type: ignore[return-value]  # one of the two, checked above
