"""Two reviewers at the same slip: the second waits, is told, and nothing is lost."""

import pytest

from cop.core.errors import Refused
from feedback.models import Comment, Review
from feedback.review.operations import Kind
from feedback.services import confirm_review, edit_slip, release_bundle, send_back
from tests.at_once import while_somebody_else
from tests.feedback import slips


def cut(cast, slip, span, version):
    return edit_slip(
        actor=cast.actor("ines"), slip=slip, version=version, spans=[span], kind=Kind.CUT
    )


@pytest.mark.django_db(transaction=True)
def test_two_begin_the_same_slip(cast):
    slip = slips.findings(cast, "Rosa was kind to Will")[0]
    with pytest.raises(Refused, match="Somebody else has changed"):
        while_somebody_else(
            lambda: cut(cast, slip, (0, 4), 0), lambda: cut(cast, slip, (17, 21), 0)
        )
    assert Review.objects.get().operations == [[0, 4, "cut", ""]]
    cut(cast, slip, (17, 21), 1)
    assert len(Review.objects.get().operations) == 2


@pytest.mark.django_db(transaction=True)
def test_confirmed_while_the_evaluator_edits(cast):
    slip = slips.findings(cast, "Rosa was kind to Will")[0]
    slips.propose(cast, slip)
    nkechi = cast.actor("nkechi")
    with pytest.raises(Refused, match="Somebody else has changed"):
        while_somebody_else(
            lambda: cut(cast, slip, (0, 4), 1),
            lambda: confirm_review(actor=nkechi, slip=slip, version=1),
        )
    assert Review.objects.get().state == "begun", "what nobody has seen is not confirmed"


@pytest.mark.django_db(transaction=True)
def test_released_once_by_two_and_not_while_something_is_sent_back(cast):
    one, other = slips.findings(cast, "One", "Two")
    for slip in (one, other):
        slips.propose(cast, slip)
        slips.confirm(cast, slip)
    nkechi = cast.actor("nkechi")

    def release():
        release_bundle(actor=nkechi, unit=one.period, questionnaire="PPN-1", question="2")

    with pytest.raises(Refused, match="Not every comment"):
        while_somebody_else(
            lambda: send_back(actor=nkechi, slip=other, version=2, remark="Wait"), release
        )
    assert not Comment.objects.exists()
    slips.propose(cast, other)
    slips.confirm(cast, other)
    with pytest.raises(Refused, match="already"):
        while_somebody_else(release, release)
    assert sorted(Comment.objects.values_list("body", flat=True)) == ["One", "Two"]
