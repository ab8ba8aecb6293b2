"""The ledgers, the code and the tests name the same rules and readings.

Nothing is imported or served here: the sources are read as syntax trees. A rule that a refusal takes from a
variable is taken on trust when the variable is called after one (`rules.missing_scope`, `transition.rule`).
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mockserver.core.rules import Ledger, Reading, Rule, load_ledger

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mockserver"
TESTS = ROOT / "tests"
LEDGERS = {path.parent.name: path for path in sorted(PACKAGE.glob("*/rules.yaml"))}

RULE_ID = re.compile(rf"({'|'.join(LEDGERS)})(\.[a-z][a-z0-9]*(-[a-z0-9]+)*){{2}}")
READING_NAME = re.compile(rf"({'|'.join(LEDGERS)})\.[a-z][a-z0-9]*(-[a-z0-9]+)*")
AMBIGUOUS = re.compile(r"#\s*Ambiguous:(.*)")
NEARBY = 3
"""Lines above a lookup in which its `# Ambiguous:` comment must stand."""


@dataclass(frozen=True)
class Source:
    """A parsed file; ``nodes`` are those of its tree by their kind, and ``vendor`` the vendor whose folder it lies in,
    if any.
    """

    path: Path
    lines: tuple[str, ...]
    nodes: Mapping[type[ast.AST], Sequence[Any]]
    vendor: str | None

    def each(self, *kinds: type[ast.AST]) -> Iterator[Any]:
        for kind in kinds:
            yield from self.nodes.get(kind, ())

    def place(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT)}:{line}"


@dataclass(frozen=True)
class Named:
    """Something that a file names. ``text`` None: it cannot be told without running the file."""

    text: str | None
    place: str


def source_of(text: str, path: Path, vendor: str | None = None) -> Source:
    nodes = defaultdict(list)
    for node in ast.walk(ast.parse(text)):
        nodes[type(node)].append(node)
    return Source(path, tuple(text.splitlines()), nodes, vendor)


@cache
def sources(folder: Path) -> tuple[Source, ...]:
    found = []
    for path in sorted(folder.rglob("*.py")):
        top = path.relative_to(folder).parts[0]
        found.append(source_of(path.read_text(encoding="utf-8"), path, top if top in LEDGERS else None))
    return tuple(found)


@cache
def ledgers() -> tuple[Ledger, ...]:
    return tuple(load_ledger(path) for path in LEDGERS.values())


def all_rules() -> dict[str, Rule]:
    return {name: rule for ledger in ledgers() for name, rule in ledger.rules.items()}


def all_readings() -> dict[str, Reading]:
    return {name: reading for ledger in ledgers() for name, reading in ledger.readings.items()}


def listed(lines: Iterable[str]) -> str:
    return "".join(f"\n  {line}" for line in lines)


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name: ``readings`` for ``state.readings``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


# What the code names


def rules_named(source: Source) -> Iterator[Named]:
    """Literal rule ids, and those of the endpoint table, whose rows leave the vendor's name out."""
    streams = {id(node) for node in stream_names(source)}
    for node in source.each(ast.Constant):
        text = text_of(node)
        if text is not None and RULE_ID.fullmatch(text) and id(node) not in streams:
            yield Named(text, source.place(node.lineno))
    for node in source.each(ast.Call):
        if name_of(node.func) == "_row" and source.vendor is not None:
            rule = text_of(argument(node, 4, "rule"))
            yield Named(None if rule is None else f"{source.vendor}.{rule}", source.place(node.lineno))


