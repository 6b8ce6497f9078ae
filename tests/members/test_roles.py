"""Roles are given and ended under one rule: nobody knows names and reads unreviewed answers."""

import datetime as dt
import itertools
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.enums import Role
from cop.members.models import Appointment, User
from cop.members.selectors import actor_in, communities_for, members_of
from cop.members.services import appoint, create_community, end_appointment, save_member
from tests.pages import parse, select

LIST = "/in/c/northern/people/"
ADD = "/in/c/northern/people/appoint/"
EARLY, LATE = dt.date(2021, 1, 1), dt.date(2021, 12, 31)


def end_url(appointment: Appointment) -> str:
    return reverse("members:appointment_end", args=["northern", appointment.pk])


def form(**values) -> dict[str, str]:
    return {"email": "new@example.org", "name": "New Person", "role": Role.FACILITATOR, **values}


def test_a_co_chair_appoints_by_address(as_, cast):
    page = as_("amara").post(ADD, form(email="New@Example.org"), follow=True).content.decode()
    assert "New Person is appointed: Facilitator." in page
    person = User.objects.get(email="new@example.org")
    assert actor_in(person, cast.community).roles == {Role.FACILITATOR}
    entry = Entry.objects.order_by("pk").last()
    assert (entry.verb, entry.fields) == ("appoint", ["role"])
    assert entry.actor_key == cast.amara.audit_key


def test_who_is_on_the_roster_is_not_told_to_whoever_appoints(as_, cast):
    """Without a name the form says the same of a member as of a stranger, and makes no role."""
    client, said = as_("amara"), []
    for email in ("rosa@example.org", "nobody@example.org"):
        answer = client.post(ADD, form(email=email, name=""))
        said.append((answer.status_code, answer.content.decode().replace(email, "")))
    assert said[0][0] == said[1][0] == 200
    assert "Enter a name." in said[0][1]
    assert [re.sub(r'value="\w{64}"', "", page) for _status, page in said] == [
        re.sub(r'value="\w{64}"', "", said[0][1])
    ] * 2
    assert not Appointment.objects.filter(person=cast.rosa).exists()


def test_a_co_chair_hears_that_they_cannot_take_it_back(as_, cast):
    own, other = (
        Appointment.objects.get(person=person, role=Role.CO_CHAIR)
        for person in (cast.amara, cast.tom)
    )
    client = as_("amara")
    assert "you cannot take it back yourself" in client.get(end_url(own)).content.decode()
    assert "End this role?" in client.get(end_url(other)).content.decode()


def test_a_role_begins_and_ends_on_its_days(as_, cast):
    dates = {"from_on_day": "1", "from_on_month": "12", "from_on_year": "2999"}
    as_("amara").post(ADD, form(**dates))
    person = User.objects.get(email="new@example.org")
    assert Appointment.objects.get(person=person).from_on == dt.date(2999, 12, 1)
    assert actor_in(person, cast.community).roles == frozenset()


NAMES = [Role.SECRETARY, Role.FACILITATOR, Role.CO_CHAIR, Role.DATA_PROTECTION_CONTACT]
ANSWERS = [Role.EVALUATOR, Role.SECOND_REVIEWER]


@pytest.mark.parametrize(
    ("held", "wanted"),
    [*itertools.product(NAMES, ANSWERS), *itertools.product(ANSWERS, NAMES)],
)
def test_forbidden_pairs_are_refused_both_ways_round(cast, held, wanted):
    appoint(actor=cast.system, email="x@example.org", role=held, from_on=EARLY)
    with pytest.raises(Refused):
        appoint(actor=cast.system, email="x@example.org", role=wanted, from_on=LATE)
    assert Appointment.objects.filter(person__email="x@example.org").count() == 1


@pytest.mark.parametrize("role", ANSWERS)
@pytest.mark.parametrize("email", ["rosa@example.org", "joy@example.org"])
def test_members_and_administrators_read_no_answers(cast, role, email):
    with pytest.raises(Refused):
        appoint(actor=cast.system, email=email, role=role)


def test_only_terms_that_overlap_count(cast):
    appoint(
        actor=cast.system, email="x@example.org", role=Role.SECRETARY, from_on=EARLY, until_on=LATE
    )
    with pytest.raises(Refused):
        appoint(actor=cast.system, email="x@example.org", role=Role.EVALUATOR, from_on=LATE)
    next_day = LATE + dt.timedelta(days=1)
    appoint(actor=cast.system, email="x@example.org", role=Role.EVALUATOR, from_on=next_day)
    before = EARLY - dt.timedelta(days=1)
    with pytest.raises(Refused):
        appoint(actor=cast.system, email="x@example.org", role=Role.SECOND_REVIEWER, from_on=before)


def test_other_unions_are_allowed_and_another_community_does_not_count(cast):
    appoint(actor=cast.system, email="tom@example.org", role=Role.SECRETARY)
    appoint(actor=cast.system, email="okafor@example.org", role=Role.EVALUATOR)
    other = create_community(slug="other", name="Other", co_chair_email="ines@example.org")
    assert actor_in(cast.ines, other).roles == {Role.CO_CHAIR}
    assert actor_in(cast.ines, cast.community).roles == {Role.EVALUATOR}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "ines@example.org"}, "reads unreviewed answers"),
        ({"email": "rosa@example.org", "role": Role.EVALUATOR}, "A member of the community"),
        ({"email": "bilal@example.org", "role": Role.SECRETARY}, "holds the role already"),
        ({"role": Role.GUEST}, "Select a valid choice"),
        ({"name": ""}, "Enter a name."),
    ],
)
def test_a_refusal_says_why_on_the_form_and_makes_nobody(as_, cast, values, said):
    people = User.objects.count()
    answer = as_("amara").post(ADD, form(**values))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert User.objects.count() == people


