"""``--mockserver-readings=all``: each test once more under every other choice of every reading that it touched."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest

from mockserver.pytest_support.settings import settings_of
from mockserver.pytest_support.worlds import touched_key, varied_key

told_key = pytest.StashKey[int]()
"""How many sections of captured output the item's earlier runs have told."""

Node = pytest.Item | pytest.Collector


class EveryReading:
    """A test runs as it is, first; what its sandbox looked up on the way are the readings that it touched. Those that
    its markers choose are left as chosen, for the test is about that choice.

    The further runs cannot be collected, for before the first one nobody knows which there are. They are runs of the
    same item, and reported as tests of their own: ``test_it[warpware.cancel-from=strict]``. With pytest-xdist they run
    in the test's worker, which must report by the ids that were collected, and are renamed where reports come together.
    """

    def __init__(self, *, worker: bool) -> None:
        self._worker = worker
        self._session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: Node | None) -> Generator[None, object, object]:
        result = yield
        if varied_key in item.stash or touched_key not in item.stash:
            return result
        runs = list(_further_runs(item, item.stash[touched_key]))
        for number, readings in enumerate(runs, 1):
            if item.session.shouldstop or item.session.shouldfail:
                break
            item.stash[varied_key] = readings
            # What the test's module and class have set up is kept until the last run.
            following = nextitem if number == len(runs) else item.parent
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            del item.stash[varied_key]
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if varied_key in item.stash:
            (reading,) = item.stash[varied_key].items()
            report.mockserver_reading = "=".join(reading)  # type: ignore[attr-defined]  # reports take what plugins add
            del report.sections[: item.stash[told_key]]
        if report.when == "teardown":
            # An item keeps what was captured in its earlier runs.
            told = sum(not title.startswith("mockserver") for title, _ in report.sections)
            item.stash[told_key] = told + (item.stash[told_key] if varied_key in item.stash else 0)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        reading = getattr(report, "mockserver_reading", None)
        if reading is None or self._worker:
            return
        report.nodeid = _within_brackets(report.nodeid, reading)
        path, line, name = report.location
        report.location = (path, line, _within_brackets(name, reading))
        if report.when == "setup" and self._session is not None:
            self._session.testscollected += 1  # so that the progress ends at 100 %


def _further_runs(item: pytest.Item, touched: set[str]) -> Iterator[dict[str, str]]:
    from mockserver.app import VENDORS
    from mockserver.core.rules import load_ledger

    settings = settings_of(item)
    for vendor in VENDORS:
        for reading in load_ledger(vendor.ledger).readings.values():
            if reading.name in touched and settings.said_by(reading.name) != "marker":
                chosen = settings.readings.get(reading.name, reading.default)
                yield from ({reading.name: choice} for choice in reading.choices if choice != chosen)


def _within_brackets(name: str, reading: str) -> str:
    """``test_it[get]`` and a reading make ``test_it[get-warpware.envelope=always]``."""
    return f"{name[:-1]}-{reading}]" if name.endswith("]") else f"{name}[{reading}]"
