"""The pytest plugin: a fresh sandbox for every test, on one server a process.

Nothing heavy is imported here: pytest loads this module in every suite of its environment. What it does is in
``pytest_support``.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle
    from mockserver.handles.vendor import WarpWareHandle, WhiplashHandle
    from mockserver.remote import RemoteServer
    from mockserver.server import MockServer

_MARKER = (
    'mockserver(seed=7, profile="demo", now="2026-02-27", frozen=True, readings={…}, '
    'faults="flaky-network" or [rules], limits=False, autopilot=True, intercept=True, unused_faults="ignore"): '
    "the sandbox that the fixture mockserver gives; all are optional, and the nearest marker counts"
)

_INI: tuple[tuple[str, str, str], ...] = (
    ("seed", "string", "the seed of each sandbox, 42 unless given"),
    ("profile", "string", "what each sandbox has at its beginning: empty (the default) or demo"),
    ("now", "string", "when each sandbox begins, in ISO 8601; the real time unless given"),
    ("frozen", "bool", "whether the clocks stand still until a test moves them"),
    ("readings", "linelist", "how ambiguous places of the documents are read: lines of NAME=VALUE"),
    ("faults", "linelist", "scripts of fault rules, by name or file, that each sandbox begins with"),
    ("limits", "string", "rate limits: true (the default), false, or JSON of numbers by vendor"),
    ("autopilot", "string", "whether orders move by themselves: true, false (the default), or JSON of its options"),
    ("intercept", "bool", "lead the vendors' real hosts to the test's sandbox, and let no call to them leave"),
    ("unused_faults", "string", "what becomes of a test whose fault never fired: fail (the default) or ignore"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mockserver", "a mock of fulfilment APIs")
    group.addoption("--mockserver-seed", metavar="N", help="the seed of each sandbox whose test has no seed of its own")
    group.addoption("--mockserver-profile", metavar="NAME", help="likewise, what each has at its beginning")
    group.addoption("--mockserver-now", metavar="TIME", help="likewise, when each begins, in ISO 8601")
    group.addoption(
        "--mockserver-reading",
        metavar="NAME=VALUE",
        action="append",
        help="likewise, how an ambiguous place of a document is read; repeatable",
    )
    group.addoption(
        "--mockserver-readings",
        choices=["all"],
        help="all: run each test once more under every other choice of every reading that it touches",
    )
    group.addoption(
        "--mockserver-url",
        metavar="URL",
        help="use the server that runs at URL, with a sandbox of its own for each test; MOCKSERVER_URL likewise",
    )
    parser.addini("mockserver_url", "the URL of a server that runs already, to be used by each test", default=None)
    for name, kind, about in _INI:
        parser.addini(f"mockserver_{name}", about, type=kind, default=None)  # type: ignore[arg-type]  # one of pytest's


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)
    if _asked_for(config):
        from mockserver.pytest_support.session import prepare

        prepare(config)


def _asked_for(config: pytest.Config) -> bool:
    """Whether an option or the ini file says anything to this plugin."""
    options = ("seed", "profile", "now", "reading", "readings")
    return any(config.getoption(f"mockserver_{name}") is not None for name in options) or any(
        _ini_value(config, name) not in (None, []) for name, _, _ in _INI
    )


def _ini_value(config: pytest.Config, name: str) -> object:
    """None, or [] before pytest 8, where the ini file says nothing. Raises pytest.UsageError."""
    try:
        return config.getini(f"mockserver_{name}")
    except (ValueError, pytest.UsageError) as error:  # which of them, and whether it says where, is pytest's version's
        raise pytest.UsageError(f"mockserver: mockserver_{name} of the ini file: {error}") from None


@pytest.hookimpl(trylast=True)  # those that others deselected need not be right
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("mockserver") is not None]
    if marked:
        from mockserver.pytest_support.session import check_markers

        check_markers(config, marked)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    yield
    if _in_use():
        from mockserver.pytest_support.unused import fail_for_unused_faults

        fail_for_unused_faults(item)


@pytest.hookimpl(specname="pytest_runtest_makereport")  # no wrapper, which would not see yet what unittest has
def pytest_refusals_shortened(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    if call.excinfo is not None and _in_use() and not item.config.option.fulltrace:
        from mockserver.pytest_support.refusals import shorten

        shorten(call.excinfo)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and _in_use():
        from mockserver.pytest_support.report import add_sections

        add_sections(item, report)
    if report.when == "teardown" and _in_use():
        from mockserver.pytest_support.worlds import drop_left

        drop_left(item.config)
    return report


def _in_use() -> bool:
    """Whether a test has asked for a sandbox so far: what looks after them is imported then, and not before."""
    return "mockserver.pytest_support.worlds" in sys.modules


@pytest.fixture(scope="session")
def mockserver_server(pytestconfig: pytest.Config) -> MockServer | RemoteServer:
    """The process's server, on a free port, started when a test first asks for it; or that of --mockserver-url.
    A mockserver.MockServer, or RemoteServer: sandbox(seed=7, …) makes further sandboxes, for you to drop.
    """
    from mockserver.pytest_support.servers import open_server

    return open_server(pytestconfig)


@pytest.fixture
def mockserver(request: pytest.FixtureRequest) -> Iterator[SandboxHandle]:
    """A sandbox of the test's own, empty unless @pytest.mark.mockserver says otherwise, dropped at its end.
    A mockserver.SandboxHandle: warpware and whiplash (url, key, headers(), orders), clock.advance(…), faults.add(…),
    journal.expect(…), webhooks.receiver(…), snapshot(), intercept().
    """
    from mockserver.pytest_support.servers import server_for
    from mockserver.pytest_support.worlds import open_world

    with open_world(request, server_for(request)) as handle:
        if request.cls is not None and "unittest" in sys.modules:
            from mockserver.pytest_support.unittests import hand_over

            hand_over(handle, request.instance)
        yield handle


@pytest.fixture
def warpware(mockserver: SandboxHandle) -> WarpWareHandle:
    """WarpWare as the test's sandbox has it, a mockserver.WarpWareHandle: url, key, headers(), orders, inventory."""
    return mockserver.warpware


@pytest.fixture
def whiplash(mockserver: SandboxHandle) -> WhiplashHandle:
    """Whiplash as the test's sandbox has it, a mockserver.WhiplashHandle: url, key, headers(), orders, items."""
    return mockserver.whiplash


@pytest.fixture(scope="module")
def mockserver_module(
    request: pytest.FixtureRequest, mockserver_server: MockServer | RemoteServer
) -> Iterator[SandboxHandle]:
    """A sandbox that the tests of a module share; the module's pytestmark says what is in it."""
    from mockserver.pytest_support.worlds import open_world

    with open_world(request, mockserver_server) as handle:
        yield handle


@pytest.fixture(scope="session")
def mockserver_session(
    request: pytest.FixtureRequest, mockserver_server: MockServer | RemoteServer
) -> Iterator[SandboxHandle]:
    """A sandbox that all tests share; the ini file and the command line say what is in it."""
    from mockserver.pytest_support.worlds import open_world

    with open_world(request, mockserver_server) as handle:
        yield handle
