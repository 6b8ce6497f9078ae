"""The page, and the file that is made of the same."""

import io
import json
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from caucus.models import Choice
from cop.core import registry
from cop.members.enums import Role
from cop.members.models import Community, Member
from cop.members.selectors import system_actor
from cop.members.services import appoint, save_member
from sessions_app.models import Attendance, Guest, Invitation
from tests.caucus.world import choose
from tests.feedback import ballots
from tests.pages import parse, select, texts
from tests.people import Cast, sign_in
from tests.rights.zelda import EMAIL, MARKS, zelda
from tests.sessions_app.plans import START, scheduled


def page_url(cast: Cast, name: str = "") -> str:
    return f"/in/c/{cast.community.slug}/my-data/{name}"


def browser(person: Any) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def unpacked(response: Any) -> tuple[dict[str, Any], str]:
    """The two files of the ZIP."""
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert sorted(archive.namelist()) == ["my-data.html", "my-data.json"]
        facts = json.loads(archive.read("my-data.json"))
        return facts, archive.read("my-data.html").decode()


def rows(facts: dict[str, Any], key: str) -> list[dict[str, Any]]:
    (one,) = [kept for kept in facts["kept"] if kept["key"] == key]
    return one["rows"]


def test_every_holding_is_on_the_page_with_its_words(cast: Cast, as_: Callable):
    body = as_("rosa").get(page_url(cast)).content.decode()
    page = parse(body)
    headings = {*texts(select(page, "h2")), *texts(select(page, "summary span"))}
    for holding in registry.holdings:
        assert holding.title in headings
    assert "What is not here, and why" in headings


def test_the_file_holds_the_persons_rows_exactly(cast: Cast):
    member = zelda(cast)
    session = ballots.session_with(cast.community, [member])
    Invitation.objects.create(session=session, member=member, answer="coming")
    facts, page = unpacked(browser(member.person).get(page_url(cast, "download/")))
    (entry,) = rows(facts, "membership")
    assert entry["reference"] == "REF-ZQ-77"
    assert entry["organisation"] == "Lighthouse Trust"
    assert entry["joined_on"] == "2020-01-01"
    assert entry["access_needs"] == "a quiet door"
    assert rows(facts, "attendance") == [{"session": "S1", "held_on": "2026-11-22"}]
    assert rows(facts, "invitations")[0]["answer"] == "Coming"
    for mark in MARKS:
        assert mark in page


def test_the_file_is_of_nobody_else(cast: Cast):
    member = zelda(cast)
    ballots.session_with(cast.community, [member, *cast.members.values()])
    facts, page = unpacked(browser(cast.rosa).get(page_url(cast, "download/")))
    for mark in (*MARKS, "Will Turner", "bilal@example.org", "tom@example.org"):
        assert mark not in page
        assert mark not in json.dumps(facts)


class Outside(HTMLParser):
    """Everything a page would fetch, and its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "img", "iframe", "object", "form"}:
            self.fetched.append(tag)
        self.fetched += [str(value) for name, value in attrs if name in {"src", "action"}]
        self.fetched += [
            str(value) for name, value in attrs if name == "href" and not str(value).startswith("#")
        ]
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)


def test_the_page_in_the_file_stands_alone(cast: Cast):
    _facts, page = unpacked(browser(cast.rosa).get(page_url(cast, "download/")))
    seen = Outside()
    seen.feed(page)
    assert seen.fetched == []
    assert "@import" not in page
    assert "url(" not in page
    assert seen.headings[0] == "h1"
    assert seen.headings.count("h1") == 1
    assert seen.headings.count("h2") == len(registry.holdings) + 1


def test_hostile_names_stay_text(cast: Cast):
    member = zelda(cast, name="<script>alert(1)</script>")
    client = browser(member.person)
    _facts, page = unpacked(client.get(page_url(cast, "download/")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in client.get(page_url(cast)).content.decode()


def test_ones_space_is_in_no_file_and_not_on_the_page(cast: Cast):
    """R3, with the choice stored: nobody's download, not even their own, says where."""
    import time_machine

    session = scheduled(cast)
    member = zelda(cast)
    with time_machine.travel(START):
        choose(member, session, "white")
        assert Choice.objects.count() == 1
        client = browser(member.person)
        facts, page = unpacked(client.get(page_url(cast, "download/")))
        body = client.get(page_url(cast)).content.decode()
    assert rows(facts, "choice") == []
    for text in (page, body, json.dumps(facts)):
        assert "White Caucus" not in text
        assert "nobody can find out where you were" in text


