"""What the tests of faults have: answers that get lost are caught as people catch them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wires import Urllib3Wire, Wire


@pytest.fixture(scope="session")
def wire() -> Callable[[str, int], Wire]:
    return Urllib3Wire
