"""What feedback puts on a session's page, into the navigation and on the health page."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import Answered, Panel
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from feedback.box.receipts import is_published
from feedback.enums import SurveyState
from feedback.models import Certificate, NextSteps, Survey
from feedback.policies import (
    can_open_survey,
    can_review_slips,
    can_view_certificate,
    can_view_comments,
    can_view_results,
    can_view_slips,
    can_view_survey,
)
from feedback.review.queue import bundles_for
from feedback.rules import is_open, last_day
from feedback.selectors import (
    boxes_not_opened,
    boxes_too_full,
    may_collect,
    overdue_keys,
    survey_of,
)
from feedback.services import why_not_openable
from sessions_app.models import Session


def results_entry(actor: Actor) -> list[tuple[str, str, str]]:
    """Whoever may read released figures finds them."""
    if not can_view_results(actor):
        return []
    return [(_("Results"), reverse("feedback:result_list", args=[actor.community.slug]), "results")]


def series_entries(actor: Actor) -> list[tuple[str, str, str]]:
    """What lies beyond one session: on the page of results."""
    if not can_view_results(actor):
        return []
    slug = actor.community.slug
    return [
        (_("Over a year"), reverse("feedback:result_year", args=[slug]), "year"),
        (_("Over time"), reverse("feedback:result_trend", args=[slug]), "trend"),
    ]


def reading_entries(actor: Actor) -> list[tuple[str, str, str]]:
    """The review, and what it released: on the page of results."""
    doors = (
        (can_view_slips, _("Review comments"), "review_list", "review"),
        (can_view_comments, _("Comments"), "comment_list", "comments"),
    )
    return [
        (label, reverse(f"feedback:{page}", args=[actor.community.slug]), key)
        for may, label, page, key in doors
        if may(actor)
    ]


def certificates_entry(actor: Actor) -> list[tuple[str, str, str]]:
    """Whoever answers for people's data finds what was found."""
    if not can_view_certificate(actor):
        return []
    url = reverse("feedback:certificate_list", args=[actor.community.slug])
    return [(_("Certificates of anonymity"), url, "anonymity")]


def health_numbers() -> dict[str, int]:
    """0, or somebody must look: keys that should be gone, and what the last look found."""
    newest = Certificate.objects.values_list("failed", flat=True).first()
    return {
        "keys overdue": len(overdue_keys()),
        "boxes not opened": boxes_not_opened(),
        "boxes too full": boxes_too_full(),
        "anonymity checks failed": newest or 0,
    }


def feedback_panels(actor: Actor, session: Session) -> list[Panel]:
    """To be opened, to be given, closed, or counted: one card, or none."""
    survey = survey_of(session)
    if survey is None:
        return _to_open(actor, session)
    survey.session, survey.community = session, session.community
    if not can_view_survey(actor, survey):
        return []
    if is_open(survey):
        return [to_give(actor, survey)]
    return _afterwards(actor, survey)


def answers_given(actor: Actor) -> list[Answered]:
    """What facilitators said follows from feedback, for those who may read it there."""
    if not can_view_results(actor):
        return []
    said = NextSteps.objects.filter(survey__community=actor.community)
    return [
        Answered(about=one.survey.name, words=one.text, on=one.survey.closes_on)
        for one in said.select_related("survey__session", "survey__community")
    ]


def review_panels(actor: Actor) -> list[Panel]:
    """How many comments wait for this reader: no more than the list of the review says."""
    if not can_view_slips(actor):
        return []
    first = can_review_slips(actor)
    waiting = sum(
        one.to_read + one.returned if first else one.proposed for one in bundles_for(actor)
    )
    if not waiting:
        return []
    return [
        Panel(
            title=_("Comments to review"),
            text=ngettext("%d comment waits for you.", "%d comments wait for you.", waiting)
            % waiting,
            url=reverse("feedback:review_list", args=[actor.community.slug]),
            label=_("Review comments"),
            key="review",
        )
    ]


