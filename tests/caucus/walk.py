"""A session from its invitation to the report, and what its pages say on the way."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import time_machine
from django.urls import reverse

from feedback.models import Survey
from feedback.services import count_survey, open_survey
from reports.services import approve_summary, begin_report, draft_summary
from reports.summaries import digest_of
from sessions_app.models import Session
from sessions_app.services import (
    answer_invitation,
    check_in,
    close_register,
    end_session,
    send_invitations,
    write_notes,
)
from tests.caucus.world import AFTER, BEFORE, DURING
from tests.feedback import ballots
from tests.pages import parse, select, texts
from tests.people import Cast

COUNTED = AFTER + dt.timedelta(days=60)


class Walk:
    """Six members answer, come and give feedback that states no caucus; Rosa comes too."""

    def __init__(self, cast: Cast, as_: Callable[..., Any], session: Session) -> None:
        self.cast, self.as_, self.session = cast, as_, session
        self.crowd = ballots.members(cast.community, 6)
        self.words: dict[str, str] = {}

    def said(self) -> dict[str, str]:
        """Walk it; the words of each page, without the frame every page of the site has."""
        with time_machine.travel(BEFORE, tick=False):
            self.invite()
        with time_machine.travel(DURING, tick=False):
            survey = self.meet()
        with time_machine.travel(AFTER, tick=False):
            self.sum_up()
        with time_machine.travel(COUNTED, tick=False):
            count_survey(survey_id=survey.pk)
            self.look("rosa", "feedback:result_detail", survey.pk)
            self.look("tom", "feedback:result_list")
            self.report()
        return self.words

    def look(self, who: str, name: str, *about: object) -> None:
        slug = () if name.startswith("box:") else (self.cast.community.slug,)
        page = self.as_(who).get(reverse(name, args=[*slug, *about]))
        assert page.status_code == 200, name
        self.words[f"{who} {name}"] = " ".join(texts(select(parse(page.content), "main")))

    def look_at_session(self, who: str, *names: str) -> None:
        for name in names:
            self.look(who, name, self.session.pk)

    def invite(self) -> None:
        self.look_at_session("tom", "sessions_app:session_invite", "sessions_app:session_guest_add")
        send_invitations(actor=self.cast.actor("tom"), session=self.session)
        for member in self.crowd:
            actor = ballots.actor_of(member)
            answer_invitation(actor=actor, session=self.session, answer="coming")
        self.look_at_session("rosa", "sessions_app:session_detail")

    def meet(self) -> Survey:
        for actor in (*map(ballots.actor_of, self.crowd), self.cast.actor("rosa")):
            check_in(actor=actor, session=self.session)
        self.look_at_session("amara", "sessions_app:session_detail", "feedback:survey_open")
        self.look_at_session("bilal", "sessions_app:session_meeting")
        survey = open_survey(
            actor=self.cast.system, session=self.session, asked=self.session.questionnaire
        )
        self.look("rosa", "feedback:survey_detail", survey.pk)
        self.look("rosa", "box:survey_landing", survey.pk)
        given = {"label": None, "ratings": {"a": 4}, "texts": {}}
        for member in self.crowd:
            ballots.send(survey, ballots.collect(member, survey), given)
        return survey

    def sum_up(self) -> None:
        tom, session = self.cast.actor("tom"), self.session
        end_session(actor=tom, session=session)
        close_register(actor=self.cast.actor("bilal"), session=session)
        write_notes(actor=tom, session=session, words="We begin on time.")
        draft = draft_summary(actor=tom, session=session)
        self.look_at_session("tom", "reports:summary_draft")
        seen = digest_of(draft.content)
        approve_summary(actor=self.cast.actor("amara"), session=session, seen=seen)
        self.look_at_session(
            "rosa", "reports:summary_read", "reports:catch_up", "sessions_app:session_detail"
        )

    def report(self) -> None:
        first = COUNTED.date().replace(month=1, day=1)
        bilal = self.cast.actor("bilal")
        report = begin_report(actor=bilal, title="A year", from_on=first, to_on=COUNTED.date())
        self.look("bilal", "reports:report_read", report.pk)
