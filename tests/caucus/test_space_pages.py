"""The page of one's space: one address, nothing filled in, nothing told of anybody else."""

import pytest
from django.urls import reverse

from caucus import services
from caucus.models import Choice
from tests.caucus.world import (
    AFTER,
    BEFORE,
    MINORITISED,
    WHITE,
    end,
    fill,
    publish,
    space_in,
)
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db


def url(session, name="space_choose"):
    kwargs = {"slug": session.community.slug, "session_id": session.pk}
    return reverse(f"caucus:{name}", kwargs=kwargs)


def live(session):
    return reverse("sessions_app:session_live", args=[session.community.slug, session.pk])


def show(browser, session):
    return parse(browser.get(url(session)).content)


def go(browser, session, key):
    return browser.post(url(session), {"space": space_in(session, key).pk})


def words(page) -> str:
    return " ".join(texts(select(page, "main")))


def test_every_space_is_offered_and_none_is_filled_in(as_, session):
    page = show(as_("rosa"), session)
    assert texts(select(page, ".govuk-radios__label")) == [
        "Racially Minoritised Caucus",
        "White Caucus",
        "Individual reflection",
    ]
    assert not select(page, "input[checked]")
    assert select(page, "form[autocomplete=off]")
    assert "Some of us belong in more than one place" in words(page)
    assert "note-taking programs" in words(page)


def test_after_choosing_the_session_goes_on(as_, cast, session):
    publish(cast, "tom", WHITE)
    services.set_doors(
        actor=cast.actor("tom"),
        session=session,
        doors={space_in(session, WHITE).pk: "https://meet.example/seven"},
    )
    browser = as_("will")
    assert "meet.example" not in browser.get(url(session)).content.decode()
    response = go(browser, session, WHITE)
    assert (response.status_code, response["Location"]) == (302, live(session))
    page = show(browser, session)
    assert texts(select(page, "#your-space")) == ["White Caucus"]
    assert select(page, "a[href='https://meet.example/seven'][rel~=noreferrer]")
    assert "Tom Hartley" in words(page)
    assert not select(page, "input[checked]"), "choosing again starts from nothing, too"
    assert not select(page, ".govuk-notification-banner"), "no message"


def test_the_title_is_the_same_wherever_somebody_is(as_, session):
    browser = as_("rosa")
    titles = {texts(select(show(browser, session), "title"))[0]}
    for key in (MINORITISED, WHITE, "reflection"):
        go(browser, session, key)
        titles.add(texts(select(show(browser, session), "title"))[0])
    assert titles == {"Your space – Practice Circle"}


def test_pages_have_one_length_and_are_stored_nowhere(as_, session):
    browser = as_("rosa")
    lengths = set()
    for key in (MINORITISED, WHITE, "reflection"):
        go(browser, session, key)
        response = browser.get(url(session))
        lengths.add(len(response.content))
        assert "no-store" in response["Cache-Control"]
    assert len(lengths) == 1


def test_a_member_steps_out(as_, session):
    browser = as_("rosa")
    go(browser, session, WHITE)
    browser.post(url(session), {"leave": "1"})
    assert not Choice.objects.exists()
    assert select(show(browser, session), ".govuk-radios")


def test_nothing_chosen_is_an_error_on_the_page(as_, session):
    page = parse(as_("rosa").post(url(session), {}).content)
    assert texts(select(page, ".govuk-error-message")) == [
        "Error: Choose a space, or leave this page as it is."
    ]


@pytest.mark.parametrize("nonsense", ["0", "999999", "white", "-1"])
def test_a_made_up_space_is_no_choice(as_, session, nonsense):
    assert as_("rosa").post(url(session), {"space": nonsense}).status_code == 200
    assert not Choice.objects.exists()


def test_before_the_day_the_page_says_when(as_, session, clock):
    clock.move_to(BEFORE)
    page = show(as_("rosa"), session)
    assert "from midday (GMT) on Thursday 14 January 2027" in words(page)
    assert not select(page, ".govuk-radios")
    go(as_("rosa"), session, WHITE)
    assert not Choice.objects.exists()


@pytest.mark.parametrize("how", ["ended", "time is up"])
def test_afterwards_the_page_no_longer_knows(as_, cast, session, clock, how):
    go(as_("will"), session, WHITE)
    if how == "ended":
        end(cast, session)
    else:
        clock.move_to(AFTER)
    page = show(as_("will"), session)
    assert "White" not in words(page)
    assert "over" in words(page)


