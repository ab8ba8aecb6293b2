"""Scripts: named sets of fault rules, of this package or of the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockserver.core.faults.rule import FaultRule
from mockserver.core.resources import fixtures
from mockserver.core.rules import nearest
from mockserver.scripting.errors import BadRule, BadScript, UnknownScript, refuse
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.schemas import ScriptSchema, load
from mockserver.scripting.script_text import NoScriptText, read_script_text

_SCRIPT = ScriptSchema()


@dataclass(frozen=True, slots=True)
class Script:
    """``teaches`` is one sentence: what a client learns from it."""

    name: str
    teaches: str
    rules: tuple[FaultRule, ...]


def script_names() -> list[str]:
    """The scripts that come with the package."""
    return sorted(path.stem for path in fixtures("faults").glob("*.yaml"))


def find_script(name: str | Path) -> Path:
    """The file of a script of the package, by its name, or any other file, by its path.

    Raises:
        UnknownScript: there is neither.
    """
    names = script_names()
    if name in names:
        return fixtures("faults", f"{name}.yaml")
    path = Path(name)
    if path.is_file():
        return path
    if path.suffix in (".yaml", ".yml", ".json") or len(path.parts) > 1:
        where = "" if path.is_absolute() else f" in {Path.cwd()}"
        raise UnknownScript(f"there is no file {str(name)!r}{where}")
    raise UnknownScript(f"there is no script {str(name)!r}{nearest(str(name), names)}")


def load_script(name: str | Path, reader: RuleReader) -> Script:
    """Read a script, YAML or JSON, and check its rules.

    Raises:
        UnknownScript: there is no such script.
        BadScript: the file is no script, or a rule cannot work.
    """
    path = find_script(name)
    with _told_of(path):
        return read_script(path.stem, _read(path), reader)


def read_rules(path: Path) -> list[Any]:
    """A script's rules as they are written, for a server to check. Raises as load_script does."""
    with _told_of(path):
        return _rules(load(_SCRIPT, _read(path), ""))


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Whatever is wrong with a script is told with its path."""
    try:
        yield
    except BadRule as error:
        raise BadScript(f"{path}: {error}") from None
    except RecursionError:
        raise BadScript(f"{path}: something in it is nested too deeply, or in itself") from None


def rules_of_option(value: Any, reader: RuleReader) -> tuple[FaultRule, ...]:
    """A sandbox's option ``faults``: the name of a script of the package, or a list of rules, which may be empty.

    Raises:
        BadRule: there is no such script, or a rule cannot work.
    """
    if isinstance(value, str):
        return packaged_script("faults", value, reader).rules
    if not isinstance(value, list | tuple):
        raise refuse("faults", f"must be the name of a script or a list of rules, not {value!r}")
    return tuple(
        rule if isinstance(rule, FaultRule) else reader.rule(rule, f"faults[{number}]")
        for number, rule in enumerate(value)
    )


def packaged_script(place: str, name: str, reader: RuleReader) -> Script:
    """A script by its name alone: what files a server can read is not for its callers to find out.

    Raises:
        BadRule: the package has none of that name.
    """
    if name not in script_names():
        raise refuse(place, f"there is none {name!r}{nearest(name, script_names())}")
    return load_script(name, reader)


def read_script(name: str, raw: Any, reader: RuleReader) -> Script:
    """Raises:
    BadRule: it is no script, or a rule cannot work.
    """
    given = load(_SCRIPT, raw, "")
    rules = tuple(reader.rule(rule, f"rules[{number}]") for number, rule in enumerate(_rules(given)))
    return Script(name, given["teaches"], rules)


def _rules(given: dict[str, Any]) -> list[Any]:
    rules = given["rules"]
    if not isinstance(rules, list) or not rules:
        raise refuse("rules", f"must be a list of at least one rule, not {rules!r}")
    return rules


def _read(path: Path) -> Any:
    try:
        return read_script_text(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadScript(f"{path}: cannot be read: {error}") from None
    except NoScriptText as error:
        raise BadScript(f"{path}: is no YAML: {error}") from None
