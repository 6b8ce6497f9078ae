"""From an unread slip to a released comment: two people, and the original is gone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.enums import Role
from cop.members.models import Appointment
from feedback.enums import Outcome, Reading, ReviewState, WithheldBecause
from feedback.models import Comment, Review, Slip, Survey, Topic
from feedback.review.operations import Kind
from feedback.review.outcomes import Proposal
from feedback.review.queue import bundles_for, get_bundle_or_404, get_slip_or_404
from feedback.services import (
    confirm_review,
    edit_slip,
    propose_outcome,
    release_bundle,
    send_back,
    undo_edit,
)
from tests.feedback import slips


@pytest.fixture
def survey(cast) -> Survey:
    return slips.survey_in(cast)


def cut(cast, slip, *spans, kind=Kind.CUT, text="", version=None):
    at = slips.version(slip) if version is None else version
    return edit_slip(
        actor=cast.actor("ines"), slip=slip, version=at, spans=spans, kind=kind, text=text
    )


def appoint_also(cast, role):
    """Ines holds another role, past the services that would refuse it."""
    Appointment.objects.create(
        community=cast.community, person=cast.ines, role=role, from_on=dt.date(2020, 1, 1)
    )


def release_all(actor, slip):
    release_bundle(actor=actor, unit=slip.period, questionnaire="PPN-1", question=slip.question)


def test_released_as_edited_and_nothing_else_stays(cast, survey):
    one, other = slips.findings(cast, "Rosa from Pennine was kind", "I kept quiet [mostly]")
    cut(cast, one, (0, 4), kind=Kind.REPLACE, text="name")
    cut(cast, one, (10, 17))
    assert slips.propose(cast, one, Outcome.REDACTED).state == ReviewState.PROPOSED
    slips.propose(cast, other)
    for slip in (one, other):
        slips.confirm(cast, slip)
    assert not Comment.objects.exists()
    assert slips.release(cast, one) == 2
    assert set(Comment.objects.values_list("body", "outcome", "cell")) == {
        ("[name] from […] was kind", "redacted", "white"),
        ("I kept quiet (mostly)", "as_written", "white"),
    }
    assert not Slip.objects.exists()
    assert not Review.objects.exists()


def test_nothing_is_released_before_everything_of_its_question_is_confirmed(cast, survey):
    one, other = slips.findings(cast, "One", "Two")
    elsewhere = slips.findings(cast, "Three", question="3")[0]
    for slip in (one, elsewhere):
        slips.propose(cast, slip)
        slips.confirm(cast, slip)
    with pytest.raises(Refused, match="released together"):
        slips.release(cast, one)
    assert slips.release(cast, elsewhere) == 1
    slips.propose(cast, other)
    with pytest.raises(Refused, match="released together"):
        slips.release(cast, one)
    slips.confirm(cast, other)
    assert slips.release(cast, one) == 2
    with pytest.raises(Refused, match="already"):
        slips.release(cast, one)


def test_withheld_leaves_a_reason_and_no_word(cast, survey):
    slip = slips.findings(cast, "They are all useless")[0]
    with pytest.raises(Refused, match="why"):
        slips.propose(cast, slip, Outcome.WITHHELD)
    slips.propose(cast, slip, Outcome.WITHHELD, withheld_because=WithheldBecause.HOSTILE)
    slips.confirm(cast, slip)
    slips.release(cast, slip)
    kept = Comment.objects.get()
    assert (kept.body, kept.withheld_because) == ("", "hostile")


def test_suggestions_leave_as_topics_only_and_with_their_session(cast, survey):
    one, two = slips.suggestions(survey, "More time for reflection", "Longer reflection, Tom!")
    for outcome in (Outcome.AS_WRITTEN, Outcome.PARAPHRASE, Outcome.REDACTED):
        with pytest.raises(Refused, match="Choose what"):
            slips.propose(cast, one, outcome, paraphrase="Words")
    with pytest.raises(Refused, match="not passed on"):
        cut(cast, one, (0, 4))
    with pytest.raises(Refused, match="at least one topic"):
        slips.propose(cast, one, Outcome.TOPICS, topics=(" ",))
    slips.propose(cast, one, Outcome.TOPICS, topics=("More  time to\u202e reflect", "Breaks"))
    slips.propose(cast, two, Outcome.TOPICS, topics=("more time to reflect",))
    for slip in (one, two):
        slips.confirm(cast, slip)
    slips.release(cast, one)
    words = [topic.words.casefold() for topic in Topic.objects.order_by("words")]
    assert sorted(words) == ["breaks", "more time to reflect"]
    assert {topic.survey for topic in Topic.objects.all()} == {survey}
    assert set(Comment.objects.values_list("body", "outcome")) == {("", "topics")}


def test_five_to_seven_answers_leave_as_topics_only(cast, survey):
    slip = slips.put(survey, "2", "all", ("Too fast",), reading=Reading.TOPICS)[0]
    with pytest.raises(Refused, match="Choose what"):
        slips.propose(cast, slip)
    slips.propose(cast, slip, Outcome.TOPICS, topics=("Pace",))


@pytest.mark.parametrize(
    ("topics", "why"), [(("a" * 81,), "at most 80"), (tuple("abcdef"), "at most 5")]
)
def test_topics_are_few_and_short(cast, survey, topics, why):
    slip = slips.suggestions(survey, "Much")[0]
    with pytest.raises(Refused, match=why):
        slips.propose(cast, slip, Outcome.TOPICS, topics=topics)


def test_a_comment_about_a_facilitator_is_held(cast, survey):
    slip = slips.findings(cast, "Tom talked over us")[0]
    review = cut(cast, slip, (0, 3), kind=Kind.REPLACE, text="facilitator")
    assert review.is_about_facilitator
    undo_edit(actor=cast.actor("ines"), slip=slip, version=1, place=0)
    with pytest.raises(Refused, match="not released as it is"):
        slips.propose(cast, slip, is_about_facilitator=True)
    with pytest.raises(Refused, match="Write the paraphrase"):
        slips.propose(cast, slip, Outcome.PARAPHRASE, is_about_facilitator=True)
    slips.propose(
        cast, slip, Outcome.PARAPHRASE, paraphrase="Felt interrupted", is_about_facilitator=True
    )
    slips.confirm(cast, slip)
    slips.release(cast, slip)
    kept = Comment.objects.get()
    assert (kept.body, kept.outcome, kept.is_about_facilitator) == (
        "Felt interrupted",
        "paraphrase",
        True,
    )


def test_edits_and_outcome_agree(cast, survey):
    slip = slips.findings(cast, "Rosa was kind")[0]
    with pytest.raises(Refused, match="no edits yet"):
        slips.propose(cast, slip, Outcome.REDACTED)
    cut(cast, slip, (0, 4))
    with pytest.raises(Refused, match="You have made edits"):
        slips.propose(cast, slip)
    slips.propose(cast, slip, Outcome.REDACTED)
    assert cut(cast, slip, (5, 8)).state == ReviewState.BEGUN, "to be proposed again"


def test_sent_back_with_a_reason_and_proposed_again(cast, survey):
    slip = slips.findings(cast, "Rosa was kind")[0]
    slips.propose(cast, slip)
    nkechi = cast.actor("nkechi")
    with pytest.raises(Refused, match="Write what"):
        send_back(actor=nkechi, slip=slip, version=1, remark=" ")
    review = send_back(actor=nkechi, slip=slip, version=1, remark="A name.")
    assert (review.state, review.remark) == (ReviewState.RETURNED, "A name.")
    with pytest.raises(Refused, match="nothing is proposed"):
        slips.confirm(cast, slip)
    assert cut(cast, slip, (0, 4)).state == ReviewState.RETURNED
    slips.propose(cast, slip, Outcome.REDACTED)
    slips.confirm(cast, slip)
    with pytest.raises(Refused, match="has confirmed"):
        cut(cast, slip, (5, 8))
    send_back(actor=nkechi, slip=slip, version=slips.version(slip), remark="On second thoughts")
    cut(cast, slip, (5, 8))


def test_nobody_confirms_their_own_work(cast, survey):
    """One person may be evaluator and second reviewer: of different comments."""
    slip = slips.findings(cast, "A thought")[0]
    appoint_also(cast, Role.SECOND_REVIEWER)
    slips.propose(cast, slip)
    with pytest.raises(Refused, match="somebody else confirms"):
        confirm_review(actor=cast.actor("ines"), slip=slip, version=1)
    slips.confirm(cast, slip)
    with pytest.raises(Refused, match="worked on some"):
        release_all(cast.actor("ines"), slip)


@pytest.mark.parametrize("also", [Role.CO_CHAIR, Role.SECRETARY, Role.FACILITATOR])
def test_whoever_knows_names_reads_no_slip_whatever_else_they_are(cast, survey, also):
    """Appointments exclude each other; were a row to slip in, nothing would open."""
    slip = slips.findings(cast, "A thought")[0]
    appoint_also(cast, also)
    with pytest.raises(PermissionDenied):
        slips.propose(cast, slip)


@pytest.mark.parametrize("who", ["amara", "tom", "bilal", "rosa", "okafor", "dana", "grace", "joy"])
def test_nobody_else_may(cast, survey, who):
    slip = slips.findings(cast, "A thought")[0]
    actor = cast.actor(who)
    for act in (
        lambda: propose_outcome(
            actor=actor, slip=slip, version=0, proposal=Proposal(Outcome.AS_WRITTEN)
        ),
        lambda: edit_slip(actor=actor, slip=slip, version=0, spans=[(0, 1)], kind=Kind.CUT),
        lambda: confirm_review(actor=actor, slip=slip, version=0),
        lambda: send_back(actor=actor, slip=slip, version=0, remark="x"),
        lambda: release_all(actor, slip),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_command_reads_none_either(cast, survey):
    slip = slips.findings(cast, "A thought")[0]
    with pytest.raises(PermissionDenied):
        confirm_review(actor=cast.system, slip=slip, version=0)


def test_the_second_reviewer_sees_what_is_put_to_them(cast, survey):
    one, other = slips.findings(cast, "One", "Two")
    nkechi = cast.actor("nkechi")
    with pytest.raises(Http404):
        get_slip_or_404(nkechi, one.pk)
    slips.propose(cast, one)
    assert get_slip_or_404(nkechi, one.pk) == one
    bundle = get_bundle_or_404(nkechi, one.period_id, "PPN-1", "2")
    assert [entry.slip for entry in bundle.visible_to(nkechi)] == [one]
    assert len(bundle.visible_to(cast.actor("ines"))) == 2
    with pytest.raises(Http404):
        get_slip_or_404(nkechi, other.pk)


def test_whoever_comes_second_is_told_and_overwrites_nothing(cast, survey):
    slip = slips.findings(cast, "Rosa was kind to Will")[0]
    cut(cast, slip, (0, 4), version=0)
    for late in (
        lambda: cut(cast, slip, (17, 21), version=0),
        lambda: undo_edit(actor=cast.actor("ines"), slip=slip, version=0, place=0),
        lambda: propose_outcome(
            actor=cast.actor("ines"), slip=slip, version=0, proposal=Proposal(Outcome.REDACTED)
        ),
    ):
        with pytest.raises(Refused, match="Somebody else has changed"):
            late()
    assert Review.objects.get().operations == [[0, 4, "cut", ""]]


def test_the_record_knows_that_comments_were_released_and_nothing_of_any(cast, survey):
    one, other = slips.findings(cast, "One", "Two")
    for slip in (one, other):
        slips.propose(cast, slip)
        slips.confirm(cast, slip)
    before = Entry.objects.count()
    slips.release(cast, one)
    entry = Entry.objects.latest("pk")
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.target_kind, entry.target_key, entry.fields) == (
        "release_comments",
        "period",
        str(one.period_id),
        [],
    )


def test_bundles_are_of_one_community(cast, survey):
    slips.findings(cast, "One")
    slips.suggestions(survey, "Two")
    ours = bundles_for(cast.actor("ines"))
    assert {(bundle.unit, bundle.question.key) for bundle in ours} == {
        (survey, "5"),
        (survey.period, "2"),
    }