def test_a_collected_paper_changes_nothing_in_file_or_page(cast: Cast):
    member = zelda(cast)
    survey = ballots.opened(cast.community, [member, *ballots.members(cast.community, 6)])
    client = browser(member.person)
    before = unpacked(client.get(page_url(cast, "download/"))), visible(client, cast)
    ballots.send(survey, ballots.collect(member, survey), ballots.answers("white"))
    after = unpacked(client.get(page_url(cast, "download/"))), visible(client, cast)
    assert before == after
    assert rows(before[0][0], "asked")[0]["about"] == "S1"


def visible(client: Client, cast: Cast) -> str:
    (main,) = texts(select(parse(client.get(page_url(cast)).content), "main"))
    return main


def test_somebody_who_left_still_gets_theirs(cast: Cast):
    member = zelda(cast)
    member.left_on = member.joined_on
    member.save()
    client = browser(member.person)
    assert client.get(f"/in/c/{cast.community.slug}/").status_code == 404
    assert client.get(page_url(cast)).status_code == 200
    facts, _page = unpacked(client.get(page_url(cast, "download/")))
    assert rows(facts, "membership")[0]["name"] == "Zelda Quillfeather"
    home = client.get("/in/")
    assert page_url(cast) in home.content.decode()


def test_a_guest_and_somebody_with_a_role_alone_get_theirs(cast: Cast):
    session = scheduled(cast)
    Guest.objects.create(session=session, person=cast.grace)
    facts, _page = unpacked(browser(cast.grace).get(page_url(cast, "download/")))
    assert rows(facts, "parts")[0]["part"] == "Guest"
    facts, _page = unpacked(browser(cast.okafor).get(page_url(cast, "download/")))
    assert rows(facts, "roles")[0]["role"] == "Oversight chair"
    assert rows(facts, "membership") == []


def test_strangers_and_signed_out_people_find_nothing(cast: Cast, as_: Callable):
    for name in ("", "download/", "leave/", "erase/"):
        assert as_("sam").get(page_url(cast, name)).status_code == 404
        assert as_("joy").get(page_url(cast, name)).status_code == 404
        signed_out = as_(None).get(page_url(cast, name))
        assert signed_out.status_code == 302
        assert "/in/account/" in signed_out["Location"]


def test_the_file_asks_who_it_is_first(cast: Cast, as_: Callable):
    stale = as_("rosa", seconds_ago=3600, second_step=False)
    for name in ("download/", "erase/"):
        answer = stale.get(page_url(cast, name))
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]


def test_the_file_is_in_no_cache(cast: Cast, as_: Callable):
    assert "no-store" in as_("rosa").get(page_url(cast, "download/"))["Cache-Control"]


def test_what_another_community_knows_is_not_here(cast: Cast):
    member = zelda(cast)
    other = Community.objects.create(slug="southern", name="Southern Circle")
    south, _changed = save_member(
        actor=system_actor(other), reference="S-99", name="Zed Other", email=EMAIL
    )
    appoint(actor=system_actor(other), email=EMAIL, role=Role.OVERSIGHT_CHAIR, name="Zed Other")
    facts, page = unpacked(browser(member.person).get(page_url(cast, "download/")))
    text = json.dumps(facts) + page
    for mark in ("Zed Other", "S-99", "Southern Circle"):
        assert mark not in text
    assert rows(facts, "roles") == []
    body = browser(member.person).get(page_url(cast)).content.decode()
    assert "/in/c/southern/my-data/" in body
    assert south.reference not in body


@pytest.mark.parametrize("sessions", [1, 10])
def test_queries(cast: Cast, django_assert_num_queries: Callable, sessions: int):
    member = zelda(cast)
    for number in range(sessions):
        ballots.session_with(cast.community, [member], key=f"S{number}")
        session = member.attendances.latest("pk").session
        Invitation.objects.create(session=session, member=member, answer="coming")
    client = browser(member.person)
    client.get(page_url(cast))
    with django_assert_num_queries(50):
        client.get(page_url(cast))
    assert Attendance.objects.filter(member=member).count() == sessions
    assert Member.objects.filter(pk=member.pk).exists()