def stream_names(source: Source) -> Iterator[ast.expr]:
    """``streams["…"]`` and ``streams.uuid("…")``: random streams are named in the same manner as rules."""
    for node in source.each(ast.Subscript):
        if name_of(node.value) == "streams":
            yield node.slice
    for node in source.each(ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "uuid":
            yield from node.args


def argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    named = [word.value for word in call.keywords if word.arg == keyword]
    return call.args[position] if position < len(call.args) else next(iter(named), None)


def refusal_classes(files: Iterable[Source]) -> set[str]:
    """DomainError and whatever is derived from it, by name."""
    bases = {
        node.name: {name_of(base) for base in node.bases} for source in files for node in source.each(ast.ClassDef)
    }
    known = {"DomainError"}
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return known


def refusals(source: Source, classes: set[str]) -> Iterator[ast.Call]:
    for node in source.each(ast.Call):
        if name_of(node.func) in classes:
            yield node


def is_a_rule(node: ast.expr | None, known: Collection[str]) -> bool:
    """A known id, or a variable that is called after rules."""
    if isinstance(node, ast.Constant):
        return text_of(node) in known
    if isinstance(node, ast.BoolOp):
        return all(is_a_rule(value, known) for value in node.values)
    if isinstance(node, ast.IfExp):
        return is_a_rule(node.body, known) and is_a_rule(node.orelse, known)
    if isinstance(node, ast.Subscript):
        return is_a_rule(node.value, known)
    if isinstance(node, ast.Attribute):
        return "rule" in node.attr.lower() or is_a_rule(node.value, known)
    return isinstance(node, ast.Name) and "rule" in node.id.lower()


def readings_looked_up(source: Source) -> Iterator[tuple[str, int]]:
    """Each ``readings["…"]`` and the line that it stands in."""
    for node in source.each(ast.Subscript):
        if name_of(node.value) == "readings":
            name = text_of(node.slice)
            if name is not None:
                yield name, node.lineno


def ambiguities(lines: Iterable[str]) -> set[str]:
    """The readings that ``# Ambiguous: …`` comments name."""
    comments = (comment[1] for line in lines if (comment := AMBIGUOUS.search(line)))
    return {name[0] for comment in comments for name in READING_NAME.finditer(comment)}


# What the tests name


def rules_tested(source: Source) -> Iterator[Named]:
    """The arguments of ``pytest.mark.rule`` on tests, on classes of tests and on whole modules."""
    for node in source.each(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            marked: list[ast.expr] = node.decorator_list
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            marked = node.decorator_list
        elif isinstance(node, ast.Assign) and "pytestmark" in map(name_of, node.targets):
            marked = [node.value]
        else:
            continue
        for call in (inner for mark in marked for inner in ast.walk(mark) if isinstance(inner, ast.Call)):
            if name_of(call.func) == "rule" and ast.unparse(call.func) == "pytest.mark.rule":
                yield from (Named(text_of(given), source.place(call.lineno)) for given in call.args)


def readings_tested(source: Source) -> set[tuple[str, str]]:
    """Readings with a value: as an entry of a dict, or both in one test."""
    used = set()
    for node in source.each(ast.Dict):
        entries = ((text_of(key), text_of(value)) for key, value in zip(node.keys, node.values, strict=True))
        used |= {(name, value) for name, value in entries if name is not None and value is not None}
    for node in source.each(ast.FunctionDef, ast.AsyncFunctionDef):
        words = {word.value for word in ast.walk(node) if isinstance(word, ast.Constant)}
        texts = {word for word in words if isinstance(word, str)}
        names = {word for word in texts if READING_NAME.fullmatch(word)}
        used |= {(name, value) for name in names for value in texts}
    return used


# The ledgers by themselves


def test_there_is_a_ledger() -> None:
    assert {"warpware", "whiplash"} <= set(LEDGERS)


@pytest.mark.parametrize("vendor", LEDGERS)
def test_a_ledger_loads_and_holds_rules_and_readings(vendor: str) -> None:
    ledger = load_ledger(LEDGERS[vendor])
    assert ledger.rules
    assert ledger.readings


def test_rule_ids_are_vendor_area_and_name_in_kebab_case() -> None:
    assert [name for name in all_rules() if not RULE_ID.fullmatch(name)] == []


def test_reading_names_are_vendor_and_name_in_kebab_case() -> None:
    assert [name for name in all_readings() if not READING_NAME.fullmatch(name)] == []


def test_a_rule_is_one_sentence_with_a_full_stop() -> None:
    def is_one_sentence(text: str) -> bool:
        return text == text.strip() and re.fullmatch(r"[^\n]*\w[^\n]*\.", text) is not None and " " in text

    several = re.compile(r"[.!?;]\s+[A-Z]")
    wrong = [rule.id for rule in all_rules().values() if not is_one_sentence(rule.text) or several.search(rule.text)]
    assert wrong == []


def test_two_rules_do_not_say_the_same() -> None:
    texts = [rule.text for rule in all_rules().values()]
    assert [text for text in texts if texts.count(text) > 1] == []


def test_a_rule_has_a_source() -> None:
    assert [rule.id for rule in all_rules().values() if not rule.source.strip()] == []


def test_a_reading_has_a_place_and_two_choices_or_more_each_with_a_meaning() -> None:
    def is_told(reading: Reading) -> bool:
        words = [reading.place, reading.default, *reading.choices, *reading.choices.values()]
        return len(reading.choices) > 1 and all(isinstance(word, str) and word.strip() for word in words)

    assert [reading.name for reading in all_readings().values() if not is_told(reading)] == []


def test_every_reading_has_rules() -> None:
    assert set(all_readings()) - {rule.reading for rule in all_rules().values()} == set()


# The code against the ledgers


def test_every_rule_that_the_code_names_exists() -> None:
    known = all_rules()
    unknown = [
        f"{named.place}: {named.text or 'a row without a literal rule'}"
        for source in sources(PACKAGE)
        for named in rules_named(source)
        if named.text not in known
    ]
    assert not unknown, f"the code names rules that no ledger holds:{listed(unknown)}"


def test_every_refusal_names_a_rule() -> None:
    known, files = all_rules(), sources(PACKAGE)
    classes = refusal_classes(files)
    nameless = [
        f"{source.place(call.lineno)}: {ast.unparse(call)}"
        for source in files
        for call in refusals(source, classes)
        if not is_a_rule(argument(call, 0, "rule"), known)
    ]
    assert not nameless, f"refusals whose first argument is no rule:{listed(nameless)}"


def test_every_reading_that_the_code_looks_up_exists() -> None:
    known = all_readings()
    unknown = [
        f"{source.place(line)}: {name}"
        for source in sources(PACKAGE)
        for name, line in readings_looked_up(source)
        if name not in known
    ]
    assert not unknown, f"the code looks up readings that no ledger holds:{listed(unknown)}"


def test_every_lookup_of_a_reading_stands_below_its_ambiguous_comment() -> None:
    bare = [
        f"{source.place(line)}: # Ambiguous: {name}"
        for source in sources(PACKAGE)
        for name, line in readings_looked_up(source)
        if name not in ambiguities(source.lines[max(0, line - 1 - NEARBY) : line])
    ]
    assert not bare, f"lookups without their comment in the {NEARBY} lines above:{listed(bare)}"


def test_every_ambiguous_comment_names_a_reading() -> None:
    known = all_readings()
    wrong = [
        f"{source.place(number)}: {line.strip()}"
        for source in sources(PACKAGE)
        for number, line in enumerate(source.lines, start=1)
        if AMBIGUOUS.search(line) and not (ambiguities([line]) and ambiguities([line]) <= set(known))
    ]
    assert not wrong, f"comments that name no reading of a ledger:{listed(wrong)}"


def test_every_reading_is_looked_up() -> None:
    looked_up = {name for source in sources(PACKAGE) for name, _ in readings_looked_up(source)}
    idle = sorted(set(all_readings()) - looked_up)
    assert not idle, f"readings that change nothing, for no code looks them up:{listed(idle)}"


# The tests against the ledgers


def test_every_rule_has_a_test() -> None:
    tested = {named.text for source in sources(TESTS) for named in rules_tested(source)}
    untested = [name for name in all_rules() if name not in tested]
    assert not untested, f"{len(untested)} rules without a test:{listed(untested)}"


def test_every_rule_that_a_test_names_exists() -> None:
    known = all_rules()
    unknown = [
        f"{named.place}: {named.text or 'not a literal'}"
        for source in sources(TESTS)
        for named in rules_tested(source)
        if named.text not in known
    ]
    assert not unknown, f"tests name rules that no ledger holds:{listed(unknown)}"


def test_every_choice_of_every_reading_has_a_test() -> None:
    used = {pair for source in sources(TESTS) for pair in readings_tested(source)}
    untested = [
        f"{reading.name} = {choice}"
        for reading in all_readings().values()
        for choice in reading.choices
        if (reading.name, choice) not in used
    ]
    assert not untested, f"choices of readings that no test makes:{listed(untested)}"


# These checks by themselves: one that finds nothing would pass everything


def code(text: str, vendor: str | None = "warpware") -> Source:
    return source_of(text, PACKAGE / "warpware" / "made_up.py", vendor)


def texts(found: Iterable[Named]) -> list[str | None]:
    return [named.text for named in found]


def test_a_rule_is_found_in_a_literal_and_in_a_row() -> None:
    text = 'X = Conflict("warpware.orders.twice", 1)\n_row("a", "GET", "/a", handler, "orders.list", query=None)'
    assert set(texts(rules_named(code(text)))) == {"warpware.orders.twice", "warpware.orders.list"}


def test_the_endpoint_table_is_read() -> None:
    table = next(source for source in sources(PACKAGE) if source.path == PACKAGE / "warpware" / "operations.py")
    assert "warpware.orders.list" in texts(rules_named(table))


def test_a_row_whose_rule_is_no_literal_is_noticed() -> None:
    assert texts(rules_named(code('_row("a", "GET", "/a", handler, RULE)'))) == [None]


def test_random_streams_readings_and_operations_are_no_rules() -> None:
    text = 'streams["warpware.seeded.people"]\nstate.streams.uuid("warpware.seeded.ids")\nX = "warpware.createOrder"'
    assert texts(rules_named(code(text + '\nreadings["warpware.envelope"]'))) == []


def test_refusals_are_all_that_is_derived_from_domain_error() -> None:
    classes = refusal_classes([code("class A(DomainError): pass\nclass B(errors.A): pass\nclass C(ValueError): pass")])
    assert classes == {"DomainError", "A", "B"}


def test_the_refusals_of_the_real_code_are_found() -> None:
    files = sources(PACKAGE)
    classes = refusal_classes(files)
    found = {name_of(call.func) for source in files for call in refusals(source, classes)}
    assert {"Unauthenticated", "RateLimited", "MalformedRequest", "Conflict", "IllegalTransition"} <= found


@pytest.mark.parametrize(
    "given",
    [
        '"warpware.a.known"',
        "rule=transition.rule",
        "vendor.rules.rate_limited[name]",
        "checked.rule or malformed_rule",
        'rule if strict else "warpware.a.known"',
    ],
)
def test_a_refusal_with_a_rule_passes(given: str) -> None:
    (call,) = refusals(code(f"Conflict({given})"), {"Conflict"})
    assert is_a_rule(argument(call, 0, "rule"), ["warpware.a.known"])


@pytest.mark.parametrize("given", ['"warpware.a.unknown"', '"id", "x"', "", "field", 'checked.rule or "it failed"'])
def test_a_refusal_without_a_rule_is_noticed(given: str) -> None:
    (call,) = refusals(code(f"errors.Conflict({given})"), {"Conflict"})
    assert not is_a_rule(argument(call, 0, "rule"), ["warpware.a.known"])


def test_a_reading_is_found_with_its_line_and_its_comment() -> None:
    source = code('# Ambiguous: warpware.locks\nx = state.readings["warpware.locks"]')
    assert list(readings_looked_up(source)) == [("warpware.locks", 2)]
    assert ambiguities(source.lines) == {"warpware.locks"}


def test_a_rule_is_tested_by_marks_on_functions_classes_cases_and_modules() -> None:
    text = """
pytestmark = [pytest.mark.rule("a"), pytest.mark.slow]

@pytest.mark.rule("b", "c")
def test_one(): ...

@pytest.mark.rule("d")
class TestAll:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.rule("e"))])
    async def test_two(self, x): ...

@pytest.mark.rule(NAME)
def test_three(): ...
"""
    assert sorted(map(str, texts(rules_tested(code(text))))) == ["None", "a", "b", "c", "d", "e"]


def test_a_mark_on_what_is_no_test_proves_nothing() -> None:
    assert texts(rules_tested(code('@pytest.mark.rule("a")\ndef helper(): ...'))) == []


def test_a_choice_is_tested_by_a_dict_or_within_one_test() -> None:
    text = """
STRICT = {"warpware.locks": "strict"}

@pytest.mark.parametrize("value", ["loose"])
def test_one(value):
    make("warpware.hinges", value)

def test_two():
    make("rusty")
"""
    used = readings_tested(code(text))
    assert ("warpware.locks", "strict") in used
    assert ("warpware.hinges", "loose") in used
    assert ("warpware.hinges", "rusty") not in used
