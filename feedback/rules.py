"""A survey's days, and what is frozen when it opens: thresholds, rhythms, caucuses, questions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cop.core import clock
from cop.members.models import Community
from feedback.box.responses import Asked
from feedback.disclosure import Parameters, Purpose, Rhythm
from feedback.enums import SurveyState
from feedback.models import Survey
from feedback.questionnaire import Questionnaire, parse
from sessions_app.models import Session
from sessions_app.policies import DAYS_AFTER

INSIDERS = 1
"""C: colleagues who may put together what they know of their own answers."""


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """A survey's rules. ``questions`` are the keys of the open questions asked, perhaps none.

    ``asked`` is the questionnaire as it stood at the opening. ``only_all``: totals of these answers
    were published before, so no part may stand beside them.
    """

    parameters: Parameters
    figures: Rhythm
    comments: Rhythm
    named: frozenset[str]
    caucuses: tuple[str, ...]
    questions: tuple[str, ...]
    asked: Questionnaire
    only_all: bool = False

    @property
    def is_released_by_session(self) -> bool:
        """Whether only waiting comments go to the survey's period."""
        return self.figures is Rhythm.SESSION and self.comments is Rhythm.SESSION

    @property
    def is_caucused(self) -> bool:
        """Whether people may state a caucus. Where not, no page about the survey speaks of any."""
        return bool(self.caucuses)

    def questions_for(self, purpose: Purpose) -> tuple[str, ...]:
        return tuple(key for key in self.questions if key in self.asked.keys_for(purpose))

    def as_json(self) -> dict[str, Any]:
        return {
            "t": self.parameters.t,
            "c": self.parameters.c,
            "t_text": self.parameters.t_text,
            "t_text_caucus": self.parameters.t_text_caucus,
            "figures": str(self.figures),
            "comments": str(self.comments),
            "named": sorted(self.named),
            "caucuses": list(self.caucuses),
            "questions": list(self.questions),
            "only_all": self.only_all,
        }


def last_day(session: Session) -> dt.date:
    """The last day on which feedback on the session can be opened and given."""
    return last_day_after(session.held_on)


def last_day_after(day: dt.date) -> dt.date:
    """The last day of feedback on what was held on that day."""
    return day + dt.timedelta(days=DAYS_AFTER)


def reminder_days(opens_on: dt.date, closes_on: dt.date) -> list[dt.date]:
    """The days on which everybody who came is reminded, fixed when a survey opens.

    One for a short survey: the day after it opened. From a week on two: its seventh day, and the
    day before its last.
    """
    day = dt.timedelta(days=1)
    is_long = closes_on - opens_on >= 7 * day
    days = {opens_on + 6 * day, closes_on - day} if is_long else {opens_on + day}
    return sorted(one for one in days if one <= closes_on)


def is_due(survey: Survey) -> bool:
    """Whether the survey's last day is past where its community is."""
    return survey.closes_on < clock.today(survey.community.time_zone)


def is_open(survey: Survey) -> bool:
    """Whether the survey gives out papers and takes envelopes today."""
    return survey.state == SurveyState.OPEN and not is_due(survey)


def rules_of(survey: Survey) -> SurveyRules:
    """The rules a survey was opened with."""
    frozen = survey.parameters
    return SurveyRules(
        parameters=Parameters(frozen["t"], frozen["c"], frozen["t_text"], frozen["t_text_caucus"]),
        figures=Rhythm(frozen["figures"]),
        comments=Rhythm(frozen["comments"]),
        named=frozenset(frozen["named"]),
        caucuses=tuple(frozen["caucuses"]),
        questions=tuple(frozen["questions"]),
        asked=parse(survey.asked),
        only_all=frozen.get("only_all", False),
    )


def parameters_of(community: Community) -> Parameters:
    """The community's thresholds as they are today."""
    return Parameters(community.t_figures, INSIDERS, community.t_text, community.t_text_caucus)


def strictest(several: Iterable[Parameters]) -> Parameters:
    """For surveys released together: every threshold as high as in any of them."""
    held = list(several) or [Parameters()]
    return Parameters(
        max(one.t for one in held),
        max(one.c for one in held),
        max(one.t_text for one in held),
        max(one.t_text_caucus for one in held),
    )


def asked_by(survey: Survey) -> Asked:
    """What a response to the survey may hold."""
    rules = rules_of(survey)
    return Asked(
        rules.caucuses,
        [one.key for one in rules.asked.statements],
        rules.questions,
        {one.key: [option.key for option in one.options] for one in rules.asked.choices},
    )
