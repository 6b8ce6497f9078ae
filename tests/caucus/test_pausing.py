"""R2: a door is shut over conduct by whoever looks after the space; the record says no more."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from caucus import services
from caucus.models import Choice, LiveSpace
from caucus.services import doors as doors_service
from cop.audit.models import Entry
from cop.audit.services import record
from tests.caucus.live import address
from tests.caucus.world import (
    MINORITISED,
    WHITE,
    choose,
    end,
    session_with_spaces,
    space_in,
)
from tests.live import piece
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
LINK = "meet.example/seven"


@pytest.fixture
def there(cast, session):
    """Tom and Will are in one space, Amara and Rosa in the other; it has three ways in."""
    pk = space_in(session, WHITE).pk
    services.name_holder(actor=cast.actor("tom"), session=session, person=cast.bilal)
    services.set_doors(
        actor=cast.actor("tom"),
        session=session,
        doors={pk: f"https://{LINK}"},
        dial_ins={pk: "020 7946 0000, code 7"},
        rooms={pk: "Larch room"},
    )
    for name, key in (
        ("tom", WHITE),
        ("will", WHITE),
        ("amara", MINORITISED),
        ("rosa", MINORITISED),
    ):
        choose(cast.members[name], session, key)
    return session


def press(browser, session, door: str, **more: str):
    return browser.post(address(session, "caucus:door_pause"), {"door": door, **more})


def words(source: str) -> str:
    return " ".join(texts([parse(source)]))


def test_shut_and_open_again_in_one_tap_each(as_, there):
    will, tom, rosa = as_("will"), as_("tom"), as_("rosa")
    elsewhere = words(piece(rosa, there, "space"))
    [shut] = select(parse(piece(tom, there, "space")), "button[name=door]")
    assert (shut.get("value"), shut.get("formaction")) == (
        "shut",
        address(there, "caucus:door_pause"),
    )
    assert press(tom, there, "shut")["Location"] == address(there, "sessions_app:session_live")
    drawn = piece(will, there, "space")
    for way in (LINK, "020 7946", "Larch"):
        assert way not in drawn
    assert "The door is shut for a moment. Your facilitator will let you know" in words(drawn)
    offered = texts(select(parse(drawn), ".govuk-inset-text button"))
    assert offered == ["Go to everyone’s space", "Go to individual reflection"]
    assert select(parse(drawn), ".govuk-inset-text a[href*='support']")
    assert LINK in piece(tom, there, "space"), "who looks after it has the way in"
    assert words(piece(rosa, there, "space")) == elsewhere, "the others learn nothing"
    press(tom, there, "open", **{"from": "desk"})
    assert LINK in piece(will, there, "space")


def test_it_can_be_pressed_on_the_desk(as_, there):
    tom = as_("tom")
    [shut] = select(parse(piece(tom, there, "space", "session_desk")), "button[name=door]")
    assert shut.get("value") == "shut"
    gone = press(tom, there, "shut", **{"from": "desk"})
    assert gone["Location"] == address(there, "sessions_app:session_desk")


@pytest.mark.parametrize("name", ["will", "rosa", "bilal"])
def test_only_who_looks_after_a_space_and_is_in_it(as_, there, name):
    assert press(as_(name), there, "shut").status_code == 403
    assert not LiveSpace.objects.exists()
    assert not Entry.objects.filter(verb="pause_door").exists()


def test_a_facilitator_shuts_the_door_of_their_own_space_alone(as_, cast, there):
    amara = as_("amara")
    press(amara, there, "shut", space=str(space_in(there, WHITE).pk))
    assert LINK in piece(as_("will"), there, "space")
    [paused] = LiveSpace.objects.filter(is_paused=True)
    assert paused.space_id == space_in(there, MINORITISED).pk
    choose(cast.members["amara"], there, "reflection")
    assert press(amara, there, "open").status_code == 403, "there is nobody to look after"


def recorded(cast, session, name: str) -> list[tuple]:
    """What the record holds of one pausing, the moment and the row's number left out."""
    before = set(Entry.objects.values_list("pk", flat=True))
    services.pause_door(actor=cast.actor(name), session=session, is_paused=True)
    services.pause_door(actor=cast.actor(name), session=session, is_paused=True)
    entries = Entry.objects.exclude(pk__in=before).order_by("pk")
    found = list(entries.values_list("verb", "actor_key", "target_kind", "target_key", "fields"))
    services.pause_door(actor=cast.actor(name), session=session, is_paused=False)
    return found


def test_the_record_does_not_tell_which_door_nor_who(cast, there, monkeypatch):
    white, minoritised = recorded(cast, there, "tom"), recorded(cast, there, "amara")
    assert white == minoritised == [("pause_door", None, "session", str(there.pk), [])]
    assert Entry.objects.filter(verb="open_door", actor_key=None).count() == 2
    # Whoever facilitates a caucus is known for it: their key would say which door it was.
    tom = cast.actor("tom")
    monkeypatch.setattr(doors_service, "system_actor", lambda community: tom)
    assert recorded(cast, there, "tom") != white


@pytest.mark.django_db(transaction=True)
def test_the_space_and_the_record_share_no_transaction(cast, there):
    def shared() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM caucus_livespace l, audit_entry e"
                " WHERE l.xmin = e.xmin AND e.verb = 'pause_door'"
            )
            return bool(cursor.fetchone()[0])

    tom = cast.actor("tom")
    services.pause_door(actor=tom, session=there, is_paused=True)
    assert not shared()
    with transaction.atomic():
        LiveSpace.objects.update(is_paused=True)
        record(actor=cast.system, verb="pause_door", target=there)
    assert shared(), "in one transaction it would say which space it was"


def test_the_close_opens_every_door(cast, there):
    services.pause_door(actor=cast.actor("tom"), session=there, is_paused=True)
    end(cast, there)
    assert not LiveSpace.objects.exists()
    assert (
        not session_with_spaces(cast)
        .spaces.filter(pk__in=LiveSpace.objects.values("space"))
        .exists()
    )


def test_nobody_shuts_a_door_once_it_is_over(as_, cast, there):
    end(cast, there)
    assert press(as_("tom"), there, "shut").status_code == 302
    assert not LiveSpace.objects.exists()
    with pytest.raises(PermissionDenied):
        services.pause_door(actor=cast.actor("grace"), session=there, is_paused=True)


def test_a_shut_door_lets_nobody_in_and_nobody_out(as_, cast, there):
    """Whoever chose the space afterwards would read its notes; those inside stay, wherever."""
    services.pause_door(actor=cast.actor("tom"), session=there, is_paused=True)
    place = str(space_in(there, WHITE).pk)
    answers = {}
    for name in ("rosa", "bilal"):
        answers[name] = as_(name).post(address(there, "caucus:space_choose"), {"space": place})
        assert answers[name].status_code == 200
        assert "Nobody can come into this space at this moment." in words(
            answers[name].content.decode()
        )
        assert as_(name).get(address(there, "caucus:board")).status_code == (
            200 if name == "rosa" else 403
        )
    kept = dict(Choice.objects.filter(session=there).values_list("member__person", "space"))
    assert kept[cast.rosa.pk] == space_in(there, MINORITISED).pk, "she stays where she was"
    assert cast.bilal.pk not in kept
    inside = as_("will").post(address(there, "caucus:space_choose"), {"space": place})
    assert inside.status_code == 302
    services.leave_space(actor=cast.actor("tom"), session=there)
    choose(cast.members["tom"], there, WHITE)
    services.pause_door(actor=cast.actor("tom"), session=there, is_paused=False)
    choose(cast.members["rosa"], there, WHITE)
