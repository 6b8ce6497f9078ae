"""A share-back in the browser: written, read through, released, read by those who may."""

import pytest
from django.urls import reverse

from caucus import services
from caucus.models import Point, ShareBack
from caucus.panels import panels
from tests.caucus.world import (
    AFTER,
    MINORITISED,
    WHITE,
    choose,
    end,
    fill,
    publish,
    visited_by_grace,
)
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
TYPED = {
    "first_title": "Who is heard",
    "first_body": "Rosa said it first.",
    "second_title": "",
    "second_body": "",
    "slot": "Change the rota <b>now</b>",
}
RELEASE = {"release": "1", "voice": "facilitator"}


@pytest.fixture
def live(cast, session):
    """It runs, and Amara looks after the first caucus."""
    fill(cast, session, racially_minoritised=3, white=4)
    choose(cast.members["amara"], session, MINORITISED)
    return session


@pytest.fixture
def filled(cast, live):
    """It is over; Amara is published for the first caucus and Tom for the second."""
    publish(cast, "amara", MINORITISED)
    publish(cast, "tom", WHITE)
    end(cast, live)
    live.refresh_from_db()
    return live


def url(session, name):
    kwargs = {"slug": session.community.slug, "session_id": session.pk}
    return reverse(f"caucus:{name}", kwargs=kwargs)


def words(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def test_from_draft_to_release(as_, cast, filled):
    visited_by_grace(cast, filled)
    amara = as_("amara")
    response = amara.post(url(filled, "share_back_write"), TYPED)
    assert response["Location"] == url(filled, "share_back_release")
    preview = amara.get(url(filled, "share_back_release"))
    assert "a name like this: Rosa." in words(preview)
    assert "Does the caucus agree?" in words(preview)
    assert not ShareBack.objects.released().exists(), "looking releases nothing"
    response = amara.post(url(filled, "share_back_release"), RELEASE)
    assert response["Location"] == url(filled, "share_back_list")
    for name in ("rosa", "ines", "grace", "okafor"):
        page = as_(name).get(url(filled, "share_back_list"))
        assert "Who is heard" in words(page)
        assert "Change the rota <b>now</b>" in words(page), "typed marks are shown as typed"
        assert "A facilitator spoke" in words(page)
        assert "Amara" not in words(page)


def test_the_form_asks_each_caucus_for_its_slot(as_, filled):
    for name, label in (
        ("amara", "What we ask"),
        ("tom", "What we take responsibility for"),
    ):
        page = parse(as_(name).get(url(filled, "share_back_write")).content)
        labels = texts(select(page, "label[for=id_slot]"))
        assert labels == [label]


def test_the_draft_can_be_changed_and_thrown_away(as_, filled):
    amara = as_("amara")
    amara.post(url(filled, "share_back_write"), TYPED)
    page = parse(amara.get(url(filled, "share_back_write")).content)
    assert select(page, "#id_first_title")[0].get("value") == "Who is heard"
    amara.post(url(filled, "share_back_write"), TYPED | {"first_title": "Being heard"})
    assert [point.heading for point in Point.objects.exclude(place="slot")] == ["Being heard"]
    amara.post(url(filled, "share_back_release"), {"throw_away": "1"})
    assert not Point.objects.exists()


def test_an_empty_share_back_is_an_error_on_the_page(as_, filled):
    empty = dict.fromkeys(TYPED, "")
    page = as_("amara").post(url(filled, "share_back_write"), empty)
    assert "Nothing is written yet" in words(page)


def test_from_a_small_space_there_is_no_form(as_, cast, session):
    choose(cast.members["amara"], session, MINORITISED)
    publish(cast, "amara", MINORITISED)
    end(cast, session)
    page = as_("amara").get(url(session, "share_back_write"))
    assert "Nothing is shared from this space today" in words(page)
    assert not select(parse(page.content), "textarea")


def test_while_it_runs_all_are_led_to_one_page_whatever_their_space(as_, cast, live):
    for name in ("share_back_write", "share_back_release"):
        for who in ("amara", "rosa"):
            for response in (as_(who).get(url(live, name)), as_(who).post(url(live, name), TYPED)):
                assert response["Location"] == url(live, "board")
    assert not Point.objects.exists()
    end(cast, live)
    assert as_("rosa").get(url(live, "share_back_write")).status_code == 403


def test_the_set_up_card_says_what_is_set(as_, cast, live):
    def card():
        return next(one for one in panels(cast.actor("tom"), live) if one.key == "space_setup")

    assert "set for 0 of 2 spaces" in card().text
    assert "nobody holds it" in card().text
    space = live.spaces.get(caucus=cast.community.caucuses.all()[0])
    typed = {f"door_{space.pk}": "https://meet.example/one", "holder": str(cast.bilal.pk)}
    page = words(as_("tom").post(url(live, "space_setup"), typed, follow=True))
    assert "Saved." in page
    assert "Meeting links: set for 1 of 3 spaces." in page
    assert "Everyone’s space: held by Bilal Rahman." in page


def test_nothing_released_is_said_plainly(as_, filled):
    assert "Nothing is released from this session" in words(
        as_("rosa").get(url(filled, "share_back_list"))
    )


def test_guests_of_another_session_find_nothing(as_, filled):
    assert as_("grace").get(url(filled, "share_back_list")).status_code == 404


def test_no_message_rests_in_the_login(as_, filled):
    amara = as_("amara")
    amara.post(url(filled, "share_back_write"), TYPED)
    amara.post(url(filled, "share_back_release"), RELEASE)
    assert "_messages" not in amara.session


def test_the_session_page_leads_each_person_to_what_they_may_do(cast, live):
    def keys(name):
        return [panel.key for panel in panels(cast.actor(name), live)]

    assert keys("amara") == ["space_setup"], "choosing and drafting are on the session's live page"
    assert keys("rosa") == []
    assert keys("ines") == []
    services.write_share_back(
        actor=cast.actor("amara"), session=live, themes=[services.Theme("Who is heard")]
    )
    services.release_share_back(actor=cast.actor("amara"), session=live)
    assert keys("ines") == ["shared"]
    end(cast, live)
    live.refresh_from_db()
    assert keys("rosa") == ["shared"]
    publish(cast, "tom", WHITE)
    assert keys("tom") == ["share_back", "shared"]


def test_no_panel_names_a_caucus(cast, filled):
    for name in ("amara", "rosa", "ines"):
        for panel in panels(cast.actor(name), filled):
            text = f"{panel.title} {panel.text} {panel.url} {panel.label}".casefold()
            assert "white" not in text
            assert "minoritised" not in text


@pytest.mark.parametrize("caucuses", [1, 10])
def test_the_page_asks_as_often_for_ten_caucuses_as_for_one(
    as_, cast, session, caucuses, django_assert_num_queries
):
    for number in range(caucuses):
        caucus = cast.community.caucuses.create(
            position=number + 3, key=f"k{number}", name=f"Caucus {number}"
        )
        shared = ShareBack.objects.create(session=session, caucus=caucus)
        shared.themes.create(position=1, title=f"Theme {number}")
    ShareBack.objects.update(released_at=AFTER)
    browser = as_("rosa")
    with django_assert_num_queries(10):
        assert browser.get(url(session, "share_back_list")).content.count(b"Theme 0") == 1
