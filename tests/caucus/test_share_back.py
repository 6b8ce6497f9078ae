"""R6, R7, R9: at most two themes and one equal slot, consented, released once, by nobody named."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from caucus import services
from caucus.models import Point, ShareBack
from caucus.selectors import caucus_to_share_for, points_of, released_share_backs
from caucus.services import Theme
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.selectors import actor_in, names_in
from tests.caucus.world import (
    AFTER,
    BEFORE,
    MINORITISED,
    WHITE,
    caucus_in,
    choose,
    end,
    fill,
    publish,
)

pytestmark = pytest.mark.django_db
THEMES = [Theme("Who is heard", "Meetings go on as before."), Theme("Tiredness")]


@pytest.fixture
def filled(cast, session):
    """Both caucuses are large enough; Amara facilitates the first, Tom the second."""
    fill(cast, session, racially_minoritised=3, white=4)
    choose(cast.members["amara"], session, MINORITISED)
    choose(cast.members["tom"], session, WHITE)
    return session


def write(cast, name, session, themes=THEMES, slot=""):
    services.write_share_back(actor=cast.actor(name), session=session, themes=themes, slot=slot)


def test_live_the_facilitator_in_the_space_writes_for_its_caucus(cast, filled):
    assert caucus_to_share_for(cast.actor("amara"), filled).key == MINORITISED
    write(cast, "amara", filled, slot="Change the rota")
    drafted = points_of(filled, caucus_in(cast, MINORITISED))
    assert [(point.place, point.heading, point.words) for point in drafted] == [
        ("first", "Who is heard", "Meetings go on as before."),
        ("second", "Tiredness", ""),
        ("slot", "", "Change the rota"),
    ]
    assert not ShareBack.objects.exists(), "a row is made when it is released"
    shared = services.release_share_back(actor=cast.actor("amara"), session=filled)
    assert (shared.ask, shared.responsibility, shared.voice) == (
        "Change the rota",
        "",
        "facilitator",
    )
    assert [(theme.title, theme.body) for theme in shared.themes.all()] == [
        ("Who is heard", "Meetings go on as before."),
        ("Tiredness", ""),
    ]
    assert not Point.objects.exists()


def test_the_other_caucus_says_what_it_takes_responsibility_for(cast, filled):
    write(cast, "tom", filled, slot="We read the rota first")
    shared = services.release_share_back(actor=cast.actor("tom"), session=filled)
    assert (shared.ask, shared.responsibility) == ("", "We read the rota first")


@pytest.mark.parametrize("name", ["rosa", "bilal", "ines", "grace"])
def test_nobody_else_writes(cast, filled, name):
    if name in cast.members:
        choose(cast.members[name], filled, MINORITISED)
    with pytest.raises(PermissionDenied):
        write(cast, name, filled)
    with pytest.raises(PermissionDenied):
        services.release_share_back(actor=cast.actor(name), session=filled)


@pytest.mark.parametrize("space", ["reflection", None])
def test_a_facilitator_outside_a_caucus_writes_for_none(cast, filled, space):
    services.leave_space(actor=cast.actor("amara"), session=filled)
    if space:
        choose(cast.members["amara"], filled, space)
    with pytest.raises(PermissionDenied):
        write(cast, "amara", filled)


def test_before_the_session_nobody_writes(cast, session, clock):
    publish(cast, "tom", WHITE)
    clock.move_to(BEFORE)
    assert caucus_to_share_for(cast.actor("tom"), session) is None


def test_afterwards_only_a_published_facilitator_writes(cast, filled):
    write(cast, "amara", filled)
    end(cast, filled)
    publish(cast, "tom", WHITE)
    filled.refresh_from_db()
    assert caucus_to_share_for(cast.actor("amara"), filled) is None
    write(cast, "tom", filled)
    shared = services.release_share_back(actor=cast.actor("tom"), session=filled)
    assert shared.caucus.key == WHITE


def test_between_end_and_closing_the_space_of_the_day_counts_no_more(cast, filled, clock):
    publish(cast, "tom", MINORITISED)
    clock.move_to(AFTER)
    assert caucus_to_share_for(cast.actor("tom"), filled).key == MINORITISED


@pytest.mark.parametrize(
    ("themes", "slot"),
    [([*THEMES, Theme("Third")], ""), ([Theme("", "No heading")], ""), ([], "  ")],
)
def test_two_themes_with_headings_or_nothing_at_all(cast, filled, themes, slot):
    with pytest.raises(Refused):
        write(cast, "amara", filled, themes=themes, slot=slot)
    assert not Point.objects.exists()


def test_from_a_small_space_comes_no_share_back(cast, session):
    fill(cast, session, racially_minoritised=2, white=9)
    choose(cast.members["amara"], session, MINORITISED)
    publish(cast, "amara", MINORITISED)
    with pytest.raises(Refused):
        write(cast, "amara", session)
    end(cast, session)
    session.refresh_from_db()
    with pytest.raises(Refused):
        write(cast, "amara", session)


def test_a_space_that_has_shrunk_releases_nothing(cast, filled):
    write(cast, "amara", filled)
    for member in list(cast.community.members.filter(reference__startswith="RAC"))[:1]:
        choose(member, filled, "reflection")
    with pytest.raises(Refused):
        services.release_share_back(actor=cast.actor("amara"), session=filled)
    assert not released_share_backs(cast.community).exists()


def test_once_all_have_left_a_draft_is_not_released_afterwards(cast, session):
    fill(cast, session, racially_minoritised=3, white=4)
    publish(cast, "amara", MINORITISED)
    choose(cast.members["amara"], session, MINORITISED)
    write(cast, "amara", session)
    for member in cast.community.members.filter(person__isnull=False):
        services.leave_space(actor=actor_in(member.person, cast.community), session=session)
    end(cast, session)
    session.refresh_from_db()
    with pytest.raises(Refused):
        services.release_share_back(actor=cast.actor("amara"), session=session)
    assert not released_share_backs(cast.community).exists()


def test_released_ones_stay_as_they_are(cast, filled):
    write(cast, "amara", filled)
    shared = services.release_share_back(actor=cast.actor("amara"), session=filled)
    for act in (
        lambda: write(cast, "amara", filled, themes=[Theme("Other")]),
        lambda: services.release_share_back(actor=cast.actor("amara"), session=filled),
        lambda: services.delete_share_back(actor=cast.actor("amara"), session=filled),
    ):
        with pytest.raises(Refused):
            act()
    theme = shared.themes.first()
    for change in (
        lambda: ShareBack.objects.update(ask="changed"),
        lambda: ShareBack.objects.update(released_at=None),
        lambda: shared.themes.update(title="changed"),
        lambda: shared.themes.create(position=2, title="more"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    theme.refresh_from_db()
    assert theme.title == "Who is heard"
    filled.delete()  # the community's own data goes when the community says so
    assert not ShareBack.objects.exists()


def test_a_draft_can_be_thrown_away(cast, filled):
    write(cast, "amara", filled)
    services.delete_share_back(actor=cast.actor("amara"), session=filled)
    assert not Point.objects.exists()


def test_the_record_does_not_say_who_released(cast, filled):
    known = set(Entry.objects.values_list("pk", flat=True))
    write(cast, "amara", filled)
    services.release_share_back(actor=cast.actor("amara"), session=filled)
    entry = Entry.objects.exclude(pk__in=known).get()
    assert (entry.actor_key, entry.verb, entry.target_kind) == (
        None,
        "release_share_back",
        "session",
    )
    assert entry.target_key == str(filled.pk)


def test_released_ones_come_in_the_order_of_the_caucuses(cast, filled):
    for name in ("tom", "amara"):
        write(cast, name, filled)
        services.release_share_back(actor=cast.actor(name), session=filled)
    assert [each.caucus.key for each in released_share_backs(cast.community)] == [
        MINORITISED,
        WHITE,
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We thanked Rosa’s team.", ["Rosa’s"]),
        ("Delgado and Ines Moreau spoke", ["Delgado", "Ines", "Moreau"]),
        ("We will go on; a turner of wood", []),  # words, not names
        ("Will you go on?", ["Will"]),  # a person decides
        ("Nobody here is named.", []),
    ],
)
def test_names_of_people_here_are_pointed_out(cast, text, names):
    assert names_in(cast.community, text) == names
