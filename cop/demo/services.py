"""Load the fictional year through the same services people use, and let days pass."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from caucus.models import Caucus
from caucus.services.publication import accept_publication, offer_publication
from caucus.services.share_back import Theme, release_share_back, write_share_back
from cop.core import clock
from cop.core.policy import Actor
from cop.demo import story
from cop.demo.afterwards import sum_up
from cop.demo.annual_report import begin_annual_report
from cop.demo.cast import CAST, NAME, SLUG
from cop.demo.newcomers import open_the_door
from cop.demo.people import name_organisations, say_about_themselves
from cop.demo.promises import keep_promises
from cop.demo.reviews import review_in_part
from cop.demo.story import CHAPTERS, RM, Chapter, Shared, W
from cop.demo.texts import load_texts
from cop.demo.topics import log_the_change_of_format, make_topics
from cop.governance.selectors import notice_print
from cop.governance.services import change_facts, confirm_notice, record_screening
from cop.members.models import Community, User
from cop.members.selectors import actor_in, system_actor
from cop.members.services import appoint, create_community
from cop.rights.services.retention import retain
from feedback.disclosure import Rhythm
from feedback.enums import SurveyState
from feedback.imports.importing import Span, import_responses
from feedback.models import Survey
from feedback.services.counting import count_due
from sessions_app.enums import Answer
from sessions_app.formats import FORMATS
from sessions_app.imports.register import import_register
from sessions_app.models import Session
from sessions_app.selectors import Plan
from sessions_app.services.answers import answer_invitation
from sessions_app.services.planning import schedule_session

DATA = Path(__file__).parent / "data"
PUBLISHED = {"amara.m01@example.org": RM, "tom.m02@example.org": W}
COMING = ("amara.m01", "tom.m02", "bilal.m03", "kwame.m06", "hannah.m07", "nadia.m11", "ruth.m12")


def load_demo() -> bool:
    """Load the community unless it is there; returns whether it was loaded. All or nothing.

    Everything goes through the services people and spreadsheets use, so that the demonstration
    can show nothing the program cannot do.
    """
    if Community.objects.filter(slug=SLUG).exists():
        return False
    with transaction.atomic():
        community = create_community(slug=SLUG, name=NAME)
        system = system_actor(community)
        _load_register(system)
        name_organisations(community)
        _appoint_cast(system)
        say_about_themselves(community)
        _open_stages(community)
        _name_facilitators(community)
        for chapter in CHAPTERS:
            _share(community, chapter)
        keep_promises(community)
        _plan_what_comes(community)
        _adopt_texts(community)
        _load_responses(system)
        review_in_part(community)
        make_topics(community)
        log_the_change_of_format(community)
        begin_annual_report(community)
        last = Session.objects.get(community=community, key=CHAPTERS[-1].key)
        sum_up(_actor(community, "amara.m01@example.org"), last)
        retain(community=community)
        open_the_door(
            [_actor(community, email) for email in PUBLISHED],
            _actor(community, "bilal.m03@example.org"),
        )
    return True


def _load_register(system: Actor) -> None:
    today = clock.today(system.community.time_zone)
    with tempfile.TemporaryDirectory() as folder:
        sessions = Path(folder) / "sessions.csv"
        with sessions.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["session", "starts_at", "minutes", "title", "format", "topics"])
            for number, chapter in enumerate(CHAPTERS):
                starts = f"{story.held_on(number, today)}T13:00"
                topics = ";".join(chapter.topics)
                writer.writerow([chapter.key, starts, 120, chapter.title, chapter.format, topics])
        import_register(
            actor=system,
            members_file=DATA / "members.csv",
            sessions_file=sessions,
            attendance_file=DATA / "attendance.csv",
            dry_run=False,
        )


def _appoint_cast(system: Actor) -> None:
    began = story.year_began_on(clock.today(system.community.time_zone))
    for part in CAST:
        for role in part.roles:
            appoint(actor=system, email=part.email, name=part.name, role=role, from_on=began)
    User.objects.update_or_create(
        email="joy@example.org", defaults={"name": "Joy Lindqvist", "is_staff": True}
    )


def _open_stages(community: Community) -> None:
    """What the controller, the officer and the co-chairs have decided."""
    amara = _actor(community, "amara.m01@example.org")
    change_facts(actor=amara, values=story.GOVERNANCE)
    record_screening(
        actor=_actor(community, "dana@example.org"),
        reference="",
        decision=story.SCREENING,
        decided_on=story.year_began_on(clock.today(community.time_zone)),
    )
    confirm_notice(actor=amara, seen=notice_print(community))


def _actor(community: Community, email: str) -> Actor:
    return actor_in(User.objects.get(email=email), community)


def _name_facilitators(community: Community) -> None:
    """The co-chairs offer each other to be named, and accept (R8)."""
    offers = [*PUBLISHED.items()]
    askers = [email for email, _caucus in reversed(offers)]
    for (email, key), asker in zip(offers, askers, strict=True):
        offer = offer_publication(
            actor=_actor(community, asker),
            caucus=Caucus.objects.get(community=community, key=key),
            person=User.objects.get(email=email),
        )
        accept_publication(actor=_actor(community, email), publication=offer)


def _share(community: Community, chapter: Chapter) -> None:
    session = Session.objects.select_related("community").get(community=community, key=chapter.key)
    speakers = {caucus: email for email, caucus in PUBLISHED.items()}
    for shared in chapter.shared:
        actor = _actor(community, speakers[shared.caucus])
        _write(actor, session, shared)


def _write(actor: Actor, session: Session, shared: Shared) -> None:
    themes = [Theme(title, body) for title, body in shared.themes]
    slot = shared.ask or shared.responsibility
    write_share_back(actor=actor, session=session, themes=themes, slot=slot)
    release_share_back(actor=actor, session=session)


def _plan_what_comes(community: Community) -> None:
    """Two sessions lie ahead; a few members have said they come to the first."""
    today = clock.today(community.time_zone)
    amara = _actor(community, "amara.m01@example.org")
    planners = User.objects.filter(email__in=PUBLISHED)
    one_topic = FORMATS["one_topic"]
    for number, title in enumerate(story.NEXT_TITLES):
        session = schedule_session(
            actor=amara,
            plan=Plan(
                title=title,
                day=story.next_on(number, today),
                time=dt.time(13),
                format=one_topic.key,
                parts=one_topic.parts,
                facilitators=tuple(planners),
                place="Online",
            ),
        )
        if number == 0:
            for name in COMING:
                member = _actor(community, f"{name}@example.org")
                answer_invitation(actor=member, session=session, answer=Answer.COMING)


def _adopt_texts(community: Community) -> None:
    """Most have read what was adopted; Priya has not begun, Peter not seen the second version."""
    load_texts(
        co_chair=_actor(community, "amara.m01@example.org"),
        readers=[_actor(community, f"{name}@example.org") for name in COMING],
        earlier=_actor(community, "peter.m10@example.org"),
        leading=_actor(community, "hannah.m07@example.org"),
    )


def _load_responses(system: Actor) -> None:
    """A year's answers, counted as one period that has just ended."""
    today = clock.today(system.community.time_zone)
    import_responses(
        actor=system,
        file=DATA / "responses.csv",
        release=Rhythm.PERIOD,
        span=Span(story.year_began_on(today), story.year_ended_on(today)),
    )


def let_feedback_close() -> int:
    """As if days had passed: close open feedback whose register is closed, and count it."""
    yesterday = clock.today(settings.TIME_ZONE) - dt.timedelta(days=1)
    closing = Survey.objects.filter(
        state=SurveyState.OPEN, session__register_closed_at__isnull=False
    ).update(closes_on=yesterday)
    if closing:
        count_due()
    return closing
