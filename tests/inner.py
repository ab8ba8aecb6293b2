"""Suites of tests, run by a pytest of their own inside of this one."""

from __future__ import annotations

import anyio
import httpcore
import pytest
import requests  # noqa: F401  # as those below

# What the inner run would import first is imported here: it would be forgotten with it, and imported again by the next.
import mockserver.pytest_support.every_reading
import mockserver.pytest_support.report
import mockserver.pytest_support.session
import mockserver.server  # noqa: F401  # as above

KEPT = (anyio.BrokenResourceError, httpcore.ReadError)
"""Likewise: the layers below httpx map each other's errors, so that none may be forgotten while another stays."""

QUICKLY = tuple(
    f"-pno:{plugin}" for plugin in ("cacheprovider", "faker", "hypothesispytest", "anyio", "asyncio", "respx", "xdist")
)
"""As anybody has it, without what only costs time here."""

ALONE = ("--disable-plugin-autoload", "-p", "mockserver", "-pno:cacheprovider")
"""Without a look at what is installed, which costs more than most of the suites here."""

STRICTLY = ("-W", "error", "-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")
"""Every warning is an error, but for the one that the run around this one causes: its plugins are there before."""

HEAD = """
import datetime
import pytest
import requests
from client import WarpWare, Whiplash, order_body
from mockserver import faults

"""


def run_inside(pytester: pytest.Pytester, body: str, *options: str, plugins: tuple[str, ...] = ()) -> pytest.RunResult:
    """Run a suite in this process, with *plugins* besides the one that it is about; every warning is an error in it."""
    pytester.makepyfile(test_it=HEAD + body)
    return pytester.runpytest_inprocess(*STRICTLY, *ALONE, *(f"-p{name}" for name in plugins), *options)
