"""``mockserver faults`` and ``serve --faults``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from client import Http
from mockserver.cli import main
from served import asked_here


def test_the_list_has_every_script_with_what_it_teaches_and_every_kind() -> None:
    result = CliRunner().invoke(main, ["faults", "list"])
    assert result.exit_code == 0
    assert "  flaky-network\n      A client retries what is safe to retry" in result.output
    assert "  truncate\n      The body stops short of its Content-Length" in result.output
    assert "      fraction (optional): which part of the body leaves" in result.output


def test_a_script_is_checked_rule_by_rule() -> None:
    result = CliRunner().invoke(main, ["faults", "check", "lost-create-responses"])
    assert result.exit_code == 0
    assert "  lost response on create: reset, then nothing, then status, then nothing (after)\n" in result.output


def test_a_script_that_would_not_work_is_refused_in_one_line(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("teaches: A.\nrules: [{effect: reset, probability: 2}]", "utf-8")
    result = CliRunner().invoke(main, ["faults", "check", str(own)])
    assert result.exit_code == 2
    assert result.stderr == f"mockserver: {own}: rules[0].probability: must be from 0 to 1, not 2\n"


def test_an_unknown_script_is_refused_before_anything_is_served() -> None:
    result = CliRunner().invoke(main, ["serve", "--faults", "flaky-netwrk"])
    assert result.exit_code == 2
    assert result.stderr == "mockserver: there is no script 'flaky-netwrk'; did you mean 'flaky-network'?\n"


def test_scripts_go_to_the_default_sandbox_and_to_each_that_is_made_from_the_defaults(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("teaches: A.\nrules: [{name: mine, effect: reset}]", "utf-8")

    def ask(url: str) -> None:
        control = Http(f"{url}/_mock/sandboxes")
        made = control.post("", {"seed": 7}).json["id"]
        for sandbox in ("default", made):
            faults = control.get(f"/{sandbox}/faults").json["faults"]
            assert [fault["name"] for fault in faults] == ["storm", "mine"]
        control.post(f"/{made}/reset")
        assert len(control.get(f"/{made}/faults").json["faults"]) == 2
        control.close()

    asked_here(ask, "--profile", "empty", "--faults", "rate-limit-storm", "--faults", str(own))
