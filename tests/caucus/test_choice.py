"""R1 to R3: one's own choice, afresh, changeable, and gone when the session closes."""

import pytest
from django.core.exceptions import PermissionDenied

from caucus import services
from caucus.models import Choice
from caucus.selectors import own_space
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.services import save_member
from tests.caucus.world import AFTER, BEFORE, DURING, MINORITISED, WHITE, choose, end, space_in
from tests.sessions_app.plans import scheduled

pytestmark = pytest.mark.django_db


def test_a_session_has_a_space_for_each_caucus_and_reflection(session):
    assert [(space.kind, space.caucus and space.caucus.key) for space in session.spaces.all()] == [
        ("caucus", MINORITISED),
        ("caucus", WHITE),
        ("reflection", None),
    ]


def test_a_member_chooses_and_changes_quietly(cast, session):
    before = Entry.objects.count()
    rosa = cast.members["rosa"]
    choose(rosa, session, MINORITISED)
    assert own_space(cast.actor("rosa"), session) == space_in(session, MINORITISED)
    choose(rosa, session, "reflection")
    assert own_space(cast.actor("rosa"), session) == space_in(session, "reflection")
    assert Choice.objects.count() == 1
    services.leave_space(actor=cast.actor("rosa"), session=session)
    assert own_space(cast.actor("rosa"), session) is None
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["ines", "okafor", "dana", "grace"])
def test_who_is_no_member_has_no_space(cast, session, name):
    with pytest.raises(PermissionDenied):
        services.choose_space(
            actor=cast.actor(name), session=session, space_id=space_in(session, WHITE).pk
        )


def test_the_system_chooses_for_nobody(cast, session):
    with pytest.raises(PermissionDenied):
        services.choose_space(
            actor=cast.system, session=session, space_id=space_in(session, WHITE).pk
        )


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_spaces_are_chosen_on_the_day_only(cast, session, clock, moment):
    clock.move_to(moment)
    with pytest.raises(Refused):
        choose(cast.members["rosa"], session, WHITE)
    assert not Choice.objects.exists()


def test_a_space_of_another_session_is_refused(cast, session):
    other = scheduled(cast, title="Another")
    with pytest.raises(Refused):
        services.choose_space(
            actor=cast.actor("rosa"), session=session, space_id=space_in(other, WHITE).pk
        )


def test_nothing_of_last_time_is_known_next_time(cast, session, clock):
    choose(cast.members["rosa"], session, WHITE)
    end(cast, session)
    assert not Choice.objects.exists()
    clock.move_to(DURING)
    assert own_space(cast.actor("rosa"), scheduled(cast, title="Next")) is None


def test_who_may_now_sign_in_as_a_member_finds_no_choice(cast, session):
    """Nobody but the person changes an address in use; were it moved all the same, this holds."""
    rosa = cast.members["rosa"]
    choose(rosa, session, WHITE)
    choose(cast.members["will"], session, WHITE)
    save_member(actor=cast.system, member=rosa, reference="M04", email="evil@example.org")
    assert list(Choice.objects.values_list("member", flat=True)) == [cast.members["will"].pk]


def test_after_the_end_nobody_can_choose(cast, session):
    end(cast, session)
    with pytest.raises(Refused):
        choose(cast.members["rosa"], session, WHITE)


def test_everyones_space_is_there_once_somebody_holds_it(cast, session, clock):
    amara = cast.actor("amara")
    assert not session.spaces.filter(kind="everyone").exists()
    clock.move_to(BEFORE)
    services.name_holder(actor=amara, session=session, person=cast.bilal)
    services.name_holder(actor=amara, session=session, person=cast.tom)
    assert [str(each.person) for each in space_in(session, "everyone").holders.all()] == [
        "Tom Hartley"
    ]
    services.name_holder(actor=amara, session=session, person=None)
    assert not session.spaces.filter(kind="everyone").exists()


def test_everyones_space_does_not_vanish_under_the_people_in_it(cast, session):
    services.name_holder(actor=cast.actor("amara"), session=session, person=cast.tom)
    choose(cast.members["rosa"], session, "everyone")
    with pytest.raises(Refused):
        services.name_holder(actor=cast.actor("amara"), session=session, person=None)
    assert own_space(cast.actor("rosa"), session) == space_in(session, "everyone")


def test_members_do_not_set_up_spaces(cast, session):
    for act in (
        lambda: services.name_holder(actor=cast.actor("rosa"), session=session, person=cast.rosa),
        lambda: services.set_doors(actor=cast.actor("bilal"), session=session, doors={}),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_door_is_a_link(cast, session):
    door = space_in(session, WHITE).pk
    with pytest.raises(Refused):
        services.set_doors(
            actor=cast.actor("amara"), session=session, doors={door: "javascript:alert(1)"}
        )