def test_only_who_looks_after_one_space_sees_its_number(as_, cast, session):
    fill(cast, session, racially_minoritised=5, white=4, everyone=0, reflection=3)
    services.name_holder(actor=cast.actor("tom"), session=session, person=cast.bilal)
    publish(cast, "amara", MINORITISED)
    for name in ("amara", "rosa"):
        go(as_(name), session, MINORITISED)
    assert "6 people are here" in words(show(as_("amara"), session))
    assert "people are here" not in words(show(as_("rosa"), session))
    go(as_("bilal"), session, "everyone")
    assert "Fewer than 3 people are here" in words(show(as_("bilal"), session))


def test_a_facilitator_who_goes_from_space_to_space_collects_no_numbers(as_, cast, session):
    fill(cast, session, racially_minoritised=5, white=4, reflection=3)
    publish(cast, "amara", MINORITISED)
    seen = {}
    for name in ("tom", "amara"):
        for key in (MINORITISED, WHITE, "reflection"):
            go(as_(name), session, key)
            page = words(show(as_(name), session))
            assert ("You look after this space" in page) == (key != "reflection")
            seen[name, key] = "people are here" in page
    assert [pair for pair, is_shown in seen.items() if is_shown] == [("amara", MINORITISED)]


def test_a_small_space_is_told_to_the_person_alone(as_, cast, session):
    fill(cast, session, white=10)
    publish(cast, "amara", MINORITISED)
    go(as_("rosa"), session, MINORITISED)
    go(as_("amara"), session, MINORITISED)
    own = words(show(as_("rosa"), session))
    assert "Only you see this" in own
    assert "Go to individual reflection" in own
    assert "Go to everyone’s space" not in own, "nobody holds it today"
    facilitator = words(show(as_("amara"), session))
    assert "Fewer than 3 people are here" in facilitator
    assert "follow the plan without inter-caucus dialogue" in facilitator
    for name in ("tom", "will"):
        go(as_(name), session, WHITE)
        others = words(show(as_(name), session))
        assert "Fewer than 3" not in others
        assert "Only you see this" not in others


def test_everyones_space_is_offered_where_somebody_holds_it(as_, cast, session):
    services.name_holder(actor=cast.actor("tom"), session=session, person=cast.bilal)
    page = show(as_("rosa"), session)
    assert "Held today by Bilal Rahman" in words(page)
    go(as_("rosa"), session, MINORITISED)
    assert "Go to everyone’s space" in words(show(as_("rosa"), session))


def test_before_it_begins_nobody_is_told_that_they_are_few(as_, session, clock):
    clock.shift(-3600)
    go(as_("rosa"), session, MINORITISED)
    assert "Only you see this" not in words(show(as_("rosa"), session))


def test_doors_and_who_holds_everyones_space_are_set_on_one_page(as_, cast, session):
    door = f"door_{space_in(session, WHITE).pk}"
    sent = {door: "https://meet.example/one", "holder": cast.bilal.pk}
    assert as_("amara").post(url(session, "space_setup"), sent).status_code == 302
    assert space_in(session, WHITE).door == "https://meet.example/one"
    assert str(space_in(session, "everyone").holders.get().person) == "Bilal Rahman"
    page = parse(as_("amara").post(url(session, "space_setup"), {door: "no link"}).content)
    assert select(page, ".govuk-error-message")


def test_no_door_is_shown_to_somebody_who_has_not_chosen_it(as_, cast, session):
    services.set_doors(
        actor=cast.actor("amara"),
        session=session,
        doors={space_in(session, WHITE).pk: "https://meet.example/seven"},
    )
    go(as_("rosa"), session, MINORITISED)
    assert "meet.example/seven" not in as_("rosa").get(url(session)).content.decode()


@pytest.mark.parametrize("typed", ["1" * 5000, "-1", "٣", "one", ""])
def test_a_number_no_page_ever_sent_agrees_to_nothing_and_breaks_nothing(as_, cast, session, typed):
    url = reverse("caucus:space_choose", args=[session.community.slug, session.pk])
    assert as_("rosa").post(url, {"agree": typed}).status_code == 302
    assert not Choice.objects.exists()


def test_who_comes_late_is_told_of_no_restart_unless_they_ask(as_, session):
    for address in (live(session), url(session, "board")):
        page = parse(as_("rosa").get(address).content)
        said = [one for one in texts(select(page, "main p")) if "start again" in one]
        folded = select(page, "main details:not([open]) p")
        assert len(said) == 1
        assert said[0] in texts(folded)
