"""``mockserver routes``, ``rules``, ``readings``, and the command itself."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

import mockserver
from mockserver.cli import main


def run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_routes_are_listed_with_method_operation_and_path() -> None:
    # That all of them are: tests/contract/test_served_routes.py.
    lines = [line.split() for line in run("routes").splitlines()]
    assert ["GET", "warpware.getOrderStats", "/partner/v1/orders/stats"] in lines
    assert ["POST", "control.resetSandbox", "/_mock/sandboxes/{sandbox_id}/reset"] in lines


def test_routes_stand_in_columns() -> None:
    lines = run("routes").splitlines()
    for word in (1, 2):
        assert len({line.index(line.split()[word]) for line in lines}) == 1


def test_a_rule_is_printed_with_its_basis_its_source_and_its_sentence() -> None:
    assert run("rules", "warpware.auth.bearer-required") == (
        "warpware.auth.bearer-required  (documented: Authentication)\n"
        "    A request without an Authorization header of the scheme Bearer and a key in it gets 401.\n"
    )


def heads(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if not line.startswith(" ")]


def test_without_a_word_every_rule_is_printed_once() -> None:
    names = heads(run("rules"))
    assert len(names) > 100
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("word", "name", "other"),
    [
        ("cancel", "warpware.orders.cancel", "warpware.version.get"),
        ("RETRY-AFTER", "warpware.rate-limit.retry-after", "warpware.version.get"),
        ("Cursor Pagination", "warpware.paging.cursor-end", "warpware.orders.cancel"),
        ("inferred", "warpware.checks.order", "warpware.orders.cancel"),
    ],
)
def test_a_word_keeps_the_rules_that_have_it_in_any_case(word: str, name: str, other: str) -> None:
    names = heads(run("rules", word))
    assert name in names
    assert other not in names


def test_a_word_that_no_rule_has_prints_nothing() -> None:
    assert run("rules", "no-such-word") == ""


def test_a_reading_is_printed_with_its_place_and_its_choices_of_which_one_is_the_default() -> None:
    lines = run("readings").splitlines()
    start = lines.index("warpware.cancel-from")
    assert lines[start + 2 : start + 4] == [
        "    * unshipped: pending, ready, processing, hold and failed can be cancelled",
        "      strict: only pending and hold can be cancelled; ready, processing and failed are 422",
    ]
    assert lines[start + 1].startswith("    ")


def test_every_reading_has_one_default() -> None:
    text = run("readings")
    assert len(heads(text)) >= 6
    assert text.count("    * ") == len(heads(text))


def test_the_version_is_the_packages() -> None:
    assert run("--version") == f"mockserver, version {mockserver.__version__}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_the_commands(option: str) -> None:
    text = run(option)
    for command in ("serve", "seed", "routes", "rules", "readings"):
        assert f"\n  {command}" in text


def test_help_of_serve_names_the_options_with_their_defaults() -> None:
    text = run("serve", "--help")
    for option in (
        "--host",
        "--port",
        "--seed",
        "--profile",
        "--now",
        "--frozen",
        "--reading",
        "--open",
        "--log-format",
    ):
        assert option in text
    assert "[default: 8080" in text


def test_a_misspelt_command_is_told_and_ends_with_2() -> None:
    result = CliRunner().invoke(main, ["serv"])
    assert result.exit_code == 2
    assert "No such command 'serv'" in result.stderr


def test_help_comes_quickly_for_it_imports_nothing_that_only_serving_needs() -> None:
    program = (
        "import sys; from mockserver.cli import main; main(['serve', '--help'], standalone_mode=False); "
        "print(*{'flask', 'uvicorn', 'faker', 'marshmallow', 'werkzeug'} & set(sys.modules), file=sys.stderr)"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert finished.stderr == "\n"
