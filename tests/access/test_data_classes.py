"""Who sees what, by content: every page is opened by everybody, and searched.

A world holds one unmistakable piece of each class of data; three moments of it are crawled. The
tables are those of the product: who must see the piece, and nobody else does.
"""

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from caucus import services as caucus
from caucus.models import Note
from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Community, User
from feedback.models import Slip
from reports.models import Report
from reports.services import begin_report, write_section
from sessions_app.models import Debrief, Reflection, Session
from tests.access.matrix import NAMES
from tests.access.urls_caucus import running
from tests.access.urls_reports import DATES
from tests.feedback import ballots, slips
from tests.people import Cast, sign_in
from tests.reports.editions import published
from tests.sessions_app.plans import came

BELONGING = frozenset(NAMES) - {"joy", "sam"}
CHAIRS = {"amara", "tom"}
READERS = {"amara", "tom", "bilal", "ines", "nkechi", "okafor", "dana"}

# What is planted: class → words that stand nowhere else.
PIECES = {
    "D1 contact": "rosa@example.org",
    "D1 name": "Rosa Delgado",
    "D1 access needs": "a chair near the quiet door",
    "D5 comment": "the heron on the canal bank",
    "D6 figures": "15 of 16",  # how many answered; of all sixteen the register says who came
    "D8 draft in a space": "whose lunch gets interrupted",
    "D8 private note": "the kettle is always left to me",
    "D9 share-back": "who is asked to take the minutes",
    "D10 debrief": "we began in a hurry, the two of us",
    "D10 own reflection": "my own voice was the loudest",
    "D10 released reflection": "the silence after the question was good",
    "D11 draft report": "a year of listening, in draft",
}


class World:
    """One community, with every class of data in it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        rosa = cast.members["rosa"]
        rosa.access_needs = PIECES["D1 access needs"]
        rosa.save()
        Community.objects.filter(pk=cast.community.pk).update(
            figures_rhythm="session", comments_rhythm="session"
        )
        self.session = running(cast)
        self.session.guests.create(person=cast.grace)
        self.session.invitations.create(member=rosa)
        came(self.session, *(cast.members[name] for name in ("amara", "rosa", "will")))
        self.people = ballots.members(cast.community, 16)
        ours, theirs = self.session.spaces.filter(caucus__isnull=False).order_by("caucus")
        listeners = [ballots.actor_of(member) for member in self.people[:8]]
        self.choose(ours.pk, cast.actor("amara"), cast.actor("rosa"), *listeners[:4])
        self.choose(theirs.pk, cast.actor("tom"), cast.actor("will"), *listeners[4:])
        self.share("amara", PIECES["D8 draft in a space"])
        Note.objects.create(
            session=self.session, space=ours, position=0, words=PIECES["D8 private note"]
        )
        self.survey = ballots.opened(cast.community, self.people, key="S9")
        for number, member in enumerate(self.people[:15]):
            label = ("white", "racially_minoritised")[number % 2]
            text = {"q2": PIECES["D5 comment"]} if number == 0 else {}
            given = ballots.answers(label, 1 + number // 2 % 5, **text)
            ballots.send(self.survey, ballots.collect(member, self.survey), given)
        report = begin_report(actor=cast.actor("bilal"), title="Our year", **DATES)
        self.report = report
        write_section(
            actor=cast.actor("bilal"),
            section=report.sections.get(kind="introduction"),
            body=PIECES["D11 draft report"],
        )

    def choose(self, space_id: int, *actors: Actor) -> None:
        for actor in actors:
            caucus.choose_space(actor=actor, session=self.session, space_id=space_id)

    def share(self, who: str, title: str) -> None:
        caucus.write_share_back(
            actor=self.cast.actor(who), session=self.session, themes=[caucus.Theme(title)]
        )

    def end_session(self) -> None:
        """It is over: Tom, published for the second caucus, has a draft; both have debriefed."""
        caucus.close_spaces(actor=self.cast.system, session=self.session)
        Session.objects.filter(pk=self.session.pk).update(ended_at=clock.now())
        self.session.refresh_from_db()
        publication = caucus.offer_publication(
            actor=self.cast.actor("amara"),
            caucus=self.cast.community.caucuses.all()[1],
            person=self.cast.tom,
        )
        caucus.accept_publication(actor=self.cast.actor("tom"), publication=publication)
        self.share("tom", PIECES["D9 share-back"])
        Debrief.objects.create(session=self.session, words=PIECES["D10 debrief"])
        self.reflect(self.cast.amara, PIECES["D10 own reflection"])

    def reflect(self, person: User, words: str, **released: bool) -> None:
        Reflection.objects.create(session=self.session, person=person, words=words, **released)

    def release(self) -> None:
        """What may be known is: share-back, figures, report, and what Tom wrote for himself."""
        self.reflect(self.cast.tom, PIECES["D10 released reflection"], for_evaluator=True)
        caucus.release_share_back(actor=self.cast.actor("tom"), session=self.session)
        ballots.count(self.survey)
        published(self.report)

    def review(self) -> None:
        """Two people have read the comment and released it as it is."""
        slips.released(self.cast, Slip.objects.get(question="2"))

    def ids(self) -> dict[str, Any]:
        """A value for every parameter of an address that the world has something for."""
        known = {
            "slug": self.cast.community.slug,
            "session_id": self.session.pk,
            "member_id": self.cast.members["rosa"].pk,
            "report_id": Report.objects.get(pk=self.report.pk).pk,
            "survey_id": self.survey.pk,
            "from_on": self.survey.period.from_on.isoformat(),
            "table": "attendance_by_session",
            "appointment_id": self.cast.okafor.appointments.get().pk,
            "unit_id": self.survey.pk,
            "code": self.survey.questionnaire,
            "question": "2",
        }
        slip = Slip.objects.filter(question="2").first()
        return known if slip is None else {**known, "slip_id": slip.pk}


def addresses(ids: dict[str, Any]) -> list[str]:
    """Every address whose parameters the world can fill in."""

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield f"{namespace}{pattern.name}"

    found = set()
    for name in walk(get_resolver().url_patterns):
        for values, pattern in (
            ({key: ids[key] for key in params if key in ids}, params)
            for *_rest, params in parameters(name)
        ):
            if set(values) == set(pattern):
                found.add(reverse(name, kwargs=values))
    return sorted(found)


def parameters(name: str) -> list[tuple[str, list[str]]]:
    """The parameters of each address of that name."""
    *spaces, last = name.split(":")
    resolver, fixed = get_resolver(), []
    for space in spaces:
        prefix, resolver = resolver.namespace_dict[space]
        fixed += re.findall(r"<(?:\w+:)?(\w+)>", str(prefix)) or re.findall(
            r"%\((\w+)\)s", str(prefix)
        )
    return [
        (template, sorted({*params, *fixed}))
        for possibilities, *_rest in resolver.reverse_dict.getlist(last)
        for template, params in possibilities
    ]


def words_of(response: Any) -> str:
    """Everything the answer says; what is packed is unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace")


