"""Calendar feeds: secret, revocable, neutral, and the same for everybody."""

import datetime as dt
import logging
import re

import pytest
from django.test import Client

from caucus.models import Caucus
from cop.audit.models import Entry
from cop.core.logs import WithoutSecrets
from cop.core.registry import Subject
from cop.members.models import Member
from cop.members.services import leave_community
from cop.rights.services import erase_own
from sessions_app.holdings import FEEDS
from sessions_app.models import CalendarFeed
from sessions_app.selectors import secret_sha
from sessions_app.services import cancel_session, make_feed, revoke_feed
from tests.calendars import Entry as CalendarEntry
from tests.calendars import assert_follows_rules, entry_of, read, unfolded
from tests.people import Cast
from tests.sessions_app.plans import END, START, scheduled

pytestmark = pytest.mark.django_db


def address(cast: Cast, name: str = "rosa", *, shared: bool = False) -> str:
    return f"/calendar/{make_feed(actor=cast.actor(name), shared=shared)}.ics"


def fetched(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert_follows_rules(text, method="PUBLISH", mailed=False)
    return text


def entries(path: str) -> list[CalendarEntry]:
    return [entry_of(event) for event in getattr(read(fetched(path)), "vevent_list", [])]


def test_a_feed_says_when_and_where_and_nothing_else(cast: Cast) -> None:
    session = scheduled(cast, link="https://meet.example/plenary", dial_in="0300 1")
    path = address(cast)
    (entry,) = entries(path)
    assert (entry.starts, entry.ends, entry.place) == (START, END, "Online")
    assert entry.summary == "Session of Northern Community of Practice"
    text = fetched(path)
    for word in ("Winter", "Listening", "meet.example", "0300", "Rosa", "rosa", "ATTENDEE"):
        assert word not in text
    assert f"/in/c/northern/sessions/{session.pk}/" in "".join(unfolded(text))


def test_entries_keep_their_identity_and_feeds_share_none(cast: Cast) -> None:
    scheduled(cast)
    rosa, will = address(cast, "rosa"), address(cast, "will")
    assert entries(rosa)[0].uid == entries(rosa)[0].uid
    assert entries(rosa)[0].uid != entries(will)[0].uid


def test_clock_changes_and_cancelled_sessions(cast: Cast) -> None:
    before = scheduled(cast, day=dt.date(2027, 3, 25))
    after = scheduled(cast, day=dt.date(2027, 4, 1))
    cancel_session(actor=cast.system, session=before, reason="Snow.")
    first, second = entries(address(cast))
    assert first.is_cancelled
    assert second.starts == dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)
    assert after.starts_at == second.starts


class TestSecret:
    def test_only_a_digest_is_kept_and_it_is_shown_once(self, cast: Cast, as_) -> None:
        browser = as_("rosa")
        page = browser.post("/in/c/northern/me/calendar/", {"do": "make"}).content.decode()
        (secret,) = set(re.findall(r"/calendar/([\w-]{43})\.ics", page))
        assert CalendarFeed.objects.get().secret_sha == secret_sha(secret)
        assert secret not in browser.get("/in/c/northern/me/calendar/").content.decode()
        assert secret not in str(list(CalendarFeed.objects.values()))
        assert Client().get(f"/calendar/{secret}.ics").status_code == 200

    def test_a_new_one_ends_the_old_and_revoking_ends_both(self, cast: Cast, as_) -> None:
        old, new = address(cast), address(cast)
        assert Client().get(old).status_code == 404
        assert Client().get(new).status_code == 200
        as_("rosa").post("/in/c/northern/me/calendar/", {"do": "revoke"})
        assert Client().get(new).status_code == 404
        assert not revoke_feed(actor=cast.actor("rosa"), shared=False)

    def test_it_ends_with_membership(self, cast: Cast) -> None:
        left, ended, erased = (address(cast, name) for name in ("rosa", "will", "bilal"))
        leave_community(actor=cast.actor("rosa"))
        Member.objects.filter(pk=cast.members["will"].pk).update(left_on="2026-11-01")
        bilal = cast.actor("bilal")
        erase_own(actor=bilal, subject=Subject(cast.community, bilal.person, bilal.member))
        assert [Client().get(path).status_code for path in (left, ended, erased)] == [404] * 3

    def test_no_log_holds_it(self, cast: Cast) -> None:
        path = address(cast)
        line = logging.LogRecord("django", 30, "", 0, "Not Found: %s", (path,), None)
        assert WithoutSecrets().filter(line)
        assert line.getMessage() == "Not Found: /calendar/….ics"

    def test_reading_knows_nobody(self, cast: Cast, as_) -> None:
        path = address(cast)
        answer = as_("will").get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"].startswith("private")

    def test_unchanged_is_not_sent_again(self, cast: Cast) -> None:
        session = scheduled(cast)
        path = address(cast)
        etag = Client().get(path)["ETag"]
        assert Client().get(path, headers={"if-none-match": etag}).status_code == 304
        cancel_session(actor=cast.system, session=session, reason="Snow.")
        assert Client().get(path, headers={"if-none-match": etag}).status_code == 200

    def test_the_record_knows_of_the_communitys_alone(self, cast: Cast) -> None:
        before = Entry.objects.count()
        address(cast)
        assert Entry.objects.count() == before
        address(cast, "bilal", shared=True)
        assert Entry.objects.count() == before + 1


def test_my_data_and_erasure(cast: Cast) -> None:
    path, shared = address(cast), address(cast, "amara", shared=True)
    subject = Subject(cast.community, cast.rosa, cast.members["rosa"])
    assert [row.keys() for row in FEEDS.export(subject)] == [{"made_on"}]
    assert FEEDS.erase(subject) == 1
    assert Client().get(path).status_code == 404
    assert Client().get(shared).status_code == 200
    outsider = Subject(cast.community, cast.grace, None)
    assert FEEDS.erase(outsider) == 0


def test_a_place_that_names_a_caucus_is_left_out(cast: Cast) -> None:
    scheduled(cast, place="Room of the White Caucus")
    scheduled(cast, place="Room 2", day=dt.date(2027, 2, 1))
    assert [entry.place for entry in entries(address(cast))] == ["", "Room 2"]


def test_a_feed_that_is_not_neutral_says_no_more_than_the_times(cast: Cast) -> None:
    scheduled(cast)
    Caucus.objects.filter(community=cast.community, key="white").update(singular="northern")
    cast.community.name = "Northern"
    cast.community.save()
    (entry,) = entries(address(cast))
    assert (entry.summary, entry.place) == ("Session", "")


@pytest.mark.parametrize("number", [1, 10])
def test_as_many_queries_for_a_year_as_for_a_day(
    cast: Cast, django_assert_num_queries, number: int
) -> None:
    for month in range(number):
        scheduled(cast, day=dt.date(2027, 1, 14) + dt.timedelta(days=28 * month))
    path = address(cast)
    with django_assert_num_queries(7):
        fetched(path)
