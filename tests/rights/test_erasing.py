"""After erasing nothing in the whole database names the person, whatever they were and did."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.test import Client

from caucus.models import Choice, Holder, Space
from cop.audit.models import Entry
from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import Appointment, ErasedMembership, Member, User
from cop.members.services import appoint, end_appointment, save_member
from cop.post.enums import State
from cop.post.models import Message
from cop.post.services import Letter, post_letter, send_waiting
from feedback.models import Collected, Eligibility, Told
from sessions_app.models import Attendance, Facilitator, Guest, Invitation
from tests.caucus.world import caucus_in, choose, space_in
from tests.feedback import ballots
from tests.people import Cast
from tests.rights.zelda import (
    EMAIL,
    MARKS,
    NAME,
    browser_of,
    erase,
    half_done_about,
    pointing_at,
    where,
    zelda,
)
from tests.sessions_app.plans import START, scheduled

TODAY = dt.date(2026, 11, 22)


def nothing(cast: Cast, member: Member) -> None:
    """Never came."""


def came(cast: Cast, member: Member) -> None:
    session = ballots.session_with(cast.community, [member])
    Invitation.objects.create(session=session, member=member, answer="coming")


def asked(cast: Cast, member: Member) -> None:
    ballots.opened(cast.community, [member, *ballots.members(cast.community, 6)])


def collected(cast: Cast, member: Member) -> None:
    survey = ballots.opened(cast.community, [member, *ballots.members(cast.community, 6)])
    ballots.collect(member, survey)


def counted(cast: Cast, member: Member) -> None:
    crowd = [member, *ballots.members(cast.community, 6)]
    survey = ballots.opened(cast.community, crowd)
    for one in crowd:
        ballots.send(survey, ballots.collect(one, survey), ballots.answers("white"))
    ballots.count(survey)


def in_charge(cast: Cast, member: Member) -> None:
    """Co-chair, facilitator, holder, offered a publication, with mail and a second factor."""
    system = cast.system
    for role in (Role.CO_CHAIR, Role.FACILITATOR):
        appoint(actor=system, email=EMAIL, role=role, name=NAME)
    session = scheduled(cast, facilitators=(member.person,))
    space = Space.objects.create(session=session, kind="everyone")
    Holder.objects.create(space=space, person=member.person)
    caucus_in(cast, "white").facilitators.create(person=member.person, offered_on=TODAY)
    post_letter(
        community_id=cast.community.pk,
        kind="note",
        recipients=[(EMAIL, NAME)],
        letter=Letter("Hello", f"Dear {NAME}"),
    )
    EmailAddress.objects.create(user=member.person, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(user=member.person, type="totp", data={"secret": "hidden"})
    browser_of(member.person)
    half_done_about(member.person, by=cast.amara)
    LogEntry.objects.create(
        user=cast.joy,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(member.person.pk),
        object_repr=NAME,
        action_flag=CHANGE,
    )
    actor = Actor(community=cast.community, person=member.person, roles=frozenset({Role.CO_CHAIR}))
    record(actor=actor, verb="change", target=cast.community, fields=["name"])


STATES = [nothing, came, asked, collected, counted, in_charge]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_names_them_afterwards(cast: Cast, state):
    member = zelda(cast)
    person = member.person
    state(cast, member)
    assert {"members_user", "members_member"} <= where(*MARKS)
    assert "members.Member" in pointing_at(person.pk)

    assert erase(cast, person) is True
    assert where(*MARKS) == {"post_message"}  # the last mail has not left
    send_waiting()

    assert where(*MARKS) == set()
    assert pointing_at(person.pk) == set()
    assert where(str(person.audit_key)) <= {"audit_entry"}
    assert not User.objects.filter(audit_key=person.audit_key).exists()


def test_the_walk_finds_what_a_state_leaves(cast: Cast):
    """The same look, before erasing, sees each place."""
    member = zelda(cast)
    in_charge(cast, member)
    assert where(*MARKS) >= {
        "members_user", "members_member", "members_appointment", "post_message",
        "account_emailaddress", "django_admin_log", "django_session",
    }  # fmt: skip
    assert pointing_at(member.person.pk) >= {
        "members.Member", "members.Appointment", "sessions_app.Facilitator", "caucus.Holder",
        "caucus.PublishedFacilitator", "account.EmailAddress", "mfa.Authenticator",
        "sessions.Session",
    }  # fmt: skip
    assert where(str(member.person.audit_key)) == {"members_user", "audit_entry"}


def test_the_tombstone_says_only_that_somebody_came(cast: Cast):
    member = zelda(cast)
    came(cast, member)
    erase(cast, member.person)
    left = Member.objects.get(pk=member.pk)
    assert left.is_erased
    assert left.reference.startswith("erased-")
    assert left.audit_key != member.audit_key, "or the record would lead to it"
    kept = {"id", "community", "reference", "is_erased", "audit_key"}
    for field in Member._meta.concrete_fields:
        if field.name not in kept:
            assert getattr(left, field.attname) == field.get_default(), field.name
    assert Attendance.objects.filter(member=left).count() == 1
    assert not Invitation.objects.filter(member=left).exists()


def test_belonging_to_an_organisation_is_counted_apart(cast: Cast):
    member = zelda(cast)
    erase(cast, member.person)
    apart = ErasedMembership.objects.get()
    assert apart.organisation.name == "Lighthouse Trust"
    assert apart.left_on == dt.date(2026, 11, 22)
    names = {field.name for field in ErasedMembership._meta.get_fields()}
    assert names == {"id", "community", "organisation", "joined_on", "left_on"}


def test_the_database_refuses_a_tombstone_with_a_name(cast: Cast):
    member = zelda(cast)
    erase(cast, member.person)
    for field, value in (("name", NAME), ("email", EMAIL), ("person", cast.rosa)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.filter(pk=member.pk).update(**{field: value})


def test_whom_a_survey_asks_stays_until_the_count(cast: Cast):
    member = zelda(cast)
    collected(cast, member)
    erase(cast, member.person)
    for kind in (Eligibility, Collected, Told):
        assert kind.objects.filter(member_id=member.pk).count() == 1


def test_the_choice_of_today_is_forgotten_while_the_session_runs(cast: Cast, time_machine_at):
    session = scheduled(cast)
    member = zelda(cast)
    time_machine_at(START)
    choose(member, session, "white")
    assert Choice.objects.filter(space=space_in(session, "white")).count() == 1
    erase(cast, member.person)
    assert not Choice.objects.exists()


@pytest.fixture
def time_machine_at():
    import time_machine

    travels = []

    def go(moment: dt.datetime) -> None:
        travel = time_machine.travel(moment)
        travel.start()
        travels.append(travel)

    yield go
    for travel in travels:
        travel.stop()


def test_somebody_with_a_role_alone_goes_entirely(cast: Cast):
    assert erase(cast, cast.okafor) is True
    send_waiting()
    assert where("Dr Okafor", "okafor@example.org") == set()


def test_a_guest_goes_entirely(cast: Cast):
    session = scheduled(cast)
    Guest.objects.create(session=session, person=cast.grace)
    assert erase(cast, cast.grace) is True
    send_waiting()
    assert where("Grace Mbeki", "grace@example.org") == set()
    assert not Guest.objects.exists()


def test_the_last_co_chair_needs_a_successor(cast: Cast):
    held = Appointment.objects.get(person=cast.tom, role=Role.CO_CHAIR)
    end_appointment(actor=cast.actor("amara"), appointment=held)
    with pytest.raises(Refused, match="successor"):
        erase(cast, cast.amara)
    assert Member.objects.get(pk=cast.members["amara"].pk).name == "Amara Osei"
    appoint(actor=cast.system, email="bilal@example.org", role=Role.CO_CHAIR)
    assert erase(cast, cast.amara) is True


def test_whoever_runs_the_installation_keeps_the_account_alone(cast: Cast):
    member = zelda(cast)
    User.objects.filter(pk=member.person.pk).update(is_staff=True)
    assert erase(cast, User.objects.get(pk=member.person.pk)) is False
    send_waiting()
    assert where(EMAIL) == {"members_user"}
    assert pointing_at(member.person.pk) == set()


def test_what_is_recorded_says_neither_who_nor_which_tombstone(cast: Cast):
    member = zelda(cast)
    before = Entry.objects.count()
    erase(cast, member.person)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.filter(verb="erase").get()
    assert (entry.actor_key, entry.target_kind) == (None, "community")


def test_mail_that_cannot_leave_forgets_the_address_too(cast: Cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    erase(cast, zelda(cast).person)
    for _attempt in range(8):
        assert Message.objects.get(kind="erased").state == State.WAITING
        Message.objects.update(try_after=None)  # as if its time had come
        send_waiting()
    assert Message.objects.get(kind="erased").state == State.FAILED
    assert where(*MARKS) == set()


def test_facilitators_are_taken_off_the_session(cast: Cast):
    session = scheduled(cast, facilitators=(cast.amara, cast.tom))
    erase(cast, cast.tom)
    assert [one.person for one in Facilitator.objects.filter(session=session)] == [cast.amara]


def test_nobody_else_is_signed_out_and_what_they_had_typed_of_her_is_gone(cast: Cast):
    member = zelda(cast)
    namesake, _changed = save_member(
        actor=cast.system, reference="N1", name="Jo", email=f"jo{EMAIL}", joined_on=TODAY
    )
    hers, other = browser_of(member.person), browser_of(namesake.person)
    session = other.session
    session["somewhere"] = f"jo{EMAIL}"
    session.save()
    amara = half_done_about(member.person, by=cast.amara)
    waiting = Client()
    waiting.post("/in/account/login/code/", {"email": EMAIL})
    assert EMAIL in str(dict(waiting.session))

    erase(cast, member.person)

    assert dict(hers.session) == {}
    assert other.session["_auth_user_id"] == str(namesake.person.pk)
    assert other.session["somewhere"] == f"jo{EMAIL}"
    assert amara.session["_auth_user_id"] == str(cast.amara.pk)
    assert "form_kept_while_confirming" not in amara.session
    assert EMAIL not in str(dict(waiting.session))
