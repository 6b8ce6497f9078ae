"""What members need reaches the facilitators of their own sessions, and nobody else."""

import datetime as dt

import pytest
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import clock
from cop.members.enums import Role
from cop.members.models import Member
from cop.members.selectors import actor_in, system_actor
from cop.members.services import appoint, create_community, save_member
from sessions_app.enums import Answer, SessionState
from sessions_app.models import Facilitator, Invitation, Session
from sessions_app.policies import can_view_needs
from tests.people import EVERYBODY
from tests.sessions_app.plans import came, scheduled

CANARY = "captions for canary"


@pytest.fixture
def session(cast) -> Session:
    """Facilitated by Tom; Rosa needs something and was invited, as was Will."""
    session = scheduled(cast, facilitators=(cast.tom,))
    for name in ("rosa", "will"):
        invited(session, cast.members[name])
    needs(cast.members["rosa"], CANARY)
    return session


def needs(member: Member, text: str) -> None:
    Member.objects.filter(pk=member.pk).update(access_needs=text)


def invited(session: Session, member: Member, answer: str = "") -> None:
    Invitation.objects.update_or_create(
        session=session, member=member, defaults={"answer": answer, "sent_on": dt.date(2026, 11, 1)}
    )


def page_of(browser, session: Session) -> str:
    url = reverse("sessions_app:session_detail", args=[session.community.slug, session.pk])
    return browser.get(url).content.decode()


def test_the_facilitators_of_the_session_alone_read_it(cast, as_, session):
    appoint(actor=cast.system, email="will@example.org", role=Role.FACILITATOR)
    readers = [name for name in EVERYBODY if CANARY in page_of(as_(name), session)]
    # Amara is co-chair, Will a facilitator, Bilal the secretary: of other sessions, or of none.
    assert readers == ["tom"]


def test_a_facilitator_named_once_who_holds_the_role_no_more_reads_nothing(cast, as_, session):
    Facilitator.objects.create(session=session, person=cast.rosa)
    assert not can_view_needs(cast.actor("rosa"), session)
    assert page_of(as_("rosa"), session).count(CANARY) == 0
    Facilitator.objects.create(session=session, person=cast.amara)
    assert CANARY in page_of(as_("amara"), session)


def test_no_page_of_the_secretary_shows_it(cast, as_, session):
    rosa = cast.members["rosa"]
    for url in (
        "/in/c/northern/members/",
        f"/in/c/northern/members/{rosa.pk}/",
        "/in/c/northern/directory/",
        reverse("sessions_app:session_register", args=["northern", session.pk]),
        reverse("sessions_app:session_present", args=["northern", session.pk]),
    ):
        answer = as_("bilal").get(url)
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()


def test_saving_a_member_on_the_roster_keeps_what_they_wrote(cast, session):
    rosa = cast.members["rosa"]
    save_member(actor=cast.system, member=rosa, reference="M04", name="R", email=rosa.email)
    assert Member.objects.get(pk=rosa.pk).access_needs == CANARY


def test_of_those_who_come_once_somebody_said_so(cast, as_, session):
    tom = as_("tom")
    assert CANARY in page_of(tom, session)  # nobody has answered: everybody invited
    invited(session, cast.members["will"], Answer.COMING)
    page = page_of(tom, session)
    assert CANARY not in page
    assert "Nobody who comes has written" in page
    invited(session, cast.members["rosa"], Answer.COMING)
    assert CANARY in page_of(tom, session)
    invited(session, cast.members["rosa"], Answer.NOT_COMING)
    assert CANARY not in page_of(tom, session)
    came(session, cast.members["rosa"])
    assert CANARY in page_of(tom, session)


def test_who_declined_or_was_not_invited_is_left_out_from_the_beginning(cast, as_, session):
    needs(cast.members["amara"], "not invited canary")
    assert "not invited canary" not in page_of(as_("tom"), session)
    invited(session, cast.members["rosa"], Answer.NOT_COMING)
    assert CANARY not in page_of(as_("tom"), session)


def test_who_left_is_left_out(cast, as_, session):
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on="2026-11-21")
    assert CANARY not in page_of(as_("tom"), session)


@pytest.mark.parametrize(
    "change",
    [{"state": SessionState.CANCELLED}, {"ended_at": clock.now()}],
    ids=["cancelled", "ended"],
)
def test_nobody_reads_it_when_there_is_no_more_need(cast, as_, session, change):
    Session.objects.filter(pk=session.pk).update(**change)
    page = page_of(as_("tom"), session)
    assert CANARY not in page
    assert "What people need" not in page


def test_it_stays_text(cast, as_, session):
    needs(cast.members["rosa"], "<script>alert(1)</script>\n=1+1")
    page = page_of(as_("tom"), session)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>=1+1" in page


def test_reading_it_is_on_record_without_what_was_read(cast, as_, session):
    for _time in range(2):
        page_of(as_("tom"), session)
    entry = Entry.objects.get(target_kind="needs")
    assert (entry.verb, entry.actor_key, entry.target_key) == (
        "read",
        cast.tom.audit_key,
        str(session.pk),
    )
    assert entry.fields == []


def test_a_facilitator_of_another_community_reads_nothing_here(cast, session):
    other = create_community(slug="other", name="Other")
    appoint(actor=system_actor(other), email="tom@example.org", role=Role.FACILITATOR)
    assert can_view_needs(cast.actor("tom"), session)
    assert not can_view_needs(actor_in(cast.tom, other), session)
