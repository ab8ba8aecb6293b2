"""Classes of unittest, whose tests take no fixture by an argument."""

from __future__ import annotations

import pytest

from inner import run_inside

OLD = """
import unittest

@pytest.mark.usefixtures("mockserver")
@pytest.mark.mockserver(intercept=True, profile="demo")
class TestOld(unittest.TestCase):
    def setUp(self):
        self.session = requests.Session()
        self.session.headers.update(self.mockserver.warpware.headers())
        self.addCleanup(self.session.close)

    def test_the_real_url(self):
        answer = self.session.get("https://api.warpware.io/partner/v1/orders/stats")
        self.assertEqual(answer.json()["data"]["total"], 120)

    def test_that_fails(self):
        self.session.get("https://api.warpware.io/partner/v1/version")
        self.fail("as it should")
"""


def test_unittest_classes_have_it_by_usefixtures(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, OLD)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["exchanges:", "  #1 GET /partner/v1/version → *", "repeat it: pytest test_it.py::TestOld::test_that_fails *"]
    )


def test_unittest_classes_have_both_vendors_by_any_of_the_fixtures_and_keep_what_is_theirs(
    pytester: pytest.Pytester,
) -> None:
    body = """
import unittest

@pytest.mark.usefixtures("whiplash")
class TestOld(unittest.TestCase):
    def test_it(self):
        self.assertIs(self.whiplash, self.mockserver.whiplash)
        self.assertIs(self.warpware, self.mockserver.warpware)
        TestOld.url = self.warpware.url

    def test_next(self):
        self.assertEqual(len(self.mockserver.journal), 0)

@pytest.mark.usefixtures("warpware")
class TestWithItsOwn(unittest.TestCase):
    whiplash = "of the class"

    def warpware(self):
        return "a helper"

    def test_it(self):
        self.assertEqual((self.whiplash, self.warpware()), ("of the class", "a helper"))
        self.assertEqual(self.mockserver.seed, 42)

class TestWithout(unittest.TestCase):
    def test_it(self):
        self.assertFalse(hasattr(self, "mockserver"))

@pytest.mark.usefixtures("warpware")
class TestPlain:
    def test_it(self, warpware):
        assert not hasattr(self, "warpware")
"""
    run_inside(pytester, body).assert_outcomes(passed=5)


def test_a_unittest_class_may_declare_them_as_none_and_keeps_what_its_instance_has(pytester: pytest.Pytester) -> None:
    body = """
import unittest

@pytest.mark.usefixtures("warpware")
class TestDeclared(unittest.TestCase):
    mockserver: "mockserver.SandboxHandle"
    warpware: "mockserver.WarpWareHandle" = None

    def __init__(self, name):
        super().__init__(name)
        self.whiplash = "of the instance"

    def test_it(self):
        self.assertIs(self.warpware, self.mockserver.warpware)
        self.assertEqual(self.whiplash, "of the instance")
"""
    run_inside(pytester, body).assert_outcomes(passed=1)


def test_a_unittest_class_may_take_them_by_a_fixture_of_its_own(pytester: pytest.Pytester) -> None:
    body = """
import unittest

class TestOld(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def keep(self, warpware):
        self.vendor = warpware

    def test_it(self):
        self.assertTrue(self.vendor.url)
"""
    run_inside(pytester, body).assert_outcomes(passed=1)
