"""The reminder plan: switched, edited with placeholders, looked at, and put back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.services import create_community
from sessions_app.enums import Moment
from sessions_app.models import OwnFormat, ReminderText, Session
from sessions_app.reminders import PLACEHOLDERS, SHIPPED, filled
from sessions_app.services import change_reminder
from tests.pages import parse, select, texts
from tests.sessions_app.plans import scheduled

PLAN = "/in/c/northern/reminders/"
TWO_DAYS = PLAN + "one_topic/two_days/"


@pytest.fixture
def session(cast) -> Session:
    return scheduled(cast, link="https://meet.example/plenary", dial_in="020 7946 0000")


def typed(words: str, **more: str) -> dict[str, str]:
    return {"is_on": "on", "words": words} | more


def kept() -> list[tuple[str, str, bool, str]]:
    return list(ReminderText.objects.values_list("format", "moment", "is_on", "words"))


def test_every_placeholder_is_filled_from_the_session(session):
    words = "\n".join(f"{name}={{{name}}}" for name in PLACEHOLDERS)
    url = f"/in/c/northern/sessions/{session.pk}/"
    lines = filled(words, session).split("\n")
    assert lines[0] == f"community={session.community.name}"
    assert lines[1:4] == [
        "day=Thursday 14 January 2027",
        "time=1pm to 3pm (GMT)",
        "place=Online",
    ]
    assert lines[4].endswith(url)
    assert lines[5] == "join=https://meet.example/plenary · 020 7946 0000"


def test_the_shipped_texts_name_no_unknown_placeholder_and_nothing_stays_in_braces(session):
    for moment in Moment:
        assert "{" not in filled(str(SHIPPED[moment]), session)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("See you at {tiem}", "{tiem} is no placeholder. These are: {community}, {day}, {time}"),
        ("{session.community.t_figures}", "{session.community.t_figures} is no placeholder"),
        ("{}", "{} is no placeholder"),
        ("{ day }", "{ day } is no placeholder"),
        ("See you {", "A brace stands alone"),
        ("{{day}}", "A brace stands alone"),
        ("x" * 2001, "at most 2000 characters"),
        ("The white caucus meets at {time}", "it never names a caucus or a space"),
        ("", "Write what it says"),
    ],
)
def test_what_cannot_leave_is_said_where_it_is_written(as_, cast, session, words, said):
    for button in ({}, {"preview": "1"}):
        page = as_("bilal").post(TWO_DAYS, typed(words, **button)).content
        assert said in " ".join(texts(select(parse(page), ".govuk-error-message")))
    assert kept() == []


def test_own_words_are_kept_shown_and_put_back(as_, cast, session):
    bilal = as_("bilal")
    looked = bilal.post(TWO_DAYS, typed("Bring tea on {day}.", preview="1")).content.decode()
    assert "Bring tea on Thursday 14 January 2027." in looked
    assert "When: Thursday 14 January 2027, 1pm to 3pm (GMT)" in looked
    assert kept() == []
    bilal.post(TWO_DAYS, typed("Bring tea on {day}."))
    assert kept() == [("one_topic", "two_days", True, "Bring tea on {day}.")]
    assert "Bring tea on Thursday" in bilal.get(TWO_DAYS).content.decode()
    assert "Own words" in bilal.get(PLAN).content.decode()
    bilal.post(TWO_DAYS, typed("whatever", reset="1"))
    assert kept() == [("one_topic", "two_days", True, "")]
    assert "meets in two days" in bilal.get(TWO_DAYS).content.decode()
    entry = Entry.objects.order_by("pk").last()
    assert (entry.verb, entry.target_kind, entry.fields) == ("change", "remindertext", ["words"])
    assert "tea" not in str([vars(entry) for entry in Entry.objects.all()])


def test_switched_off_and_the_shipped_words_are_no_words_of_one_s_own(as_, cast, session):
    shown = select(parse(as_("amara").get(TWO_DAYS).content), "textarea")[0].text_content()
    as_("amara").post(TWO_DAYS, {"words": shown.strip().replace("\n", "\r\n")})
    assert kept() == [("one_topic", "two_days", False, "")]
    before = Entry.objects.count()
    as_("amara").post(TWO_DAYS, {"words": shown})
    assert Entry.objects.count() == before
    row = texts(select(parse(as_("amara").get(PLAN).content), "tbody tr"))[0]
    assert row.count("Off: ") == 1


def test_text_is_text(as_, cast, session):
    as_("bilal").post(TWO_DAYS, typed("<script>alert(1)</script>\u202e{day}"))
    assert kept()[0][3] == "<script>alert(1)</script>{day}"
    page = as_("bilal").get(TWO_DAYS).content.decode()
    assert "<script>alert" not in page


def test_own_formats_have_plans_of_their_own_and_nothing_else_has_one(as_, cast, session):
    own = OwnFormat.objects.create(
        community=cast.community,
        copied_from="one_topic",
        name="Ours",
        grouping="caucuses",
        parts=[],
    )
    page = f"{PLAN}own-{own.pk}/morning/"
    assert as_("bilal").get(page).status_code == 200
    as_("bilal").post(page, typed("Today!"))
    assert kept() == [(f"own-{own.pk}", "morning", True, "Today!")]
    other = create_community(slug="other", name="Other")
    OwnFormat.objects.filter(pk=own.pk).update(community=other)
    for lost in (page, PLAN + "nothing/morning/", PLAN + "one_topic/sometime/"):
        assert as_("bilal").get(lost).status_code == 404


def test_before_a_session_is_planned_the_page_says_so(as_, cast):
    assert "As soon as a session is planned" in as_("bilal").get(TWO_DAYS).content.decode()


def test_co_chairs_and_the_secretary_alone(cast):
    given = {"format_key": "one_topic", "moment": "two_days", "is_on": True, "words": "Hi"}
    for name in ("rosa", "ines", "dana", "grace", "sam"):
        with pytest.raises(PermissionDenied):
            change_reminder(actor=cast.actor(name), **given)
    with pytest.raises(Refused, match="placeholder"):
        change_reminder(actor=cast.actor("bilal"), **given | {"words": "{x}"})


@pytest.mark.parametrize("number", [1, 10])
def test_the_plan_costs_the_same_queries(as_, cast, number, django_assert_num_queries):
    for one in range(number):
        OwnFormat.objects.create(
            community=cast.community,
            copied_from="one_topic",
            name=f"Format {one}",
            grouping="caucuses",
            parts=[],
        )
        ReminderText.objects.create(
            community=cast.community, format=f"own-{one}", moment="after", is_on=False
        )
        scheduled(cast, day=dt.date(2027, 1, 14) + dt.timedelta(days=one))
    client = as_("bilal")
    # The session and its person, the community, roles, membership; own formats, own reminders.
    with django_assert_num_queries(7):
        client.get(PLAN)
