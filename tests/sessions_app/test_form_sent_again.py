"""A plan of a year that is sent again: the same one is the same, another one is refused."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from cop.core.errors import Refused
from sessions_app.models import Programme, Session
from sessions_app.services import plan_programme
from tests.sessions_app.plans import plan

DAYS = (dt.date(2027, 1, 14), dt.date(2027, 3, 11))


def planned(cast, key, *days: dt.date) -> Programme:
    return plan_programme(
        actor=cast.actor("amara"),
        title="A year",
        rhythm="own",
        plans=[plan(cast, day=day) for day in days],
        form_key=key,
    )


def test_the_same_plan_is_planned_once(cast):
    key = uuid4()
    assert planned(cast, key, *DAYS) == planned(cast, key, *DAYS)
    assert Session.objects.count() == 2


def test_with_another_date_it_says_what_to_do_and_plans_nothing(cast):
    key = uuid4()
    planned(cast, key, *DAYS)
    with pytest.raises(Refused, match="saved before, with other dates"):
        planned(cast, key, *DAYS, dt.date(2027, 5, 13))
    assert Session.objects.count() == 2


def test_the_key_of_another_communitys_form_is_nobodys(cast):
    key = uuid4()
    Programme.objects.create(
        community=cast.community, title="A", rhythm="own", planned_on=DAYS[0], form_key=key
    )
    assert planned(cast, key, *DAYS).sessions.count() == 2


def test_a_first_day_in_the_year_9999_is_refused_in_words(cast, as_):
    typed = {"rhythm": "monthly", "start_day": "1", "start_month": "12", "start_year": "9999"}
    page = as_("amara").post(reverse("sessions_app:programme_plan", args=["northern"]), typed)
    assert "Choose a date within the next two years." in page.content.decode()
