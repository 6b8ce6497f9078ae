"""The invitations of a year just planned, sent in one go."""

import datetime as dt

import pytest

from cop.post.models import Message
from sessions_app.models import Invitation, Session
from sessions_app.services import send_invitations
from tests.pages import parse, select, texts
from tests.sessions_app.plans import JANUARY, plan, scheduled
from tests.sessions_app.years import address, choices, planned_year, row

pytestmark = pytest.mark.django_db
DAYS = (JANUARY, dt.date(2027, 3, 11), dt.date(2027, 5, 13))


def offered(client, cast) -> list[str]:
    page = parse(client.get(address(cast, "sessions_invite")).content)
    return texts(select(page, ".govuk-checkboxes__label"))


def test_planning_leads_there_and_those_ticked_leave(cast, as_):
    client = as_("tom")
    typed = choices(cast, number="2") | row(0, DAYS[0]) | row(1, DAYS[1]) | {"step": "save"}
    saved = client.post(address(cast), typed)
    assert saved["Location"] == address(cast, "sessions_invite")
    assert offered(client, cast) == [
        "Session 1: Thursday 14 January 2027, 1pm to 3pm (GMT)",
        "Session 2: Thursday 11 March 2027, 1pm to 3pm (GMT)",
    ]
    assert not Message.objects.exists()
    first = Session.objects.earliest("held_on")
    client.post(address(cast, "sessions_invite"), {"sessions": [first.pk]})
    assert set(Message.objects.values_list("mailing__about", flat=True)) == {f"session:{first.pk}"}
    assert Invitation.objects.exclude(sent_on=None).count() == 5
    assert offered(client, cast) == ["Session 2: Thursday 11 March 2027, 1pm to 3pm (GMT)"]


def test_whoever_facilitates_nothing_is_led_to_the_sessions(cast, as_):
    typed = choices(cast, number="1") | row(0, DAYS[0]) | {"step": "save"}
    saved = as_("amara").post(address(cast), typed)
    assert saved["Location"] == address(cast, "session_list")


def test_only_what_is_ahead_not_sent_and_theirs(cast, as_):
    _programme, sessions = planned_year(cast, *DAYS)
    scheduled(cast, title="Past", day=dt.date(2026, 11, 1))
    scheduled(cast, title="Of others", facilitators=(cast.amara,))
    Session.objects.filter(pk=sessions[1].pk).update(state="cancelled", cancel_reason="Snow.")
    send_invitations(actor=cast.actor("bilal"), session=sessions[2])
    assert [one.split(":")[0] for one in offered(as_("tom"), cast)] == ["Session 1"]
    assert [one.split(":")[0] for one in offered(as_("amara"), cast)] == ["Of others"]
    assert len(offered(as_("bilal"), cast)) == 2
    theirs = Session.objects.get(title="Of others")
    page = as_("tom").post(address(cast, "sessions_invite"), {"sessions": [theirs.pk]})
    assert page.context["form"].errors
    assert as_("rosa").get(address(cast, "sessions_invite")).status_code == 403


def test_all_or_none(cast, as_):
    _programme, sessions = planned_year(cast, *DAYS)
    Session.objects.filter(pk=sessions[2].pk).update(place="Room of the White Caucus")
    typed = {"sessions": [one.pk for one in sessions]}
    page = as_("tom").post(address(cast, "sessions_invite"), typed)
    (said,) = page.context["form"].non_field_errors()
    assert said.startswith("Session 3, Thursday 13 May 2027")
    assert not Message.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("number", [1, 10])
def test_queries(cast, as_, django_assert_num_queries, number):
    planned_year(cast, *(JANUARY + dt.timedelta(days=n) for n in range(number)))
    client = as_("tom")
    with django_assert_num_queries(17):
        page = client.get(address(cast, "sessions_invite"))
    assert len(page.context["sessions"]) == number


def test_titles_stay_on_the_page(cast, as_):
    planned_year(cast, JANUARY, title="<b>The White Caucus</b>")
    page = as_("tom").get(address(cast, "sessions_invite")).content.decode()
    assert "<b>The" not in page
    assert "Caucus" not in texts(select(parse(page), ".circle-card"))[0]
    assert plan(cast).place in texts(select(parse(page), ".circle-card"))[0]
