"""R3 and R9: what is left when a session closes, and the alarm when it does not."""

import datetime as dt
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from caucus import services
from caucus.models import Choice, Closing, Opening
from caucus.panels import panels
from caucus.selectors import headcounts_for_survey, is_too_small_to_share
from caucus.services import closing, forgetting
from caucus.tasks import close_overdue_spaces
from cop.audit.models import Entry
from cop.members.services import create_community
from sessions_app.models import Session
from sessions_app.services import cancel_session
from tests.caucus.world import (
    BEFORE,
    MINORITISED,
    WHITE,
    caucus_in,
    choose,
    end,
    fill,
    publish,
)
from tests.sessions_app.plans import END, scheduled

pytestmark = pytest.mark.django_db


def stored(session: Session) -> dict[str, int | None]:
    return {str(space): space.people for space in session.spaces.all()}


def test_numbers_are_kept_where_no_space_is_small(cast, session):
    fill(cast, session, racially_minoritised=7, white=12, reflection=3)
    choose(cast.members["amara"], session, MINORITISED)  # a facilitator, not counted
    end(cast, session)
    assert stored(session) == {
        "Racially Minoritised Caucus": 7,
        "White Caucus": 12,
        "Individual reflection": 3,
    }
    assert not Choice.objects.exists()


def test_one_person_in_reflection_hides_every_number(cast, session):
    fill(cast, session, racially_minoritised=8, white=13, reflection=1)
    end(cast, session)
    assert set(stored(session).values()) == {None}
    assert not is_too_small_to_share(session, caucus_in(cast, MINORITISED))


def test_a_caucus_of_one_is_known_as_small_and_no_more(cast, session):
    fill(cast, session, racially_minoritised=1, white=10)
    end(cast, session)
    assert set(stored(session).values()) == {None}
    assert list(session.spaces.values_list("caucus__key", "was_small")) == [
        (MINORITISED, True),
        (WHITE, False),
        (None, None),
    ]


def test_facilitators_alone_are_an_empty_space(cast, session):
    fill(cast, session, white=5)
    choose(cast.members["amara"], session, MINORITISED)
    choose(cast.members["tom"], session, WHITE)
    assert headcounts_for_survey(session) == {MINORITISED: 0, WHITE: 5}
    assert is_too_small_to_share(session, caucus_in(cast, MINORITISED))


def test_who_holds_everyones_space_is_not_counted_in_it(cast, session):
    services.name_holder(actor=cast.actor("amara"), session=session, person=cast.bilal)
    fill(cast, session, racially_minoritised=3, white=3, everyone=3, reflection=3)
    choose(cast.members["bilal"], session, "everyone")
    end(cast, session)
    assert set(stored(session).values()) == {3}


def test_a_survey_hears_numbers_only_where_people_chose(cast, session):
    assert headcounts_for_survey(session) is None
    fill(cast, session, racially_minoritised=6, white=9)
    choose(cast.members["tom"], session, WHITE)
    assert headcounts_for_survey(session) == {MINORITISED: 6, WHITE: 9}
    end(cast, session)
    assert headcounts_for_survey(session) == {MINORITISED: 0, WHITE: 0}


def test_a_session_where_nobody_chose_has_no_headcounts(cast, session):
    end(cast, session)
    assert headcounts_for_survey(session) is None
    assert set(stored(session).values()) == {None}
    assert not is_too_small_to_share(session, caucus_in(cast, MINORITISED))


def leave(cast, name, session):
    services.leave_space(actor=cast.actor(name), session=session)


def test_where_all_have_left_nothing_is_named_and_nothing_shared(cast, session):
    """ "Nobody is here any more" is not "nobody ever chose"."""
    choose(cast.members["rosa"], session, MINORITISED)
    leave(cast, "rosa", session)
    assert Opening.objects.filter(session=session).exists()
    live = headcounts_for_survey(session)
    assert is_too_small_to_share(session, caucus_in(cast, MINORITISED))
    end(cast, session)
    assert live == headcounts_for_survey(session) == {MINORITISED: 0, WHITE: 0}
    assert is_too_small_to_share(session, caucus_in(cast, MINORITISED))
    assert Closing.objects.get().were_chosen
    assert not Opening.objects.exists()


def test_that_somebody_chose_is_one_row_written_once(cast, session):
    """Whoever chooses after the first, wherever, leaves it as it lies."""

    def row():
        with connection.cursor() as cursor:
            cursor.execute("SELECT row::text, xmin::text, ctid::text FROM caucus_opening row")
            return cursor.fetchall()

    choose(cast.members["rosa"], session, MINORITISED)
    first = row()
    choose(cast.members["will"], session, WHITE)
    leave(cast, "rosa", session)
    assert row() == first
    assert first[0][0] == f"({session.pk})"


