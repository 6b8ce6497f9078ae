"""Every line of the certificate fails on an installation broken in that way, and no other does."""

from typing import Any

import pytest

from feedback.assurance.checks import CHECKS
from feedback.models import Atom
from tests.assurance import breaks_program, breaks_proxy, breaks_tables  # noqa: F401
from tests.assurance.breaking import BREAKS, Break, Installation, audit, lines_that
from tests.feedback import ballots

pytestmark = pytest.mark.django_db


def test_an_installation_in_order_passes_every_line(installation):
    certificate, is_fine = audit()

    assert lines_that("failed", certificate) == {}
    assert lines_that("unknown", certificate) == {}
    assert is_fine
    assert len(certificate["lines"]) == len(CHECKS)


def test_rows_the_program_wrote_itself_tell_nothing(installation):
    """Papers and envelopes one by one, then the count: as in a session, with everything kept."""
    community = installation.cast.community
    people = ballots.members(community, 12)
    survey = ballots.opened(community, people)
    for number, member in enumerate(people):
        given = ballots.answers("white", 1 + number % 5, q2="word", q5="wish")
        ballots.send(survey, ballots.collect(member, survey), given)
    open_one, _is_fine = audit()
    ballots.count(survey)
    counted, _is_fine = audit()

    assert lines_that("failed", open_one) == {}
    assert set(lines_that("unknown", open_one)) == {"no_dead_rows"}
    assert lines_that("failed", counted) == {}
    assert lines_that("unknown", counted) == {}
    assert Atom.objects.count() > 20


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
