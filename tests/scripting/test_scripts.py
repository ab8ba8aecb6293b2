"""Scripts: found by name or by file, with one sentence on what they teach."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockserver.app import VENDORS
from mockserver.scripting.errors import BadScript, UnknownScript
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.scripts import load_script, script_names

READER = RuleReader(VENDORS)
SCRIPT = "teaches: A.\nrules: [{{{}}}]"


def test_the_package_has_the_scripts_that_it_promises() -> None:
    assert script_names() == [
        "duplicate-and-reordered-webhooks",
        "flaky-network",
        "half-failed-bulk",
        "lost-create-responses",
        "rate-limit-storm",
        "slow-vendor",
        "stale-reads",
        "vendor-outage-and-recovery",
    ]


@pytest.mark.parametrize("name", script_names())
def test_every_script_works_and_teaches_in_one_sentence(name: str) -> None:
    script = load_script(name, READER)
    assert script.name == name
    assert re.fullmatch(r"[A-Z][^.!?]*\.", script.teaches)
    assert script.rules


def test_a_script_may_be_json(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text('{"teaches": "Something.", "rules": [{"effect": "reset"}]}', "utf-8")
    assert [rule.name for rule in load_script(path, READER).rules] == ["reset"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("", "must be an object, not None"),
        ("- effect: reset", "must be an object, not [{'effect': 'reset'}]"),
        ("rules: [{effect: reset}]", "teaches: is required"),
        ("teaches: A.\nrules: []", "rules: must be a list of at least one rule, not []"),
        ("teaches: A.\nrule: [{effect: reset}]", "there is no field 'rule'; did you mean 'rules'?"),
        ("teaches: A.\nrules: [{effect: reset}, {effect: rest}]", "rules[1].effect.kind: there is no kind of fault"),
        ("teaches: A.\nrules: [{effect: reset, name: 2026-01-01}]", "rules[0].name: must be a text, not datetime.date"),
        (
            "teaches: A.\nrules: [{effect: {kind: status, status: 500, body: {at: 2026-01-01}}}]",
            "in YAML, put dates in quotes",
        ),
        ("teaches: [", "is no YAML: "),
        ("a: !!python/object:os.system {}", "is no YAML: "),
        ("teaches: A.\nrules: [{effect: reset, name: 2026-13-45}]", "a value cannot be read: month must be in 1..12"),
        (
            "teaches: A.\nrules: [{effect: reset, times: 1, times: 2}]",
            "'times' stands there twice at line 2, column 35",
        ),
        (SCRIPT.format("effect: reset, skip: 1" + "0" * 400), "rules[0].skip: must be from 0 to 1000000000, not 1000"),
        (SCRIPT.format("effect: reset, skip: 1" + "0" * 5000), "is no YAML: a value cannot be read: Exceeds the limit"),
        (SCRIPT.format("effect: {kind: status, status: 500, body: &a [*a]}"), "nested too deeply, or in itself"),
        (SCRIPT.format("when: " + "[" * 1000 + "]" * 1000), "nested too deeply, or in itself"),
    ],
)
def test_a_file_that_is_no_script_is_refused_with_its_name(tmp_path: Path, content: str, refusal: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(BadScript) as caught:
        load_script(path, READER)
    assert str(caught.value).startswith(f"{path}: ")
    assert refusal in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_no_script(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadScript, match="cannot be read"):
        load_script(path, READER)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("flaky-netwrk", "there is no script 'flaky-netwrk'; did you mean 'flaky-network'?"),
        ("mine.yaml", f"there is no file 'mine.yaml' in {Path.cwd()}"),
        ("here/mine", f"there is no file 'here/mine' in {Path.cwd()}"),
    ],
)
def test_a_script_that_is_not_there_is_refused(name: str, refusal: str) -> None:
    with pytest.raises(UnknownScript) as caught:
        load_script(name, READER)
    assert str(caught.value) == refusal
