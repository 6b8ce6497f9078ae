"""Time for feedback inside the session (R16): the way to the form, and on the desk its opening.

Neither says who has answered or how many: the pieces are the same before and after anybody did.
"""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from feedback.asked import members_asked
from feedback.models import Survey
from feedback.panels import not_opened_yet, to_give
from feedback.policies import can_open_survey, can_view_survey
from feedback.rules import is_open
from feedback.selectors import may_collect, survey_of
from feedback.services import why_not_openable
from sessions_app.enums import SegmentKind
from sessions_app.models import Session
from sessions_app.running import Moment


def register() -> None:
    """Enter them once, when the program starts."""
    live.member_pieces.append(time_for_feedback)
    live.desk_pieces.append(feedback_on_the_desk)
    live.before_ending.append(not_opened_yet)


def is_now(moment: Moment) -> bool:
    """Whether the part for feedback runs."""
    return moment.current is not None and moment.current.part.kind == SegmentKind.FEEDBACK


def time_for_feedback(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """The way to the form, as on the session's page: from its part on, or once it is open."""
    survey = survey_of(session)
    begun = is_now(moment) or (survey is not None and _is_behind(moment))
    sees = actor.belongs and bool(session.questionnaire) and begun
    is_to_come = survey is None and moment.is_over and _is_to_be_asked(actor, session)

    def context() -> dict[str, Any]:
        if is_to_come:
            return {"shown": True, "is_to_come": True}
        return {"is_now": is_now(moment), **_way_to(actor, session, survey)} if sees else {}

    said = live.revision(sees, is_to_come, is_now(moment), survey and survey.state)
    return [Piece("feedback", said, "feedback/live/_time.html", context)]


def _is_behind(moment: Moment) -> bool:
    """No part for feedback is still to come."""
    return all(each.part.kind != SegmentKind.FEEDBACK for each in moment.stretches)


def _is_to_be_asked(actor: Actor, session: Session) -> bool:
    """Whether a survey that opened now would ask this reader: who came, and does not facilitate."""
    if actor.member is None or not members_asked(session).filter(pk=actor.member.pk).exists():
        return False
    return not why_not_openable(session) and not shut_for(actor, Stage.LISTEN)


def _way_to(actor: Actor, session: Session, survey: Survey | None) -> dict[str, Any]:
    if survey is None or not can_view_survey(actor, survey) or not is_open(survey):
        return {"shown": True, "was_open": survey is not None}
    survey.session, survey.community = session, session.community
    return {
        "shown": True,
        "panel": to_give(actor, survey),
        "is_asked": may_collect(actor, survey),
    }


def feedback_on_the_desk(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """While its part runs one press opens it, before that a page which says what will happen.

    Afterwards that it is open, and no more than that.
    """
    survey = survey_of(session)
    has_begun = session.has_begun and not session.is_cancelled

    def context() -> dict[str, Any]:
        if not session.questionnaire:
            return {}
        if survey is not None:
            closes = date_format(survey.closes_on, "l j F")
            return {"shown": True, "survey": survey, "is_open": is_open(survey), "closes": closes}
        page = reverse("feedback:survey_open", args=[actor.community.slug, session.pk])
        return {"shown": True, "is_now": is_now(moment), "page": page, **_opening(actor, session)}

    said = live.revision(is_now(moment), has_begun, survey and survey.state)
    return [Piece("feedback", said, "feedback/live/_desk.html", context)]


def _opening(actor: Actor, session: Session) -> dict[str, Any]:
    """What stands in the way, said plainly, or the press."""
    if not can_open_survey(actor, session):
        return {"why_not": "", "may_open": False}
    shut = shut_for(actor, Stage.LISTEN)
    why_not = shut.html if shut else why_not_openable(session)
    return {"why_not": why_not, "may_open": not why_not}
