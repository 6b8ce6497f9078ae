"""Every line of the certificate fails on an installation broken in that way, and no other does."""

from typing import Any

import pytest

from feedback.assurance.checks import CHECKS
from tests.assurance import breaks_program, breaks_proxy, breaks_tables  # noqa: F401
from tests.assurance.breaking import BREAKS, Break, Installation, audit, lines_that

pytestmark = pytest.mark.django_db


def test_an_installation_in_order_passes_every_line(installation):
    certificate, is_fine = audit()

    assert lines_that("failed", certificate) == {}
    assert lines_that("unknown", certificate) == {}
    assert is_fine
    assert len(certificate["lines"]) == len(CHECKS)


def named(value: Any) -> str | None:
    return value if isinstance(value, str) else getattr(value, "__name__", None)


@pytest.mark.parametrize(("key", "how"), BREAKS, ids=named)
def test_the_line_about_what_is_broken_fails_alone(
    installation: Installation, key: str, how: Break
):
    how(installation)

    certificate, is_fine = audit()

    assert not is_fine
    assert list(lines_that("failed", certificate)) == [key]
    line = next(line for line in certificate["lines"] if line["key"] == key)
    assert all(line["found"])
    assert line["todo"]


def test_every_check_is_broken_by_some_test():
    assert {one.key for one in CHECKS} - {key for key, _how in BREAKS} == set()


def test_no_two_checks_have_one_name():
    assert len({one.key for one in CHECKS}) == len(CHECKS)
