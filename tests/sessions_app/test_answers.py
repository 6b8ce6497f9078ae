"""What members answer, what they need on the day, and numbers for who plans."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import clock
from cop.core.errors import Refused
from cop.core.registry import Subject, holdings
from cop.members.models import Member
from cop.rights.models import RetentionLine
from cop.rights.services.retention import retain
from sessions_app.enums import Answer
from sessions_app.models import Invitation, Session
from sessions_app.selectors import answer_counts, needs_at
from sessions_app.services import answer_invitation, cancel_session, end_session
from tests.pages import parse, select, texts
from tests.sessions_app.plans import END, START, scheduled

CANARY = "no nuts canary"
PROFILE = "captions from my profile"


@pytest.fixture
def session(cast) -> Session:
    """In person, facilitated by Tom."""
    Member.objects.filter(pk=cast.members["rosa"].pk).update(access_needs=PROFILE)
    return scheduled(cast, is_in_person=True, place="Town Hall")


def answer(cast, session: Session, name: str, said: str, needs: str | None = None) -> Invitation:
    return answer_invitation(actor=cast.actor(name), session=session, answer=said, needs=needs)


def page_of(session: Session, ask: str = "") -> str:
    url = reverse("sessions_app:session_detail", args=[session.community.slug, session.pk])
    return url + ask


def send(browser, session: Session, **typed: str) -> str:
    url = reverse("sessions_app:session_answer", args=[session.community.slug, session.pk])
    return browser.post(url, typed, follow=True).content.decode()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (Answer.COMING, "You are coming. Thank you."),
        (Answer.NOT_COMING, "You are not coming. Thank you for saying so."),
        (Answer.NOT_SURE, "You are not sure yet."),
    ],
)
def test_one_of_three_from_the_first_page_in_one_tap(cast, as_, session, said, shown):
    rosa = as_("rosa")
    home = parse(rosa.get(reverse("home:community", args=["northern"])).content)
    buttons = select(home, "button[name=answer]")
    assert said in [button.get("value") for button in buttons]
    assert shown in send(rosa, session, answer=said)
    assert Invitation.objects.get().answer == said


def test_needs_are_asked_in_person_alone(cast, as_, session):
    assert select(parse(as_("rosa").get(page_of(session)).content), "#id_needs")
    Session.objects.update(is_in_person=False)
    assert not select(parse(as_("rosa").get(page_of(session)).content), "#id_needs")
    send(as_("rosa"), session, answer="coming", needs=CANARY)
    assert Invitation.objects.get().needs == ""


def test_the_profile_is_used_only_where_somebody_asks_for_it(cast, as_, session):
    rosa = as_("rosa")
    page = parse(rosa.get(page_of(session)).content)
    assert texts(select(page, "#id_needs")) == [""]
    [link] = [one for one in select(page, "main a") if "profile" in (one.text_content() or "")]
    filled = parse(rosa.get(page_of(session, "?needs=profile")).content)
    assert texts(select(filled, "#id_needs")) == [PROFILE]
    assert link.get("href") == page_of(session, "?needs=profile#answer")
    will = parse(as_("will").get(page_of(session, "?needs=profile")).content)
    assert texts(select(will, "#id_needs")) == [""]


def test_who_facilitates_reads_them_in_place_of_the_profile_and_it_is_on_record(cast, as_, session):
    answer(cast, session, "rosa", Answer.COMING, CANARY)
    assert [member.need for member in needs_at(session)] == [CANARY]
    for name, reads in (("tom", True), ("amara", False), ("bilal", False), ("will", False)):
        assert (CANARY in as_(name).get(page_of(session)).content.decode()) is reads
    assert Entry.objects.get(target_kind="needs").actor_key == cast.tom.audit_key
    assert CANARY not in str([vars(entry) for entry in Entry.objects.all()])
    answer(cast, session, "rosa", Answer.COMING, "")
    assert [member.need for member in needs_at(session)] == [PROFILE]


def test_a_button_without_the_field_leaves_them_as_they_are(cast, as_, session):
    answer(cast, session, "rosa", Answer.COMING, CANARY)
    send(as_("rosa"), session, answer="coming")
    assert Invitation.objects.get().needs == CANARY
    send(as_("rosa"), session, answer="not_coming")
    assert Invitation.objects.get().needs == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("\u202ea\u200b\r\n\r\n\r\nb", "a\n\nb"), ("<b>x</b>", "<b>x</b>"), ("=1+1", "=1+1")],
)
def test_tricks_are_cleaned_or_stay_text(cast, as_, session, typed, kept):
    send(as_("rosa"), session, answer="coming", needs=typed)
    assert Invitation.objects.get().needs == kept
    assert "<b>x" not in as_("tom").get(page_of(session)).content.decode()


def test_too_much_is_said_on_the_form_and_refused_behind_it(cast, as_, session):
    said = send(as_("rosa"), session, answer="coming", needs="x" * 1001)
    assert "at most 1000 characters" in said
    with pytest.raises(Refused, match="too long"):
        answer(cast, session, "rosa", Answer.COMING, "x" * 1001)
    assert not Invitation.objects.exists()


def test_gone_when_the_session_is_ended_or_cancelled(cast, session):
    answer(cast, session, "rosa", Answer.COMING, CANARY)
    with time_machine.travel(START + dt.timedelta(minutes=90), tick=False):
        end_session(actor=cast.actor("tom"), session=session)
    assert Invitation.objects.get().needs == ""
    other = scheduled(cast, is_in_person=True)
    answer(cast, other, "rosa", Answer.COMING, CANARY)
    cancel_session(actor=cast.actor("tom"), session=other, reason="Snow")
    assert not Invitation.objects.exclude(needs="").exists()


def test_nobody_ends_it_and_the_daily_deletion_does_with_a_certificate(cast, session):
    answer(cast, session, "rosa", Answer.COMING, CANARY)
    [holding] = [one for one in holdings if one.key == "needs"]
    for moment, left in ((END - dt.timedelta(minutes=1), 1), (END, 0)):
        with time_machine.travel(moment, tick=False):
            today = clock.today("Europe/London")
            assert holding.expire(cast.community, today, True) == 1 - left
    with time_machine.travel(END + dt.timedelta(days=1), tick=False):
        retain(community=cast.community)
    line = RetentionLine.objects.get(holding="needs")
    assert (line.deleted, line.left) == (1, 0)
    assert Invitation.objects.get().needs == ""


def test_one_s_own_data_show_them_and_erasing_takes_them(cast, session):
    answer(cast, session, "rosa", Answer.COMING, CANARY)
    [holding] = [one for one in holdings if one.key == "needs"]
    subject = Subject(cast.community, cast.rosa, cast.members["rosa"])
    assert [row["what_you_need"] for row in holding.export(subject)] == [CANARY]
    assert holding.export(Subject(cast.community, cast.tom, cast.members["tom"])) == []
    assert holding.erase(subject) == 1
    assert holding.export(subject) == []


def test_numbers_for_who_plans_and_for_nobody_else(cast, as_, session):
    sent = {"sent_on": "2026-11-20"}
    for name in ("rosa", "will", "amara", "bilal"):
        Invitation.objects.create(session=session, member=cast.members[name], **sent)
    answer(cast, session, "rosa", Answer.COMING)
    answer(cast, session, "will", Answer.NOT_SURE)
    answer(cast, session, "tom", Answer.NOT_COMING)
    counts = answer_counts(session)
    # Amara and Bilal have not answered; Tom was not written to and has.
    assert (counts.coming, counts.waiting, counts.not_sure) == (1, 0, 1)
    assert (counts.not_coming, counts.unanswered, counts.invited) == (1, 2, 4)
    for name, sees in (("tom", True), ("amara", True), ("bilal", True), ("rosa", False)):
        page = parse(as_(name).get(page_of(session)).content)
        figures = texts(select(page, ".circle-figures > div"))
        shown = ["coming1", "not sure yet1", "not coming1", "no answer yet2"] if sees else []
        assert ["".join(one.split("\n")).strip() for one in figures] == shown
        assert "Will Byrne" not in " ".join(figures)


def test_nobody_answers_for_anybody_else(cast, session):
    for name in ("ines", "grace", "sam"):
        with pytest.raises(PermissionDenied):
            answer(cast, session, name, Answer.COMING)
