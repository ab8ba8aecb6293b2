"""What is looked at before the first test runs: options, markers, and the guard of the vendors' real hosts."""

from __future__ import annotations

import pytest

from mockserver.pytest_support.settings import BadSetting, base_settings, check_marker

ADVICE = "no sandbox stands for it in this test; ask for the fixture mockserver"


def prepare(config: pytest.Config) -> None:
    """Raises:
    pytest.UsageError: an option or an ini value cannot be.
    """
    try:
        settings = base_settings(config)
    except BadSetting as error:
        raise pytest.UsageError(f"mockserver: {error}") from None
    if settings.intercept:
        _guard_real_hosts(config)
    if config.getoption("mockserver_readings") == "all":
        from mockserver.pytest_support.every_reading import EveryReading

        config.pluginmanager.register(EveryReading(worker=hasattr(config, "workerinput")), "mockserver readings")


def check_markers(items: list[pytest.Item]) -> None:
    """Raises:
    pytest.UsageError: a marker has an argument that there is not.
    """
    for item in items:
        for mark in item.iter_markers("mockserver"):
            try:
                check_marker(mark)
            except BadSetting as error:
                raise pytest.UsageError(f"{item.nodeid}: {error}") from None


def _guard_real_hosts(config: pytest.Config) -> None:
    """Until the session ends, no call to a vendor's real host leaves the machine, whatever test makes it."""
    from mockserver.intercept import Interception

    guard = Interception(None, {}, advice=ADVICE)
    guard.start()
    config.add_cleanup(guard.stop)
