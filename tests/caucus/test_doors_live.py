"""Doors on the live page: one's own, while a part in caucuses runs, and nothing of anybody else."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caucus import services, ways_in
from caucus.live_pieces import spaces
from caucus.models import Choice, LiveSpace, Opening
from cop.core.errors import Refused
from cop.governance.models import Governance
from sessions_app.models import Session
from sessions_app.selectors import moment_of
from tests.caucus.live import address
from tests.caucus.world import (
    DURING,
    MINORITISED,
    WHITE,
    choose,
    fill,
    publish,
    session_with_spaces,
    space_in,
    visited_by_grace,
)
from tests.live import piece, revision
from tests.pages import parse, select, texts
from tests.sessions_app.plans import came

pytestmark = pytest.mark.django_db
ALL = (MINORITISED, WHITE, "everyone", "reflection")


def at(hour: int, minute: int) -> dt.datetime:
    return DURING.replace(hour=hour, minute=minute)


@pytest.fixture
def ways(cast, session):
    """Every space has its link, its number and its room; Bilal holds everyone's."""
    services.name_holder(actor=cast.actor("tom"), session=session, person=cast.bilal)
    ids = {key: space_in(session, key).pk for key in ALL}
    services.set_doors(
        actor=cast.actor("tom"),
        session=session,
        doors={pk: f"https://meet.example/door-{key}" for key, pk in ids.items()},
        dial_ins={pk: f"020 7946 0000, code 77{place}" for place, pk in enumerate(ids.values())},
        rooms={pk: f"Upstairs {key}" for key, pk in ids.items()},
    )
    return ids


def doors_in(source: str) -> list[str]:
    return sorted(set(re.findall(r"meet\.example/door-(\w+)", source)))


def words_of(source: str) -> str:
    return " ".join(texts([parse(source)]))


def test_the_door_is_there_while_a_part_in_caucuses_runs(as_, cast, session, ways, clock):
    choose(cast.members["rosa"], session, MINORITISED)
    rosa = as_("rosa")
    seen = {}
    for moment in (at(13, 9), at(13, 11), at(13, 50), at(14, 20), at(14, 45)):
        clock.move_to(moment)
        drawn = piece(rosa, session, "space")
        told = re.search(r"The door opens with[^.]*|The time in spaces[^.]*", words_of(drawn))
        seen[moment.strftime("%H:%M")] = (doors_in(drawn), told[0] if told else "")
        assert ("020 7946" in drawn) == ("Upstairs" in drawn) == bool(doors_in(drawn))
    assert seen == {
        "13:09": ([], "The door opens with “Caucuses”, at about 1:10pm"),
        "13:11": ([MINORITISED], ""),
        "13:50": ([], "The door opens with “Caucuses: reflect on what was heard”, at about 2:15pm"),
        "14:20": ([MINORITISED], ""),
        "14:45": ([], "The time in spaces is over for today"),
    }


def test_where_no_time_is_known_it_is_there_all_day(as_, cast, session, ways, clock):
    Session.objects.filter(pk=session.pk).update(starts_at=None)
    session.refresh_from_db()
    clock.move_to(at(9, 0))
    choose(cast.members["rosa"], session, WHITE)
    assert doors_in(piece(as_("rosa"), session, "space")) == [WHITE]


def test_who_goes_elsewhere_loses_one_door_and_has_the_other_at_once(as_, cast, session, ways):
    rosa = as_("rosa")
    for key in (*ALL, MINORITISED):
        before = revision(rosa, session, "space")
        gone = rosa.post(address(session, "caucus:space_choose"), {"space": ways[key]})
        assert gone["Location"] == address(session, "sessions_app:session_live")
        assert revision(rosa, session, "space") != before
        assert doors_in(piece(rosa, session, "space")) == [key]
        for page in ("sessions_app:session_live", "caucus:space_choose"):
            assert doors_in(rosa.get(address(session, page)).content.decode()) == [key]
    rosa.post(address(session, "caucus:space_choose"), {"leave": "1"})
    assert doors_in(piece(rosa, session, "space")) == []


def test_nothing_of_another_space_can_be_had(as_, cast, session, ways):
    """Every address of the day, with every value that means another space."""
    other = session_with_spaces(cast)
    choose(cast.members["rosa"], session, MINORITISED)
    rosa = as_("rosa")
    foreign = (ways[WHITE], WHITE, space_in(other, WHITE).pk)
    for name in ("sessions_app:session_live", "sessions_app:session_live_pulse"):
        for value in foreign:
            for field in ("space", "piece", "caucus"):
                answer = rosa.get(address(session, name), {field: value})
                assert answer.status_code in (200, 404)
                assert set(doors_in(answer.content.decode())) <= {MINORITISED}
    for name in ("sessions_app:session_desk", "sessions_app:session_desk_pulse"):
        assert rosa.get(address(session, name)).status_code == 403
    assert rosa.get(address(session, "caucus:space_setup")).status_code == 403
    for value in foreign[1:]:
        rosa.post(address(session, "caucus:space_choose"), {"space": value})
    pause = rosa.post(address(session, "caucus:door_pause"), {"door": "shut", "space": ways[WHITE]})
    assert pause.status_code == 403
    [choice] = Choice.objects.all()
    assert choice.space_id == ways[MINORITISED]
    assert not LiveSpace.objects.exists()