def who_sees(world: World, within: str = "") -> dict[str, set[str]]:
    """For each piece, everybody who finds it on some page; None is somebody signed out."""
    seen: dict[str, set[str]] = {piece: set() for piece in PIECES}
    # Account pages are the person's own; the support desk is an administrator's.
    urls = [url for url in addresses(world.ids()) if not url.startswith("/in/account/")]
    assert len(urls) > 40, urls
    urls = [url for url in urls if within in url]
    for name in [*NAMES, None]:
        client = Client()
        if name:
            sign_in(client, world.cast.people[name])
        for url in urls:
            words = words_of(client.get(url))
            for piece, text in PIECES.items():
                if text in words:
                    seen[piece].add(name)
    return seen


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


ALWAYS = {
    "D1 contact": {"rosa", "bilal", "joy"},  # own, the secretary's, and accounts
    "D1 name": {
        "rosa",
        "bilal",
        *CHAIRS,
    },  # own, the secretary's, and the facilitators' of her session
    "D5 comment": set(),  # nobody, at any moment before the count
}


def test_while_the_session_runs(world: World):
    assert who_sees(world) == {
        **ALWAYS,
        "D1 access needs": {"rosa", *CHAIRS},  # own, and the facilitators' of her session
        "D6 figures": set(),
        "D8 draft in a space": {"amara", "rosa"},
        "D8 private note": {"amara", "rosa"},
        "D10 debrief": set(),  # written after the last part
        "D10 own reflection": set(),
        "D10 released reflection": set(),
        "D9 share-back": set(),
        "D11 draft report": READERS,
    }


def test_after_the_session(world: World):
    world.end_session()
    assert who_sees(world) == {
        **ALWAYS,
        "D1 access needs": {"rosa"},
        "D6 figures": set(),
        "D8 draft in a space": set(),
        "D8 private note": set(),
        "D10 debrief": CHAIRS,  # who facilitated
        "D10 own reflection": {"amara"},
        "D10 released reflection": set(),
        "D9 share-back": {"tom"},
        "D11 draft report": READERS,
    }


def test_once_it_is_released(world: World):
    world.end_session()
    world.release()
    assert who_sees(world) == {
        **ALWAYS,
        "D5 comment": {"ines"},  # the second reviewer reads what is put to her
        "D1 access needs": {"rosa"},
        "D6 figures": BELONGING - {"grace"},
        "D8 draft in a space": set(),
        "D8 private note": set(),
        "D10 debrief": CHAIRS,
        "D10 own reflection": {"amara"},
        "D10 released reflection": {"tom", "ines"},
        "D9 share-back": BELONGING,
        "D11 draft report": BELONGING,
    }


def test_once_it_is_reviewed(world: World):
    world.end_session()
    world.release()
    world.review()
    seen = who_sees(world, within="/results/")
    assert seen["D5 comment"] == {*CHAIRS, "ines", "nkechi", "dana"}, "it is D7 now"
