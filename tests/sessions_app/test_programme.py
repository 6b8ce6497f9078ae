"""The year to come, as members see it (R15)."""

import datetime as dt

import pytest
from django.urls import reverse

from cop.core.registry import panels_for
from sessions_app.models import Session
from tests.pages import parse, select, texts
from tests.sessions_app.plans import plan, scheduled

TODAY = dt.date(2026, 11, 22)


def page(cast):
    return reverse("sessions_app:programme_detail", args=[cast.community.slug])


def warned(cast, name="tom"):
    return [panel for panel in panels_for(cast.actor(name)) if panel.key == "programme"]


def test_all_that_lies_ahead_stands_in_words_with_what_changed(cast, as_):
    scheduled(cast, title="Winter", topics=("Listening well",))
    scheduled(cast, title="Last year", day=dt.date(2026, 11, 21))
    scheduled(cast, title="In over a year", day=dt.date(2027, 11, 23))
    summer = scheduled(cast, title="Summer", day=dt.date(2027, 7, 8), topics=())
    autumn = scheduled(cast, title="Autumn", day=dt.date(2027, 11, 22))
    Session.objects.filter(pk=summer.pk).update(state="cancelled", cancel_reason="Heat.")
    Session.objects.filter(pk=autumn.pk).update(moved_reason="The hall is closed.")
    html = as_("rosa").get(page(cast)).content.decode()
    months = texts(select(parse(html), "h2.circle-month"))
    assert months == ["January 2027", "July 2027", "November 2027"]
    for words in (
        "Thursday 14 January 2027, 1pm to 3pm (GMT)",
        "Thursday 8 July 2027, 1pm to 3pm (BST)",
        "About: Listening well",
        "Cancelled</strong> Heat.",
        "Moved to this date</strong> The hall is closed.",
        "The last session that is planned is on Tuesday 23 November 2027.",
    ):
        assert words in html
    assert "Last year" not in html
    assert "In over a year" in html


@pytest.mark.parametrize(
    ("day", "is_warned"),
    [(dt.date(2027, 5, 21), True), (dt.date(2027, 5, 22), False)],
)
def test_facilitators_are_warned_when_six_months_cannot_be_seen(cast, day, is_warned):
    scheduled(cast, day=day)
    assert bool(warned(cast)) is is_warned
    assert not warned(cast, "rosa")
    assert not warned(cast, "bilal")


def test_a_cancelled_session_is_no_programme(cast):
    session = scheduled(cast, day=dt.date(2027, 9, 9))
    assert not warned(cast)
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    assert "Nothing is planned" in warned(cast)[0].text


def test_nobody_is_warned_while_setting_up(cast):
    assert not warned(cast)


@pytest.mark.parametrize("number", [1, 10, 200])
def test_queries(cast, as_, django_assert_num_queries, number):
    one = scheduled(cast, day=TODAY)
    day = [TODAY + dt.timedelta(days=number) for number in range(number - 1)]
    Session.objects.bulk_create(
        Session(
            community=cast.community,
            key=f"X{n}",
            title="More",
            held_on=held_on,
            starts_at=one.starts_at,
            format=plan(cast).format,
        )
        for n, held_on in enumerate(day)
    )
    browser = as_("rosa")
    with django_assert_num_queries(8):
        html = browser.get(page(cast)).content.decode()
    assert html.count("circle-agenda__item") == number


def test_for_an_intranet_it_says_no_more_than_a_calendar_does(cast, as_):
    scheduled(cast, title="Winter <b>session</b>", place="Hall 2", topics=("Silence", "Whiteness"))
    scheduled(cast, title="The White Caucus meets", place="https://meet.example/x", topics=())
    slug = cast.community.slug
    html = as_("bilal").get(reverse("sessions_app:programme_file", args=[slug]))
    assert html.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in html.headers["Content-Disposition"]
    fragment = html.content.decode()
    assert [one.tag for one in parse(fragment)] == ["section"]
    assert texts(select(parse(fragment), "li")) == [
        "Thursday 14 January 2027, 1pm to 3pm (GMT): Winter <b>session</b>, Hall 2. About: Silence",
        "Thursday 14 January 2027, 1pm to 3pm (GMT): Session",
    ]
    for never in ("http", "href", "style", "script", "Caucus", "caucus", "reflection", "/in/"):
        assert never not in fragment
    page = as_("amara").get(reverse("sessions_app:programme_copy", args=[slug])).content
    assert texts(select(parse(page), ".govuk-inset-text li")) == [
        "Whiteness",
        "The White Caucus meets",
        "https://meet.example/x",
    ]
    assert texts(select(parse(page), "textarea")) == [" ".join(fragment.split())]
