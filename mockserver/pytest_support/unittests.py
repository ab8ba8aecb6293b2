"""unittest's classes, whose tests have no arguments to take a fixture by."""

from __future__ import annotations

import unittest

from mockserver.handle import SandboxHandle

NAMES = ("mockserver", "warpware", "whiplash")


def hand_over(handle: SandboxHandle, instance: object) -> None:
    """Let a test of unittest find the sandbox and its vendors below the fixtures' names::

        @pytest.mark.usefixtures("warpware")
        class OrdersTest(unittest.TestCase):
            def test_list(self):
                requests.get(f"{self.warpware.url}/orders", headers=self.warpware.headers())

    What it has below one of these names stays, but for a None that holds the place. Any other class's tests take
    fixtures by their arguments.
    """
    if not isinstance(instance, unittest.TestCase):
        return
    for name in NAMES:
        # A property of the class is not asked: it may need what setUp makes.
        if name not in vars(instance) and getattr(type(instance), name, None) is None:
            setattr(instance, name, handle if name == "mockserver" else getattr(handle, name))