def _to_open(actor: Actor, session: Session) -> list[Panel]:
    is_late = last_day(session) < clock.today(session.community.time_zone)
    if is_late or session.is_cancelled or not session.has_begun or not session.questionnaire:
        return []
    if not can_open_survey(actor, session):
        return []
    return [
        Panel(
            title=_("Feedback"),
            text=(
                _("Open it soon: it stays open until the end of %s.")
                % date_format(last_day(session), "l j F")
                if session.is_over
                else _("Open it while you are still together: people answer best in the room.")
            ),
            url=reverse("feedback:survey_open", args=[actor.community.slug, session.pk]),
            label=_("Open feedback"),
            key="feedback",
            is_next=session.is_over,
        )
    ]


def not_opened_yet(actor: Actor, session: Session) -> list[Panel]:
    """For whoever is about to end the session, where feedback could still be opened."""
    if shut_for(actor, Stage.LISTEN) or why_not_openable(session):
        return []
    title = _("Feedback has not been opened yet.")
    if not can_open_survey(actor, session):
        return [Panel(title, _("A co-chair, or somebody named as facilitator, opens it."))]
    return [
        Panel(
            title=title,
            text=_("People answer best while they are still together."),
            url=reverse("feedback:survey_open", args=[actor.community.slug, session.pk]),
            label=_("Open feedback"),
            key="feedback",
        )
    ]


def to_give(actor: Actor, survey: Survey) -> Panel:
    """The same before and after somebody answered: we cannot tell."""
    asked = may_collect(actor, survey)
    words = {"day": date_format(survey.closes_on, "l j F")}
    return Panel(
        title=_("How was it?") if asked else _("Feedback is open"),
        text=(
            _("Open until the end of %(day)s. Your answers are kept apart from your name.")
            if asked
            else _("Members who came can answer until the end of %(day)s.")
        )
        % words,
        url=reverse("feedback:survey_detail", args=[actor.community.slug, survey.pk]),
        label=_("Give feedback (about four minutes)") if asked else _("What people are asked"),
        key="feedback",
        is_next=asked,
    )


def _afterwards(actor: Actor, survey: Survey) -> list[Panel]:
    if survey.state == SurveyState.COUNTING:
        return [_counting(actor, survey)]
    if survey.state != SurveyState.COUNTED:
        return [Panel(_("Feedback is closed"), _("The box is shut and will be counted soon."))]
    panels = [_results(actor, survey)] if can_view_results(actor) else []
    if actor.member is not None and is_published(survey):
        panels.append(_counted(actor, survey))
    return panels


def _counting(actor: Actor, survey: Survey) -> Panel:
    may_look = can_view_results(actor)
    return Panel(
        title=_("Feedback is being counted"),
        text=_("The box is open, and all that is in it is being counted together."),
        url=(
            reverse("feedback:result_detail", args=[actor.community.slug, survey.pk])
            if may_look
            else ""
        ),
        label=_("See how far it is") if may_look else "",
        key="results",
    )


def _results(actor: Actor, survey: Survey) -> Panel:
    return Panel(
        title=_("What people said"),
        text=_("Feedback is counted. Small numbers stay hidden."),
        url=reverse("feedback:result_detail", args=[actor.community.slug, survey.pk]),
        label=_("See the results"),
        key="results",
    )


def _counted(actor: Actor, survey: Survey) -> Panel:
    """For every member alike: only their browser knows whether it has sent something."""
    return Panel(
        title=_("Was yours counted?"),
        text=_("If you gave feedback, your browser can tell. Nobody else can."),
        url=reverse("feedback:survey_detail", args=[actor.community.slug, survey.pk]),
        label=_("Look it up"),
        key="counted",
    )


def writes_to_who_came(session: Session) -> bool:
    """Whether a survey's own mails reach everybody who came; they carry the thanks."""
    return Survey.objects.filter(session=session).exclude(state=SurveyState.DRAFT).exists()
