"""A visitor lets a session begin, and finds people in it."""

import pytest
from django.urls import reverse

from caucus.selectors import people_by_space
from cop.demo.cast import SLUG
from cop.demo.live import GOES, TITLE
from cop.demo.services import load_demo
from sessions_app.models import Attendance, Session

pytestmark = pytest.mark.usefixtures("demo_doors")


def test_a_session_begins_with_people_in_every_space_and_only_once(db, client):
    assert load_demo()
    for _twice in range(2):
        answer = client.post(reverse("demo:session"), follow=True)
        assert TITLE in answer.content.decode()
    session = Session.objects.get(community__slug=SLUG, title=TITLE)
    assert not session.has_begun
    assert Attendance.objects.filter(session=session).count() == 9
    people = people_by_space(session)
    assert sorted(people.values()) == sorted([*map(len, GOES.values()), 0])
