"""Papers: who gets one, how often, and for what."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.services import appoint
from feedback.box import blind, keys, papers
from feedback.models import Collected
from feedback.policies import can_open_survey
from feedback.selectors import may_collect, open_surveys_asking, own_mark
from feedback.services import (
    Malformed,
    NotEligible,
    PaperElsewhere,
    SurveyClosed,
    issue_paper,
    open_survey,
)
from sessions_app.models import Attendance, Facilitator
from tests.feedback.ballots import actor_of, blinded, close, collect, members, opened, session_with


@pytest.fixture
def came(cast):
    return [cast.members["rosa"], cast.members["will"], cast.members["tom"]]


@pytest.fixture
def survey(cast, came):
    return opened(cast.community, came)


def test_a_paper_is_valid_for_its_survey_alone(cast, came, survey):
    message, signature = collect(came[0], survey)
    other = opened(cast.community, came, key="S2")
    assert papers.is_paper(message, signature, bytes(survey.paper_public_key))
    assert not papers.is_paper(message, signature, bytes(other.paper_public_key))
    assert not papers.is_paper(message[::-1], signature, bytes(survey.paper_public_key))
    assert not papers.is_paper(message, signature[::-1], bytes(survey.paper_public_key))


def test_the_same_value_is_signed_again_and_another_is_refused(cast, came, survey):
    _message, hidden = blinded(survey)

    def ask(value):
        return issue_paper(actor=cast.actor("rosa"), survey=survey, blinded=value)

    assert ask(hidden.value) == ask(hidden.value)
    with pytest.raises(PaperElsewhere):
        collect(came[0], survey)
    assert ask(hidden.value)


def test_who_did_not_come_gets_none(cast, survey):
    with pytest.raises(NotEligible):
        collect(cast.members["amara"], survey)
    with pytest.raises(NotEligible):
        issue_paper(actor=cast.actor("ines"), survey=survey, blinded=blinded(survey)[1].value)


def test_who_facilitated_gets_none_even_if_they_came(cast, came):
    session = session_with(cast.community, came)
    Facilitator.objects.create(session=session, person=cast.tom)
    survey = open_survey(actor=cast.actor("tom"), session=session)
    assert not may_collect(cast.actor("tom"), survey)
    with pytest.raises(NotEligible):
        collect(cast.members["tom"], survey)
    assert may_collect(cast.actor("rosa"), survey)


def test_who_becomes_a_facilitator_later_gets_none(cast, came, survey):
    assert [one.pk for one in open_surveys_asking(cast.actor("rosa"))] == [survey.pk]
    Facilitator.objects.create(session=survey.session, person=cast.rosa)
    with pytest.raises(NotEligible):
        collect(cast.members["rosa"], survey)
    assert not may_collect(cast.actor("rosa"), survey)
    assert open_surveys_asking(cast.actor("rosa")) == [], "nobody is asked and then refused"
    assert open_surveys_asking(cast.actor("will")) == [survey]


def test_who_no_longer_holds_the_role_does_not_open(cast, came):
    session = session_with(cast.community, came)
    Facilitator.objects.create(session=session, person=cast.rosa)
    assert not can_open_survey(cast.actor("rosa"), session)
    appoint(actor=cast.system, email="rosa@example.org", role="facilitator", name="Rosa")
    assert can_open_survey(cast.actor("rosa"), session)


def test_a_value_that_blinds_nothing_is_refused_and_not_noted(cast, survey):
    n = papers.public_key(bytes(survey.paper_public_key)).public_numbers().n
    numbers = [0, 1, n - 1, n, n + 1, 2**2048 - 1]
    good = blinded(survey)[1].value
    for wrong in [*(one.to_bytes(256, "big") for one in numbers), b"", good[1:], b"\0" + good]:
        with pytest.raises(Malformed):
            issue_paper(actor=cast.actor("rosa"), survey=survey, blinded=wrong)
    assert not Collected.objects.exists()
    assert issue_paper(actor=cast.actor("rosa"), survey=survey, blinded=good)


def test_after_the_last_day_there_are_none(came, survey):
    close(survey)
    with pytest.raises(SurveyClosed):
        collect(came[0], survey)


def test_collecting_leaves_no_time_and_no_act(came, survey):
    before = Entry.objects.count()
    collect(came[0], survey)
    assert Entry.objects.count() == before
    assert Collected.objects.filter(survey=survey, member=came[0]).exists()
    columns = {field.name for field in Collected._meta.get_fields()}
    assert columns == {"pk", "survey", "member", "blinded_sha"}


def test_whose_attendance_is_taken_back_gets_none_until_it_is_given_again(cast, came, survey):
    mark = own_mark(cast.actor("rosa"), survey)
    attended = Attendance.objects.get(session=survey.session, member=came[0])
    attended.delete()
    with pytest.raises(NotEligible):
        collect(came[0], survey)
    assert not may_collect(cast.actor("rosa"), survey)
    assert survey not in open_surveys_asking(cast.actor("rosa"))
    attended.save(force_insert=True)
    assert own_mark(cast.actor("rosa"), survey) == mark
    collect(came[0], survey)


def test_where_the_key_is_missing_it_is_said_and_no_paper_is_noted(came, survey):
    keys.destroy(survey.pk)
    with pytest.raises(SurveyClosed, match="closed for now"):
        collect(came[0], survey)
    assert not Collected.objects.exists()


def test_where_signing_goes_wrong_no_paper_is_noted(came, survey, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(blind, "powmod_sec", lambda base, _exponent, _modulus: base)
        with pytest.raises(SurveyClosed, match="closed for now"):
            collect(came[0], survey)
    assert not Collected.objects.exists()
    assert collect(came[0], survey)


@pytest.mark.django_db(transaction=True)
def test_one_member_asking_at_once_from_several_places_gets_one_paper(cast, came, survey):
    signed, refused = [], []

    def run():
        try:
            signed.append(collect(came[0], survey))
        except PaperElsewhere as problem:
            refused.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(signed), len(refused)) == (1, 3)
    assert Collected.objects.count() == 1


def test_whether_somebody_is_asked_does_not_tell_whether_they_answered(cast, came, survey):
    before = may_collect(cast.actor("rosa"), survey)
    collect(came[0], survey)
    assert before is may_collect(cast.actor("rosa"), survey) is True


def test_only_a_co_chair_or_the_facilitator_opens_and_only_once(cast, came):
    session = session_with(cast.community, came)
    for name in ("rosa", "bilal", "ines", "joy"):
        with pytest.raises(PermissionDenied):
            open_survey(actor=cast.actor(name), session=session)
    open_survey(actor=cast.actor("amara"), session=session)
    with pytest.raises(Refused, match="open already"):
        open_survey(actor=cast.actor("amara"), session=session)


def test_members_of_another_session_are_not_asked(cast, came):
    first = opened(cast.community, came[:1])
    opened(cast.community, came, key="S2")
    Attendance.objects.filter(session=first.session).exclude(member=came[0]).delete()
    with pytest.raises(NotEligible):
        collect(came[1], first)


def test_a_crowd_collects_one_paper_each(cast):
    crowd = members(cast.community, 8)
    survey = opened(cast.community, crowd)
    papers_of = {collect(member, survey)[0] for member in crowd}
    assert len(papers_of) == 8
    assert not may_collect(actor_of(cast.members["rosa"]), survey)