def test_ending_asks_once_and_ends_at_once(as_, cast):
    role = Appointment.objects.get(person=cast.okafor)
    client = as_("amara")
    assert "Dr Okafor" in client.get(end_url(role)).content.decode()
    assert actor_in(cast.okafor, cast.community).roles == {Role.OVERSIGHT_CHAIR}
    client.post(end_url(role))
    assert actor_in(cast.okafor, cast.community).roles == frozenset()
    assert client.get(end_url(role)).status_code == 404


def test_a_role_given_by_mistake_today_leaves_no_row(cast):
    role = appoint(actor=cast.actor("amara"), email="x@example.org", role=Role.FACILITATOR)
    end_appointment(actor=cast.actor("amara"), appointment=role)
    assert not Appointment.objects.filter(person__email="x@example.org").exists()


def test_the_last_co_chair_stays_until_there_is_a_successor(as_, cast):
    client = as_("amara")
    client.post(end_url(Appointment.objects.get(person=cast.tom, role=Role.CO_CHAIR)))
    own = Appointment.objects.get(person=cast.amara)
    coming = dt.date(2999, 1, 1)
    appoint(actor=cast.system, email="rosa@example.org", role=Role.CO_CHAIR, from_on=coming)
    page = client.post(end_url(own)).content.decode()
    assert "This is the last co-chair. Appoint a successor first." in page
    appoint(actor=cast.system, email="will@example.org", role=Role.CO_CHAIR)
    assert client.post(end_url(own))["Location"] == reverse("home:home")


def test_a_role_of_another_community_is_not_found(as_, cast):
    other = create_community(slug="other", name="Other", co_chair_email="sam@example.org")
    theirs = Appointment.objects.get(community=other)
    assert as_("amara").post(end_url(theirs)).status_code == 404
    with pytest.raises(PermissionDenied):
        end_appointment(actor=cast.actor("amara"), appointment=theirs)


def test_addresses_of_the_nameless_are_for_co_chairs(as_, cast):
    appoint(actor=cast.system, email="nameless@example.org", role=Role.FACILITATOR)
    assert "nameless@example.org" in as_("amara").get(LIST).content.decode()
    shown = as_("rosa").get(LIST).content.decode()
    assert "nameless@example.org" not in shown
    assert "Name not given" in shown
    assert "@example.org" not in shown


def test_a_member_cannot_become_one_while_reading_answers(cast):
    with pytest.raises(Refused):
        save_member(actor=cast.system, reference="M50", email="nkechi@example.org")
    assert not cast.community.members.filter(reference="M50").exists()


class TestDaysOfMembership:
    """One rule says when somebody is a member: to the door, to lists and to forbidden pairs."""

    @pytest.fixture
    def coming(self, cast):
        joined = dt.date(2999, 1, 1)
        member, _changed = save_member(
            actor=cast.system, reference="M60", email="x@example.org", joined_on=joined
        )
        return member

    def test_who_joins_later_is_no_member_yet(self, cast, coming):
        assert not actor_in(coming.person, cast.community).is_member
        assert not communities_for(coming.person).exists()
        assert coming not in members_of(cast.community)
        assert coming in members_of(cast.community, on=coming.joined_on)

    def test_a_reader_until_then_is_not_both(self, cast, coming):
        until = dt.date(2998, 12, 31)
        appoint(actor=cast.system, email="x@example.org", role=Role.EVALUATOR, until_on=until)
        there = actor_in(coming.person, cast.community)
        assert (there.is_member, there.roles) == (False, {Role.EVALUATOR})
        for joined_on in (None, EARLY):
            with pytest.raises(Refused, match="reads unreviewed answers"):
                save_member(
                    actor=cast.system,
                    member=coming,
                    reference="M60",
                    email="x@example.org",
                    joined_on=joined_on,
                )

    def test_who_left_and_reads_does_not_come_back(self, cast):
        entry = {"actor": cast.system, "reference": "M61", "email": "y@example.org"}
        member, _changed = save_member(**entry, left_on=LATE)
        appoint(actor=cast.system, email="y@example.org", role=Role.SECOND_REVIEWER)
        with pytest.raises(Refused, match="reads unreviewed answers"):
            save_member(**entry, member=member)
        assert not actor_in(member.person, cast.community).is_member


@pytest.mark.parametrize("roles", [1, 10])
def test_the_page_needs_the_same_queries_for_one_and_ten(
    as_, cast, roles, django_assert_num_queries
):
    Appointment.objects.exclude(person=cast.amara).delete()
    for number in range(roles - 1):
        appoint(actor=cast.system, email=f"p{number}@example.org", role=Role.FACILITATOR)
    client = as_("amara")
    # The session and its person, the community, roles, membership, the stages; then the list.
    with django_assert_num_queries(7):
        page = client.get(LIST)
    assert len(page.context["appointments"]) == roles


def test_a_list_of_what_is_missing_chooses_the_role_and_takes_one_back(as_, cast):
    client = as_("amara")
    there = f"{ADD}?role=secretary"
    page = parse(client.get(there).content)
    assert [one.get("value") for one in select(page, "input[name=role][checked]")] == ["secretary"]
    assert not select(parse(client.get(f"{ADD}?role=king").content), "input[name=role][checked]")
    answer = client.post(there, form(role=Role.SECRETARY))
    assert answer["Location"] == "/in/c/northern/"
    assert client.post(ADD, form(role=Role.CO_CHAIR))["Location"] == "/in/c/northern/people/"
