"""A whole session as people live it, for tests that then look for traces of it.

Nothing is written but over the pages, with what their own forms send.
"""

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from cop.members.models import Member
from sessions_app.enums import SegmentKind
from sessions_app.models import Session
from sessions_app.services import check_in
from tests.caucus.world import MINORITISED, WHITE, more_members, space_in
from tests.conftest import database_url
from tests.pages import parse, select, texts
from tests.people import Cast, sign_in
from tests.privacy.remains import BACKUP, run
from tests.sessions_app.plans import DOORS, START

SHARED = "who is asked to take the minutes"
VOICE = "What would help?"
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
    """Eight members and two facilitators, in both caucuses.

    ``where`` says who is in which: first who looks after it, then its members.
    """

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
        self.beside = f"and so is the washing up {mark}"
        self.draft = f"nobody is asked before the rota moves {mark}"
        self.struck = f"the joke in the corridor {mark}"
        self.before = f"the rota, as it was first put {mark}"
        self.reworded = f"what one of us did in June {mark}"
        self.addresses: list[str] = []
        self.backup = self.careless = Path()

    def standing(self) -> list[str]:
        """What stands on the boards while the caucuses are apart, and never leaves them."""
        return [self.note, self.beside, self.draft, self.struck]

    def private(self) -> list[str]:
        """All of it, with the wordings others took the place of."""
        return [*self.standing(), self.before, self.reworded]

    def browser(self, member: Member) -> Client:
        if member.pk not in self.browsers:
            self.browsers[member.pk] = Client()
            assert member.person is not None
            sign_in(self.browsers[member.pk], member.person)
        return self.browsers[member.pk]

    def url(self, name: str) -> str:
        return reverse(name, args=[self.cast.community.slug, self.session.pk])

    def get(self, member: Member, name: str, query: str = "") -> Any:
        answer = self.browser(member).get(self.url(name) + query)
        assert answer.status_code == 200, name
        return parse(answer.content)

    def send(self, member: Member, name: str, *, status: int = 302, **typed: Any) -> Any:
        answer = self.browser(member).post(self.url(name), typed)
        assert answer.status_code == status, (name, typed, answer.content.decode())
        self.addresses += [self.url(name), answer.headers.get("Location", "")]
        return answer

    def post(self, who: str, name: str, **typed: Any) -> None:
        self.send(self.cast.members[who], name, **typed)

    def press(self, member: Member, at: str, act: str, *, status: int = 302, **typed: Any) -> None:
        """Press a button of the board, in that place or beside those words; all else as drawn."""
        page = self.get(member, "caucus:board")
        places = select(page, "[data-item]")
        near = [one for one in places if at == one.get("data-item") or at in texts([one])[0]]
        drawn = [dict(form.form_values()) for one in near for form in one.iter("form")]
        form = next(form for form in drawn if form["act"] == act)
        self.send(member, "caucus:board", status=status, **(form | typed))

    def release(self, member: Member) -> None:
        """Read it through, then release what was read."""
        (form,) = select(self.get(member, "caucus:board", "?read=1"), "main form")
        self.send(member, "caucus:board", **dict(form.form_values()))

    def at(self, moment: str) -> None:
        self.clock.move_to(begins(self.session, moment))

    def come(self) -> None:
        """Everybody checks in and chooses; half of them first somewhere else."""
        self.clock.move_to(DOORS)
        check_in(actor=self.cast.actor("rosa"), session=self.session)
        for number, (key, member) in enumerate(
            (key, member) for key, members in self.where.items() for member in members
        ):
            for place in (["reflection"] if number % 2 else []) + [key]:
                self.send(member, "caucus:space_choose", space=space_in(self.session, place).pk)

    def look(self, *, board: int = 200) -> None:
        """Every page of the day, and what they ask for by themselves, in both caucuses."""
        mine = ("sessions_app:session_live", "caucus:space_choose", "caucus:findings_live")
        desk = ("sessions_app:session_desk", "sessions_app:session_desk_pulse")
        pulses = ("sessions_app:session_live_pulse", "caucus:board_pulse")
        for members in self.where.values():
            for member in members[:2]:
                assert self.browser(member).get(self.url("caucus:board")).status_code == board
                for name in (*mine, *pulses):
                    assert self.browser(member).get(self.url(name)).status_code == 200, name
        # By name, whatever their space: the record keeps who read that list first.
        for who in ("amara", "tom"):
            for name in desk:
                browser = self.browser(self.cast.members[who])
                assert browser.get(self.url(name)).status_code == 200, name

    def talk(self) -> None:
        """Notes, a draft of each caucus, points struck, signals, doors that are paused."""
        self.at(SegmentKind.CAUCUS)
        self._write_ours()
        self.write_theirs()
        self._say_quietly()
        self.look()

    def _write_ours(self) -> None:
        """Notes are changed, by two at once too; what stays is marked; a point is struck."""
        carer, member, another, third, *_rest = self.where[MINORITISED]
        self.press(member, "add_note", "add_note", words=self.note)
        self.press(another, "add_note", "add_note", words=self.before)
        self.press(third, self.before, "change_note", words=self.draft)
        # As from a page that was drawn before.
        late = {"revision": 1, "words": self.beside}
        self.press(another, self.draft, "change_note", status=200, **late)
        self.press(member, self.note, "mark_note")
        self.press(carer, "end", "give_aloud")
        self.press(carer, "end", "give_aloud")
        self.press(carer, self.draft, "put_note", place="first")
        heading = {"heading": "What we laugh at", "words": self.struck}
        self.press(carer, "second", "write_point", **heading)
        self.press(another, "second", "strike_point", place="second")
        self.press(member, "speak", "offer_to_speak")
        self.send(carer, "caucus:findings_live", agree="1")

    def write_theirs(self) -> None:
        """A point is struck, and reworded; a member offers to speak, then would rather not."""
        carer, member, another, *_rest = self.where[WHITE]
        self.press(carer, "first", "write_point", heading=self.reworded)
        self.press(another, "first", "strike_point", place="first")
        self.press(carer, "first", "write_point", heading=SHARED)
        for _press in range(2):
            self.press(member, "speak", "offer_to_speak")

    def _say_quietly(self) -> None:
        """Words with and without a name, and one taken back; one door is shut, one opened again."""
        signal, door = "caucus:signal_send", "caucus:door_pause"
        (ours, member, another, third, *_), (theirs, other, *_) = self.where.values()
        self.send(another, signal, status=200, kind="come")
        self.send(third, signal, status=200, kind="moment")
        self.send(member, signal, status=200, kind="moment", with_name="on")
        self.send(member, signal, status=200, back="moment")
        self.send(other, signal, status=200, kind="call")
        for carer, way in ((ours, "shut"), (ours, "open"), (theirs, "shut")):
            self.send(carer, door, **{"door": way, "from": "desk"})

    def see_to(self, words: str) -> None:
        """A facilitator sees to every quiet word that holds these."""
        carer = self.where[WHITE][0]
        seen = self.url("caucus:signal_seen")
        page = self.get(carer, "sessions_app:session_desk")
        for form in [form for form in page.forms if form.action == seen]:
            if words in form.text_content():
                self.send(carer, "caucus:signal_seen", **dict(form.form_values()))

    def back_up(self, folder: Path) -> None:
        """The shipped backup, in the middle of it all; and what one that leaves nothing out has."""
        url = database_url(connection.settings_dict["NAME"])
        self.backup = Path(run("sh", str(BACKUP), str(folder), DATABASE_URL=url))
        self.careless = folder / "careless.dump"
        run("pg_dump", "--format=custom", "--dbname", url, "--file", str(self.careless))

    def meet(self) -> None:
        """The second caucus releases, and asks something; the first leaves its draft."""
        carer = self.where[WHITE][0]
        self.see_to("asks you to come")
        self.release(carer)
        self.at(SegmentKind.INTER_CAUCUS)
        typed = {"kind": "question", "words": VOICE}
        self.send(carer, "caucus:voice_put", status=200, **typed)
        self.send(carer, "caucus:voice_put", put="1", **typed)
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
