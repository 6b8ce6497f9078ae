"""Planning a year: three pages, and all of it stored at once or nothing."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.formats import ONE_TOPIC
from sessions_app.models import Decision, MarkedDay, Programme, Session
from sessions_app.services import MOST_AT_ONCE, plan_programme
from tests.at_once import at_once
from tests.pages import parse, select, texts
from tests.sessions_app.plans import JANUARY, plan, scheduled
from tests.sessions_app.years import address, choices, row, rows, starting

pytestmark = pytest.mark.django_db
MARCH = dt.date(2027, 3, 11)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def proposed(client, cast, **changes) -> list[str]:
    """The dates of the second page, in words."""
    page = client.post(address(cast), choices(cast, **changes))
    return [one.when.split(",")[0] for one in page.context["rows"]]


def errors_at(client, cast, typed, number=0) -> dict[str, list[str]]:
    page = client.post(address(cast), choices(cast) | typed | {"step": "check"})
    assert page.templates[0].name == "sessions_app/programme_dates.html"
    return {name: list(found) for name, found in page.context["rows"][number].form.errors.items()}


def test_three_steps_and_nothing_stored_before_the_last(cast, as_):
    client = as_("tom")
    assert "Step 1 of 3" in words(client.get(address(cast)))
    typed = choices(cast, number="2")
    dates = words(client.post(address(cast), typed))
    assert "Every two months, on the second Thursday" in dates
    typed |= rows(JANUARY, MARCH)
    check = words(client.post(address(cast), typed | {"step": "check"}))
    for said in (
        "Thursday 14 January 2027, 1pm to 3pm (GMT)",
        "Thursday 11 March 2027, 1pm to 3pm (GMT)",
        str(ONE_TOPIC.name),
        "120 minutes",
        "Tom Hartley",
        "https://meet.example/all",
        "Plan 2 sessions",
    ):
        assert said in check
    assert not Session.objects.exists()
    assert not Programme.objects.exists()
    client.post(address(cast), typed | {"step": "save"})
    programme = Programme.objects.get()
    assert (programme.title, programme.rhythm) == ("Our second year", "two_months")
    sessions = list(programme.sessions.all())
    assert [(one.key, one.title, one.held_on) for one in sessions] == [
        ("S1", "Session 1", JANUARY),
        ("S2", "Session 2", MARCH),
    ]
    assert {(one.link, one.place, one.minutes) for one in sessions} == {
        ("https://meet.example/all", "Online", 120)
    }
    assert Entry.objects.filter(verb="schedule").count() == 3


def test_back_keeps_what_was_typed(cast, as_):
    typed = choices(cast, number="2") | rows(JANUARY, MARCH) | {"row-1-title": "Spring"}
    client = as_("tom")
    back = client.post(address(cast), typed | {"step": "dates"}).content.decode()
    assert 'value="Spring"' in back
    back = client.post(address(cast), typed | {"step": "choices"}).content.decode()
    assert 'value="Our second year"' in back
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("quarterly", ["14 January 2027", "8 April 2027", "8 July 2027"]),
        ("two_months", ["14 January 2027", "11 March 2027", "13 May 2027"]),
        ("monthly", ["14 January 2027", "11 February 2027", "11 March 2027"]),
        ("fortnightly", ["14 January 2027", "28 January 2027", "11 February 2027"]),
    ],
)
def test_every_rhythm(cast, as_, rhythm, days):
    found = proposed(as_("tom"), cast, rhythm=rhythm, number="3")
    assert found == [f"Thursday {day}" for day in days]


def test_own_dates_several_on_a_day(cast, as_):
    client = as_("tom")
    typed = choices(cast, rhythm="own", number="2", start_day="", start_month="", start_year="")
    assert "Session 1: no date yet" in words(client.post(address(cast), typed))
    typed |= row(0, MARCH) | row(1, MARCH, time="4pm")
    check = words(client.post(address(cast), typed | {"step": "check"}))
    assert "More than one session of this plan is on this day." in check
    client.post(address(cast), typed | {"step": "save"})
    assert list(Session.objects.values_list("held_on", "starts_at__hour")) == [
        (MARCH, 13),
        (MARCH, 16),
    ]


@pytest.mark.parametrize(
    ("nation", "first", "days"),
    [
        # The gov.uk list: Good Friday 26 March in both; Easter Monday 29 March not in Scotland.
        ("ENG", dt.date(2027, 3, 12), ["12 March", "2 April", "9 April"]),
        ("SCT", dt.date(2027, 3, 12), ["12 March", "2 April", "9 April"]),
        ("ENG", dt.date(2027, 3, 15), ["15 March", "5 April", "12 April"]),
        ("SCT", dt.date(2027, 3, 15), ["15 March", "29 March", "12 April"]),
        ("ENG", dt.date(2027, 4, 19), ["19 April", "10 May", "17 May"]),
        ("", dt.date(2027, 4, 19), ["19 April", "3 May", "17 May"]),
    ],
)
def test_dates_go_round_the_nations_bank_holidays(cast, as_, nation, first, days):
    cast.community.nation = nation
    cast.community.save()
    typed = choices(cast, **starting(first, rhythm="fortnightly", number="3"))
    page = as_("tom").post(address(cast), typed)
    found = [one.when.split(",")[0].split(" ", 1)[1] for one in page.context["rows"]]
    assert found == [f"{day} 2027" for day in days]
    third = f"{first + dt.timedelta(14):%-d %B}"
    assert ("a bank holiday." in words(page)) is (third not in days)


def test_what_else_is_on_is_said(cast, as_):
    for name, kind, first, last in (
        ("Eid", "observance", MARCH, MARCH),
        ("Half term", "school_holiday", dt.date(2027, 1, 11), dt.date(2027, 1, 15)),
    ):
        MarkedDay.objects.create(
            community=cast.community, name=name, kind=kind, from_on=first, to_on=last
        )
    scheduled(cast, title="The old one", day=JANUARY, time=dt.time(14))
    scheduled(cast, title="An evening", day=MARCH, time=dt.time(18))
    page = as_("tom").post(address(cast), choices(cast, number="3"))
    first, second, third = (list(one.remarks) for one in page.context["rows"])
    assert first[0].endswith("Half term, until 15 January")
    assert first[1] == "At the same time as “The old one”, which begins at 2pm."
    assert second[0].endswith("Eid")
    assert second[1] == "On the same day as “An evening”."
    assert third == []


def test_a_row_left_out_and_a_rows_own_date(cast, as_):
    typed = choices(cast, number="3") | rows(JANUARY, MARCH, dt.date(2027, 5, 19))
    typed |= row(1, None, title="", leave_out="on") | {"step": "save"}
    as_("tom").post(address(cast), typed)
    assert [one.held_on for one in Session.objects.all()] == [JANUARY, dt.date(2027, 5, 19)]


def test_all_left_out_is_no_programme(cast, as_):
    typed = choices(cast, number="1") | row(0, MARCH, leave_out="on")
    page = as_("tom").post(address(cast), typed | {"step": "save"})
    assert "Leave in at least one session." in words(page)
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("day", "time", "field", "said"),
    [
        (dt.date(2027, 3, 28), "1:30am", "time", "clocks"),
        (dt.date(2027, 10, 31), "1:30am", "time", "clocks"),
        (dt.date(2026, 11, 21), "1pm", "day", "has passed"),
        (dt.date(2028, 12, 1), "1pm", "day", "within the next two years"),
        (None, "1pm", "day", "Date"),
        (MARCH, "lunch", "time", "1pm"),
    ],
)
def test_a_bad_date_is_refused_in_words_at_its_row(cast, as_, day, time, field, said):
    typed = {"number": "2"} | row(0, JANUARY) | row(1, day, time=time)
    found = errors_at(as_("tom"), cast, typed, 1)
    assert list(found) == [field]
    assert said in found[field][0]
    assert not Session.objects.exists()


def test_a_form_sent_twice_plans_once(cast, as_):
    client, typed = as_("tom"), choices(cast, number="1") | row(0, MARCH) | {"step": "save"}
    for _ in range(2):
        assert client.post(address(cast), typed).status_code == 302
    assert Session.objects.count() == 1
    client.post(address(cast), typed | {"form_key": str(uuid.UUID(int=8))})
    assert Session.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_plans_once(cast):
    key, plans = uuid.uuid4(), [plan(cast, topics=()), plan(cast, day=MARCH, topics=())]

    def save():
        actor = cast.actor("tom")
        plan_programme(actor=actor, title="Year", rhythm="own", plans=plans, form_key=key)

    assert at_once(save, save) == []
    assert (Programme.objects.count(), Session.objects.count()) == (1, 2)


def test_all_or_nothing(cast):
    last = plan(cast, title="Last", day=dt.date(2027, 3, 28), time=dt.time(1, 30))
    with pytest.raises(Refused, match="Last, Sunday 28 March 2027: "):
        plan_programme(
            actor=cast.actor("tom"),
            title="Year",
            rhythm="own",
            plans=[plan(cast, topics=()), last],
            form_key=uuid.uuid4(),
        )
    assert not Session.objects.exists()
    assert not Programme.objects.exists()
    assert not Entry.objects.filter(verb="schedule").exists()


def test_no_more_than_can_be_read(cast, as_):
    page = as_("tom").post(address(cast), choices(cast, number=MOST_AT_ONCE + 1))
    assert "number" in page.context["form"].errors
    for number in (0, MOST_AT_ONCE + 1):
        with pytest.raises(Refused, match="between one and 30"):
            plan_programme(
                actor=cast.actor("tom"),
                title="Year",
                rhythm="own",
                plans=[plan(cast)] * number,
                form_key=uuid.uuid4(),
            )


def test_the_parts_fill_the_length(cast, as_):
    client = as_("tom")
    typed = choices(cast, number="1", minutes="90") | row(0, MARCH)
    client.post(address(cast), typed | {"step": "save"})
    session = Session.objects.get()
    assert session.minutes == 90
    assert sum(part.minutes for part in session.segments.exclude(kind="debrief")) == 90
    page = client.post(address(cast), choices(cast, minutes="14"))
    assert "minutes" in page.context["form"].errors


def test_another_format_has_its_reason_once(cast, as_):
    scheduled(cast, title="Before", day=dt.date(2026, 12, 1))
    client, typed = as_("tom"), choices(cast, number="2", format="two_topics")
    page = client.post(address(cast), typed)
    assert "The session before, Before, had the format" in words(page)
    typed |= rows(JANUARY, MARCH) | {"format_reason": "People asked for it.", "step": "save"}
    assert client.post(address(cast), typed).status_code == 302
    decision = Decision.objects.get()
    assert decision.reason == "People asked for it."
    assert decision.session == Session.objects.get(held_on=JANUARY)


def test_what_was_typed_travels_escaped(cast, as_):
    evil = '"><script>alert(1)</script>'
    typed = choices(cast, number="1", title=evil, joining=evil) | row(0, MARCH, title=evil)
    for step in ("", "check", "dates", "choices"):
        page = as_("tom").post(address(cast), typed | {"step": step}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("link", "http://meet.example/all", "https://"),
        ("link", "javascript:alert(1)", "https://"),
        ("link", "https://meet.example/white-caucus", "never names a caucus"),
        ("place", "Room of the White Caucus", "never names a caucus"),
        ("dial_in", "0113 496 0000, ask for the White Caucus", "never names a caucus"),
    ],
)
def test_where_it_is_can_stand_in_mail(cast, as_, name, value, said):
    page = as_("tom").post(address(cast), choices(cast, **{name: value}))
    assert said in page.context["form"].errors[name][0]


@pytest.mark.parametrize("name", ["rosa", "bilal", "ines", "grace"])
def test_only_those_who_plan(cast, as_, name):
    assert as_(name).post(address(cast), choices(cast)).status_code in (403, 404)


@pytest.mark.parametrize("number", [1, 200])
def test_queries_of_the_dates(cast, as_, django_assert_num_queries, number):
    many_sessions(cast, number)
    client = as_("tom")
    with django_assert_num_queries(19):
        client.post(address(cast), choices(cast))


def many_sessions(cast, number, first=1) -> None:
    one = scheduled(cast)
    Session.objects.bulk_create(
        Session(
            community=cast.community,
            key=f"X{n}",
            title="More",
            held_on=JANUARY + dt.timedelta(days=n),
            starts_at=one.starts_at + dt.timedelta(days=n),
            format="one_topic",
        )
        for n in range(first, number)
    )


@pytest.mark.parametrize("number", [10, 200])
@pytest.mark.parametrize(("name", "queries"), [("tom", 9), ("rosa", 6), ("grace", 6)])
def test_queries_of_the_sessions_page(cast, as_, django_assert_num_queries, number, name, queries):
    many_sessions(cast, number)
    client = as_(name)
    with django_assert_num_queries(queries):
        page = client.get(address(cast, "session_list"))
    if name != "grace":
        assert len(select(parse(page.content), ".circle-agenda__item")) == number


@pytest.mark.parametrize("name", ["tom", "rosa"])
def test_queries_of_the_first_page(cast, as_, name):
    """As many as it takes (tests/home has the number): the same with 10 sessions as with 200."""
    client, asked = as_(name), []
    for first, number in ((1, 10), (20, 210)):
        many_sessions(cast, number, first)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("home:community", args=[cast.community.slug]))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def marked_days(cast, number) -> None:
    MarkedDay.objects.bulk_create(
        MarkedDay(
            community=cast.community, name=f"Day {n}", kind="other", from_on=MARCH, to_on=MARCH
        )
        for n in range(number)
    )


@pytest.mark.parametrize("number", [1, 10])
def test_queries_of_marked_days(cast, as_, django_assert_num_queries, number):
    marked_days(cast, number)
    client = as_("tom")
    with django_assert_num_queries(7):
        page = client.get(address(cast, "marked_day_list"))
    assert len(select(parse(page.content), ".circle-agenda__item")) == number


def test_marked_days_are_added_changed_and_removed(cast, as_):
    client, evil = as_("tom"), "<b>Half term</b>"
    typed = {"name": evil, "kind": "school_holiday", "to_on_day": "", "to_on_month": ""}
    typed |= {"to_on_year": "", "from_on_day": "11", "from_on_month": "3", "from_on_year": "2027"}
    add, shown = address(cast, "marked_day_add"), address(cast, "marked_day_list")
    assert client.post(add, typed).status_code == 302
    day = MarkedDay.objects.get()
    assert (day.from_on, day.to_on) == (MARCH, MARCH)
    page = client.get(shown).content.decode()
    assert "<b>Half" not in page
    assert texts(select(parse(page), "h2.circle-agenda__title")) == [evil]
    assert "on the list already" in words(client.post(add, typed))
    change = address(cast, "marked_day_change", day.pk)
    back = typed | {"to_on_day": "10", "to_on_month": "3", "to_on_year": "2027"}
    assert "comes before the first" in words(client.post(change, back))
    longer = typed | {"to_on_day": "14", "to_on_month": "3", "to_on_year": "2027"}
    client.post(change, longer | {"name": "Spring"})
    day.refresh_from_db()
    assert (day.name, day.to_on) == ("Spring", dt.date(2027, 3, 14))
    client.post(address(cast, "marked_day_remove", day.pk))
    assert not MarkedDay.objects.exists()
    verbs = ["create", "change", "delete"]
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-3:] == verbs


def test_the_days_of_a_year_are_added_once(cast, as_):
    client, shown = as_("tom"), address(cast, "marked_day_list")
    client.post(shown, {"year": "2027"})
    number = MarkedDay.objects.count()
    assert number > 20
    page = client.post(shown, {"year": "2027"}, follow=True)
    assert "All of them were on the list already." in words(page)
    assert MarkedDay.objects.count() == number
