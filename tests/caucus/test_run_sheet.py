"""The sheet on paper has the doors that can be used from paper, and says nothing of anybody."""

import re

import pytest
from django.urls import reverse

from caucus.models import Space
from tests.caucus.world import MINORITISED, WHITE, choose, fill, publish, space_in
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/own-meeting"
LINE = re.compile("_{20,}")


def sheet(as_, name: str, session) -> str:
    address = reverse("sessions_app:session_run_sheet", args=["northern", session.pk])
    answer = as_(name).get(address)
    assert answer.status_code == 200
    return " ".join(texts(select(parse(answer.content), "main"))[0].split())


def with_doors(session) -> None:
    Space.objects.filter(session=session).update(door=LINK)
    own = Space.objects.filter(session=session)
    own.filter(pk=space_in(session, MINORITISED).pk).update(room="Oak room")
    own.filter(pk=space_in(session, WHITE).pk).update(
        room="Elm room", dial_in="020 7946 0000, code 77"
    )


def test_rooms_and_telephones_are_printed_and_lines_where_nothing_is_known(as_, session):
    assert len(LINE.findall(sheet(as_, "amara", session))) == 3
    with_doors(session)
    page = sheet(as_, "amara", session)
    assert "Racially Minoritised Caucus: Oak room" in page
    assert "White Caucus: Elm room · by telephone: 020 7946 0000, code 77" in page
    assert "Individual reflection: ____" in page
    assert len(LINE.findall(page)) == 1


def test_no_meeting_link_of_a_space_is_on_paper(as_, session):
    with_doors(session)
    assert LINK not in sheet(as_, "amara", session)


def test_it_tells_of_nobody_and_is_the_same_for_whoever_prints_it(as_, cast, session):
    """R2, R9: neither whose it is, nor who looks after a space, nor how many are in one."""
    with_doors(session)
    before = sheet(as_, "amara", session)
    publish(cast, "amara", MINORITISED)
    choose(cast.members["amara"], session, MINORITISED)
    fill(cast, session, racially_minoritised=1, white=5)
    assert sheet(as_, "amara", session) == before
    assert sheet(as_, "tom", session) == before


def test_of_a_session_without_caucuses_there_are_no_doors(as_, session):
    type(session).objects.update(grouping="together")
    page = sheet(as_, "amara", session)
    assert "Read the doors" not in page
    assert not LINE.findall(page)