def without_names(source: str, names: dict[str, str]) -> str:
    found = words_of(source)
    for name in sorted(names, key=len, reverse=True):
        found = found.replace(name, names[name])
    return found


def test_every_space_is_spoken_of_in_the_same_words(as_, cast, session, ways):
    """All of the page but name, door, and who looks after it; reflection has one line more."""
    publish(cast, "amara", MINORITISED)
    publish(cast, "tom", WHITE)
    rosa, seen = as_("rosa"), {}
    fill(cast, session, racially_minoritised=3, white=3, everyone=3)
    for place, key in enumerate(ALL):
        choose(cast.members["rosa"], session, key)
        own = select(parse(piece(rosa, session, "space")), "#your-space")[0].getparent()
        said = " ".join(texts([own])).partition("Would you rather")[0]
        for name in (f"code 77{place}", f"Upstairs {key}", *texts(select(own, "h2"))):
            said = said.replace(name, "…")
        for name in ("Amara Osei", "Tom Hartley", "Bilal Rahman"):
            said = said.replace(name, "…")
        seen[key] = said
    assert seen[MINORITISED] == seen[WHITE] == seen["everyone"]
    assert seen["reflection"].startswith(seen[WHITE].partition(" Looking after")[0])


def lengths(browser, cast, session, drawn) -> set[int]:
    found = set()
    for key in ALL:
        choose(cast.members["rosa"], session, key)
        found.add(len(drawn(browser).encode()))
    return found


def test_the_piece_has_one_length_whatever_there_is_to_say(as_, cast, session, ways, monkeypatch):
    white = space_in(session, WHITE)
    white.caucus.name = "W" * 120
    white.caucus.save()
    hostile = {white.pk: "https://meet.example/" + "&" * 400}
    services.set_doors(actor=cast.actor("tom"), session=session, doors=hostile)
    cast.people["tom"].name = "<&>" * 30
    cast.people["tom"].save()
    publish(cast, "tom", WHITE)
    rosa = as_("rosa")

    def own(browser):
        return piece(browser, session, "space")

    assert len(lengths(rosa, cast, session, own)) == 1
    tom = actor_in_white(cast, session)

    def while_shut(browser):
        services.pause_door(actor=tom, session=session, is_paused=True)
        seen = own(browser)
        services.pause_door(actor=tom, session=session, is_paused=False)
        return seen

    assert len(lengths(rosa, cast, session, while_shut)) == 1
    monkeypatch.setattr(ways_in, "filling", lambda length: "")
    assert len(lengths(rosa, cast, session, own)) > 1, "what a careless page would have"


def actor_in_white(cast, session):
    choose(cast.members["tom"], session, WHITE)
    return cast.actor("tom")


def test_no_page_moves_because_somebody_chooses(as_, cast, session, ways, monkeypatch):
    choose(cast.members["rosa"], session, MINORITISED)
    rosa = as_("rosa")

    def moved() -> bool:
        Choice.objects.exclude(member=cast.members["rosa"]).delete()
        before = revision(rosa, session, "space")
        choose(cast.members["will"], session, WHITE)
        return revision(rosa, session, "space") != before

    assert not moved()
    monkeypatch.setattr(spaces, "_seen", lambda *_of: Choice.objects.count())
    assert moved(), "a page that goes by all choices would tell"


def test_a_door_that_is_shut_moves_every_page_alike(as_, cast, session, ways, monkeypatch):
    """Else whoever sees only which browsers are sent more would know who is behind that door."""
    choose(cast.members["rosa"], session, MINORITISED)
    choose(cast.members["will"], session, WHITE)
    browsers = {name: as_(name) for name in ("rosa", "will", "bilal")}

    def moved() -> set[str]:
        before = {name: revision(each, session, "space") for name, each in browsers.items()}
        actor = actor_in_white(cast, session)
        services.pause_door(actor=actor, session=session, is_paused=True)
        after = {name: revision(each, session, "space") for name, each in browsers.items()}
        services.pause_door(actor=actor, session=session, is_paused=False)
        return {name for name in browsers if before[name] != after[name]}

    assert moved() == set(browsers)
    own = spaces._key
    monkeypatch.setattr(
        spaces, "_seen", lambda _a, _s, _m, known: [own(each) for each in known if each.is_mine]
    )
    assert moved() == {"will"}, "a page that goes by its own space alone would tell"


