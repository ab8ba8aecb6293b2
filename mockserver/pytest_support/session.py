"""What is looked at before the first test runs: options, markers, and the guard of the vendors' real hosts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mockserver.pytest_support.settings import BadSetting, Settings, base_settings, check_marker, shared_url

ADVICE = "no sandbox stands for it in this test; ask for the fixture mockserver"


def prepare(config: pytest.Config) -> None:
    """Raises:
    pytest.UsageError: an option or an ini value cannot be.
    """
    try:
        settings = base_settings(config)
        _check_command_line(config, settings)
    except ValueError as error:
        raise pytest.UsageError(f"mockserver: {error}") from None
    if settings.intercept:
        _guard_real_hosts(config)
    if config.getoption("mockserver_readings") == "all":
        if shared_url(config) is not None:
            raise pytest.UsageError("mockserver: --mockserver-readings=all needs the server in the test's own process")
        from mockserver.pytest_support.every_reading import EveryReading

        config.pluginmanager.register(EveryReading(worker=hasattr(config, "workerinput")), "mockserver readings")


def check_markers(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Raises:
    pytest.UsageError: a marker has an argument that there is not. In a worker of pytest-xdist, which may not end
        by itself, its tests fail instead.
    """
    bad = {}
    for item in items:
        for mark in item.iter_markers("mockserver"):
            try:
                check_marker(mark)
            except BadSetting as error:
                bad[item] = str(error)
    if bad and not hasattr(config, "workerinput"):
        raise pytest.UsageError(*(f"{item.nodeid}: {text}" for item, text in bad.items()))
    if bad:
        config.pluginmanager.register(_BadMarkers(bad), "mockserver bad markers")


class _BadMarkers:
    def __init__(self, bad: Mapping[pytest.Item, str]) -> None:
        self._bad = bad

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item in self._bad:
            pytest.fail(self._bad[item], pytrace=False)


def _check_command_line(config: pytest.Config, settings: Settings) -> None:
    """What was typed just now is refused once, not by every test.

    Raises:
        ValueError: it cannot be.
    """
    typed = ("seed", "profile", "now", "reading")
    if any(config.getoption(f"mockserver_{name}") is not None for name in typed):
        from mockserver.app import VENDORS
        from mockserver.core.sandboxes import Sandboxes

        Sandboxes(VENDORS).promise(settings.made_options)


def _guard_real_hosts(config: pytest.Config) -> None:
    """Until the session ends, no call to a vendor's real host leaves the machine, whatever test makes it."""
    from mockserver.intercept import Interception

    guard = Interception(None, {}, advice=ADVICE)
    guard.start()
    config.add_cleanup(guard.stop)
