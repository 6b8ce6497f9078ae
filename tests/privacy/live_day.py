"""A whole session as people live it, for tests that then look for traces of it."""

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from caucus import services
from caucus.enums import Place
from caucus.models import LiveSpace, Note, Point, Signal
from cop.members.models import Member
from sessions_app.enums import SegmentKind
from sessions_app.models import Session
from sessions_app.services import check_in
from tests.caucus.world import MINORITISED, WHITE, more_members, space_in
from tests.conftest import database_url
from tests.people import Cast, sign_in
from tests.privacy.remains import BACKUP, run
from tests.sessions_app.plans import DOORS, START

SHARED = "who is asked to take the minutes"
DEBRIEF = "we were late for the tangerine part"


def begins(session: Session, kind: str) -> dt.datetime:
    """A second into the first part of that kind."""
    minutes = 0
    for part in session.segments.all():
        if part.kind == kind:
            return START + dt.timedelta(minutes=minutes, seconds=1)
        minutes += part.minutes
    raise AssertionError(kind)


class Day:
    """Eight members and two facilitators, in all spaces; ``where`` says who was in which caucus."""

    def __init__(self, cast: Cast, session: Session, clock: time_machine.Traveller) -> None:
        self.cast, self.session, self.clock = cast, session, clock
        self.browsers: dict[int, Client] = {}
        crowd = more_members(cast, 8)
        ours = [cast.members["amara"], cast.members["rosa"], *crowd[:4]]
        theirs = [cast.members["tom"], cast.members["will"], *crowd[4:]]
        self.where = {MINORITISED: ours, WHITE: theirs}
        # Words that no other test has written to the same server's log of changes.
        mark = secrets.token_hex(6)
        self.note = f"the kettle is always left to me {mark}"
        self.draft = f"nobody is asked before the rota moves {mark}"
        self.struck = f"the joke in the corridor {mark}"
        self.backup = self.careless = Path()

    def private(self) -> list[str]:
        return [self.note, self.draft, self.struck]

    def browser(self, member: Member) -> Client:
        if member.pk not in self.browsers:
            self.browsers[member.pk] = Client()
            assert member.person is not None
            sign_in(self.browsers[member.pk], member.person)
        return self.browsers[member.pk]

    def url(self, name: str) -> str:
        return reverse(name, args=[self.cast.community.slug, self.session.pk])

    def post(self, who: str, name: str, **typed: Any) -> None:
        answer = self.browser(self.cast.members[who]).post(self.url(name), typed)
        assert answer.status_code == 302, (name, answer.content.decode())

    def at(self, moment: str) -> None:
        self.clock.move_to(begins(self.session, moment))

    def come(self) -> None:
        """Everybody checks in and chooses; half of them first somewhere else."""
        self.clock.move_to(DOORS)
        for number, (key, member) in enumerate(
            (key, member) for key, members in self.where.items() for member in members
        ):
            actor = self.cast.actor("rosa") if member is self.cast.members["rosa"] else None
            if actor:
                check_in(actor=actor, session=self.session)
            browser, url = self.browser(member), self.url("caucus:space_choose")
            for place in (["reflection"] if number % 2 else []) + [key]:
                space = space_in(self.session, place)
                assert browser.post(url, {"space": space.pk}).status_code == 302

    def look(self) -> None:
        """Every page of the day, and what they ask for by themselves, in both caucuses."""
        for member in [member for members in self.where.values() for member in members[:2]]:
            for name in ("session_live", "session_live_pulse"):
                answer = self.browser(member).get(self.url(f"sessions_app:{name}"))
                assert answer.status_code == 200
            assert self.browser(member).get(self.url("caucus:space_choose")).status_code == 200
        for who in ("amara", "tom"):
            for name in ("session_desk", "session_desk_pulse"):
                browser = self.browser(self.cast.members[who])
                assert browser.get(self.url(f"sessions_app:{name}")).status_code == 200

    def talk(self) -> None:
        """Notes, a draft of each caucus, a point struck, a signal, a door that is paused."""
        self.at(SegmentKind.CAUCUS)
        ours, theirs = (space_in(self.session, key) for key in self.where)
        Note.objects.create(session=self.session, space=ours, position=0, words=self.note)
        Signal.objects.create(session=self.session, space=ours, kind="come")
        Signal.objects.create(session=self.session, member=self.cast.members["will"], kind="call")
        LiveSpace.objects.update_or_create(
            space=theirs, defaults={"session": self.session, "is_paused": True}
        )
        for who, theme in (("amara", self.draft), ("tom", SHARED)):
            services.write_share_back(
                actor=self.cast.actor(who), session=self.session, themes=[services.Theme(theme)]
            )
        Point.objects.update_or_create(
            session=self.session,
            caucus=ours.caucus,
            place=Place.SLOT,
            defaults={"words": self.struck, "is_struck": True},
        )
        self.look()

    def back_up(self, folder: Path) -> None:
        """The shipped backup, in the middle of it all; and what one that leaves nothing out has."""
        url = database_url(connection.settings_dict["NAME"])
        self.backup = Path(run("sh", str(BACKUP), str(folder), DATABASE_URL=url))
        self.careless = folder / "careless.dump"
        run("pg_dump", "--format=custom", "--dbname", url, "--file", str(self.careless))

    def meet(self) -> None:
        """The second caucus releases, and asks something; the first leaves its draft."""
        services.release_share_back(actor=self.cast.actor("tom"), session=self.session)
        self.at(SegmentKind.INTER_CAUCUS)
        self.post("tom", "caucus:voice_put", kind="question", words="What would help?", put="1")
        self.look()

    def end(self) -> None:
        """Feedback is opened, the session ended, the debrief written."""
        self.at(SegmentKind.FEEDBACK)
        asked = self.session.questionnaire
        self.post("tom", "feedback:survey_open", asked=asked, desk="1")
        self.look()
        self.post("tom", "sessions_app:session_end")
        self.post("amara", "sessions_app:session_debrief", act="shared", revision=0, words=DEBRIEF)
        self.post("tom", "sessions_app:session_debrief", act="own", words="I am tired.")

    def live(self, folder: Path) -> None:
        self.come()
        self.talk()
        self.back_up(folder)
        self.meet()
        self.end()
        self.session.refresh_from_db()