def test_before_the_stage_all_doors_are_listed_to_who_is_checked_in(as_, cast, session, ways):
    Governance.objects.all().delete()
    came(session, cast.members["rosa"])
    assert doors_in(piece(as_("rosa"), session, "space")) == sorted(ALL)
    will = piece(as_("will"), session, "space")
    assert doors_in(will) == []
    assert "once you are checked in" in words_of(will)
    before = revision(as_("will"), session, "space")
    came(session, cast.members["will"])
    assert revision(as_("will"), session, "space") != before
    assert doors_in(piece(as_("will"), session, "space")) == sorted(ALL)
    assert not Choice.objects.exists()
    assert not Opening.objects.exists()


def test_listed_doors_too_are_there_only_while_the_part_runs(as_, cast, session, ways, clock):
    Governance.objects.all().delete()
    came(session, cast.members["rosa"])
    clock.move_to(at(13, 5))
    drawn = piece(as_("rosa"), session, "space")
    assert doors_in(drawn) == []
    assert "at about 1:10pm" in words_of(drawn)


def test_guests_have_no_piece_of_it(as_, cast, session, ways):
    visited_by_grace(cast, session)
    pulse = as_("grace").get(address(session, "sessions_app:session_live_pulse")).json()
    assert "space" not in pulse["pieces"]
    page = as_("grace").get(address(session, "sessions_app:session_live")).content.decode()
    assert doors_in(page) == []
    assert "White Caucus" not in page


def test_the_desk_says_what_each_space_sees_and_no_number(as_, cast, session, ways):
    amara = as_("amara")
    empty = piece(amara, session, "spaces", "session_desk")
    fill(cast, session, racially_minoritised=1, white=8)
    assert words_of(piece(amara, session, "spaces", "session_desk")) == words_of(empty)
    assert doors_in(empty) == []
    assert texts(select(parse(empty), "dd")) == ["Way in: meeting link · telephone · room"] * 4


@pytest.mark.parametrize("people", [1, 10])
def test_a_pulse_costs_the_same_for_all(as_, cast, session, ways, people):
    fill(cast, session, white=people)
    choose(cast.members["rosa"], session, WHITE)
    moment, rosa, will = moment_of(session), cast.actor("rosa"), cast.actor("will")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        spaces.own_space(rosa, session, moment)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        spaces.own_space(will, session, moment)
    assert len(asked) == 4, "not chosen: the spaces, checked in, anybody chosen, what was agreed to"


A, B = MINORITISED, WHITE


@pytest.mark.parametrize(
    ("ways_set", "words"),
    [
        ({"doors": {A: "http://meet.example/a"}}, "beginning with https://"),
        ({"doors": {A: "https://meet.example/a", B: "https://MEET.example/a/"}}, "same meeting"),
        ({"doors": {A: "https://meet.example/winter/"}}, "where all meet"),
        ({"dial_ins": {A: "020 1, code 5", B: "0201,  Code 5"}}, "same number"),
        ({"rooms": {A: "The Library", B: "the library"}}, "same room"),
        ({"rooms": {A: "R2"}}, "Say a little more"),
        ({"rooms": {A: "Online"}}, "where all meet"),
    ],
)
def test_a_way_in_leads_to_one_space(cast, session, ways_set, words):
    meant = {
        name: {space_in(session, key).pk: way for key, way in found.items()}
        for name, found in ways_set.items()
    }
    with pytest.raises(Refused, match=words):
        services.set_doors(actor=cast.actor("amara"), session=session, **({"doors": {}} | meant))


def test_all_ways_are_set_on_one_page_with_the_checklist_beside(as_, cast, session):
    page = parse(as_("amara").get(address(session, "caucus:space_setup")).content)
    ticks = select(page, "main input[type=checkbox]")
    assert len(ticks) == 5
    assert not any(tick.get("name") for tick in ticks), "not sent, so not stored"
    assert "owned by whoever looks after it" in " ".join(texts(select(page, "main")))
    pk = space_in(session, WHITE).pk
    long_link = "https://meet.example/" + "x" * 400
    sent = {f"door_{pk}": long_link, f"dial_in_{pk}": "020 1, 5", f"room_{pk}": "Oak room"}
    assert as_("amara").post(address(session, "caucus:space_setup"), sent).status_code == 302
    space = space_in(session, WHITE)
    assert (space.door, space.dial_in, space.room) == (long_link, "020 1, 5", "Oak room")
