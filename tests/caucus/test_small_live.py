"""R9 on the live page: who is nearly alone is offered four ways, and nobody else learns of it."""

import pytest

from caucus import headcounts, selectors, services
from caucus.models import Choice
from tests.caucus.live import address
from tests.caucus.world import DURING, MINORITISED, WHITE, choose, fill, publish, space_in
from tests.live import piece, revision
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
OFFER = "Only you see this"
SMALL = "Fewer than 3 people are here"


@pytest.fixture
def held(cast, session):
    """Everyone's space is held, and ten are in one caucus."""
    services.name_holder(actor=cast.actor("tom"), session=session, person=cast.bilal)
    fill(cast, session, white=10)
    return session


def words(source: str) -> str:
    return " ".join(texts([parse(source)]))


def test_one_tap_for_each_way(as_, cast, held):
    publish(cast, "amara", MINORITISED)
    choose(cast.members["rosa"], held, MINORITISED)
    rosa = as_("rosa")
    drawn = parse(piece(rosa, held, "space"))
    offers = "section[aria-labelledby=small-space]"
    [said] = texts(select(drawn, offers))
    assert "stay, with Amara Osei: it is yours, however few you are" in said
    buttons = select(drawn, f"{offers} button")
    assert [(each.get("name"), each.get("value")) for each in buttons] == [
        ("space", str(space_in(held, "everyone").pk)),
        ("space", str(space_in(held, "reflection").pk)),
        ("leave", "dates"),
    ]
    for button in buttons[:2]:
        choose(cast.members["rosa"], held, MINORITISED)
        rosa.post(address(held, "caucus:space_choose"), {"space": button.get("value")})
        [choice] = Choice.objects.filter(member=cast.members["rosa"])
        assert str(choice.space_id) == button.get("value")
    gone = rosa.post(address(held, "caucus:space_choose"), {"leave": "dates"})
    assert gone["Location"].endswith("/sessions/")
    assert not Choice.objects.filter(member=cast.members["rosa"]).exists()


def test_who_looks_after_it_is_led_to_the_other_plan(as_, cast, held):
    publish(cast, "amara", MINORITISED)
    choose(cast.members["amara"], held, MINORITISED)
    drawn = piece(as_("amara"), held, "space")
    assert "follow the plan without inter-caucus dialogue" in words(drawn)
    assert "no reason is owed to anybody" in words(drawn)
    assert OFFER not in words(drawn), "what is offered to members is not offered to who stays"
    assert address(held, "sessions_app:session_desk") in drawn


def test_facilitators_do_not_count(as_, cast, held):
    fill(cast, held, racially_minoritised=1)
    for name in ("rosa", "amara", "tom"):
        choose(cast.members[name], held, MINORITISED)
    assert OFFER in words(piece(as_("rosa"), held, "space"))
    choose(cast.members["will"], held, MINORITISED)
    assert OFFER not in words(piece(as_("rosa"), held, "space"))


def test_it_is_said_while_people_are_in_their_spaces(as_, cast, held, clock):
    choose(cast.members["rosa"], held, MINORITISED)
    said = []
    for hour, minute in ((12, 30), (13, 5), (13, 30), (13, 50), (14, 20), (14, 50)):
        clock.move_to(DURING.replace(hour=hour, minute=minute))
        said.append(OFFER in words(piece(as_("rosa"), held, "space")))
    assert said == [False, False, True, False, True, False]


def seen_elsewhere(as_, held) -> list[str]:
    """All that those in the other spaces, and on the facilitators' screen, are shown."""
    return [
        words(piece(as_("will"), held, "space")),
        words(piece(as_("tom"), held, "space")),
        words(piece(as_("tom"), held, "space", "session_desk")),
        words(piece(as_("tom"), held, "spaces", "session_desk")),
        words(piece(as_("bilal"), held, "space")),
    ]


def test_nobody_else_sees_a_difference(as_, cast, held, monkeypatch):
    publish(cast, "tom", WHITE)
    for name, key in (("will", WHITE), ("tom", WHITE), ("bilal", "reflection")):
        choose(cast.members[name], held, key)
    choose(cast.members["rosa"], held, MINORITISED)

    def differs() -> bool:
        Choice.objects.filter(space=space_in(held, MINORITISED)).exclude(
            member=cast.members["rosa"]
        ).delete()
        small = seen_elsewhere(as_, held)
        assert OFFER in words(piece(as_("rosa"), held, "space"))
        for number in range(3):
            choose(cast.community.members.get(reference=f"REF{number}"), held, MINORITISED)
        return seen_elsewhere(as_, held) != small

    fill(cast, held, reflection=3)
    assert not differs()

    def careless(session, space):
        least = min(
            selectors.people_by_space(session)[one.pk]
            for one in selectors.spaces_of(session).filter(kind="caucus")
        )
        return None if least < 3 else least

    monkeypatch.setattr(selectors, "number_in", careless)
    assert differs(), "a page that goes by the smallest space would tell"


@pytest.mark.parametrize("people", [0, 1, 2])
def test_none_one_and_two_are_the_same_words(as_, cast, held, people):
    publish(cast, "amara", MINORITISED)
    choose(cast.members["amara"], held, MINORITISED)
    fill(cast, held, racially_minoritised=people)
    for page in ("session_live", "session_desk"):
        drawn = words(piece(as_("amara"), held, "space", page))
        assert SMALL in drawn
        assert "person is here" not in drawn


def test_a_facilitator_sees_no_number_but_their_own(as_, cast, held):
    publish(cast, "amara", MINORITISED)
    publish(cast, "tom", WHITE)
    fill(cast, held, racially_minoritised=4)
    choose(cast.members["amara"], held, MINORITISED)
    choose(cast.members["tom"], held, WHITE)
    for name, own, other in (
        ("amara", "4 people are", "10 people"),
        ("tom", "10 people", "4 people"),
    ):
        drawn = words(piece(as_(name), held, "space", "session_desk"))
        assert own in drawn
        assert other not in drawn
    choose(cast.members["amara"], held, WHITE)
    drawn = words(piece(as_("amara"), held, "space", "session_desk"))
    assert "people are here" not in drawn, "who goes from space to space collects no numbers"


def test_no_page_moves_at_the_instant_somebody_leaves(as_, cast, held, clock, monkeypatch):
    """Who saw it move would know who has just put their telephone away."""
    fill(cast, held, racially_minoritised=1)
    for name in ("rosa", "will"):
        choose(cast.members[name], held, MINORITISED)
    rosa = as_("rosa")

    def pages() -> tuple[str, str]:
        board = rosa.get(address(held, "caucus:board_pulse")).json()["revision"]
        return revision(rosa, held, "space"), board

    def moved_as_will_leaves() -> set[bool]:
        choose(cast.members["will"], held, MINORITISED)
        services.offer_to_speak(actor=cast.actor("will"), session=held, speaks=True)
        before = pages()
        choose(cast.members["will"], held, "reflection")
        return {page != was for page, was in zip(pages(), before, strict=True)}

    assert moved_as_will_leaves() == {False}
    before = pages()
    clock.shift(headcounts.STEP)
    assert not set(pages()) & set(before), "after a while they look again"
    assert OFFER in words(piece(rosa, held, "space"))

    def at_once(_now):
        return selectors.number_in(held, space_in(held, MINORITISED))

    monkeypatch.setattr(headcounts, "step", at_once)
    assert moved_as_will_leaves() == {True}