def test_cancelling_forgets_the_choices_too(cast, session, clock):
    choose(cast.members["rosa"], session, WHITE)
    clock.move_to(BEFORE)
    cancel_session(actor=cast.actor("amara"), session=session, reason="Illness")
    assert not Choice.objects.exists()
    assert not Opening.objects.exists()


def test_people_do_not_close_spaces_by_hand(cast, session):
    with pytest.raises(PermissionDenied):
        services.close_spaces(actor=cast.actor("amara"), session=session)


def test_choices_kept_for_a_day_are_deleted_with_an_alarm(cast, session, clock, caplog):
    fill(cast, session, racially_minoritised=4, white=4, reflection=4)
    clock.move_to(END.replace(day=15))
    close_overdue_spaces()
    assert Choice.objects.count() == 12, "not a moment too early"
    clock.shift(1)
    with caplog.at_level(logging.DEBUG):
        close_overdue_spaces()
    assert not Choice.objects.exists()
    assert Closing.objects.get().was_late
    entry = Entry.objects.get(verb="close_late")
    assert (entry.actor_key, entry.target_kind, entry.target_key) == (
        None,
        "session",
        str(session.pk),
    )
    assert [record.getMessage() for record in caplog.records if record.name[:6] == "caucus"] == [
        "Spaces of a session were closed more than 24 hours after it."
    ]
    assert any("24 hours" in panel.text for panel in panels(cast.actor("amara"), session))
    assert not any("24 hours" in panel.text for panel in panels(cast.actor("rosa"), session))


def test_a_session_where_nobody_chose_raises_no_alarm(cast, session, clock):
    clock.move_to(END.replace(day=20))
    close_overdue_spaces()
    assert not Closing.objects.exists()
    assert not Entry.objects.filter(verb="close_late").exists()


def test_ending_after_the_alarm_changes_nothing(cast, session, clock):
    choose(cast.members["rosa"], session, WHITE)
    clock.move_to(END.replace(day=17))
    close_overdue_spaces()
    end(cast, session)
    assert Closing.objects.get().was_late


def test_the_health_page_says_what_is_overdue_and_what_was_late(cast, session, clock):
    def said():
        answer = Client().get("/health/")
        assert answer.status_code == 200
        found = answer.json()
        return found["spaces overdue"], found["spaces closed late in 30 days"]

    choose(cast.members["rosa"], session, WHITE)
    assert said() == (0, 0)
    clock.move_to(END.replace(day=16))
    assert said() == (1, 0)
    close_overdue_spaces()
    assert said() == (0, 1)
    clock.shift(dt.timedelta(days=30))
    assert said() == (0, 0)


def test_one_that_cannot_be_closed_does_not_hold_up_the_others(
    cast, session, clock, monkeypatch, caplog
):
    other = scheduled(cast, facilitators=(cast.amara,))
    for one in (session, other):
        choose(cast.members["rosa"], one, WHITE)
    clock.move_to(END.replace(day=16))
    close = closing.close_spaces

    def fail_once(*, session, **given):
        if session == broken:
            raise RuntimeError("rosa was here")
        close(session=session, **given)

    broken = session
    monkeypatch.setattr(closing, "close_spaces", fail_once)
    publish(cast, "tom", WHITE)
    cast.community.appointments.filter(person=cast.tom).delete()
    close_overdue_spaces()
    assert list(Choice.objects.values_list("session", flat=True)) == [session.pk]
    assert not cast.tom.caucuses_facilitated.exists(), "names have their turn too"
    assert "RuntimeError" in caplog.text
    assert "rosa" not in caplog.text


def test_names_that_cannot_be_forgotten_do_not_hold_up_other_communities(
    cast, session, monkeypatch
):
    publish(cast, "tom", WHITE)
    cast.community.appointments.filter(person=cast.tom).delete()
    create_community(slug="a", name="Another")
    turn = []

    def fail_first(*, actor):
        turn.append(actor.community.slug)
        if len(turn) == 1:
            raise RuntimeError

    monkeypatch.setattr(forgetting, "forget_ended_publications", fail_first)
    close_overdue_spaces()
    assert sorted(turn) == ["a", "northern"]


def test_names_go_when_the_role_has_ended(cast, session):
    publish(cast, "tom", WHITE)
    cast.community.appointments.filter(person=cast.tom).delete()
    close_overdue_spaces()
    assert not cast.tom.caucuses_facilitated.exists()
