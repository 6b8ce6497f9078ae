"""What sessions put on the first page and into their own section: programme, topics, decisions."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import Panel
from sessions_app.live_page import LIVE
from sessions_app.models import Session
from sessions_app.policies import (
    can_change_reminders,
    can_debrief_session,
    can_follow_session,
    can_keep_next_steps,
    can_keep_own_feed,
    can_keep_shared_feed,
    can_run_session,
    can_schedule_session,
    can_send_several,
    can_view_decisions,
    can_view_formats,
    can_view_programme,
    can_view_reflections,
    can_view_topics,
    is_on,
    why_debrief_waits,
)
from sessions_app.selectors import is_planned_ahead, moment_of, newly_decided, planned_until
from sessions_app.services import why_not_reminded

DESK = "desk"
DEBRIEF = "debrief"
FRESH = dt.timedelta(days=7)


def entries(actor: Actor) -> list[tuple[str, str, str]]:
    """The pages the page of sessions leads on to."""
    doors = (
        (can_view_programme, _("The year’s programme"), "programme_detail", "programme"),
        (can_send_several, _("Send invitations"), "sessions_invite", "invitations"),
        (can_view_topics, _("Topics"), "topic_list", "topics"),
        (can_view_topics, _("You said, we did"), "topic_answers", "answered"),
        (can_view_decisions, _("Decisions"), "decision_list", "decisions"),
        (can_view_formats, _("Formats"), "format_list", "formats"),
        (can_change_reminders, _("Reminders"), "reminder_list", "reminders"),
        (can_keep_own_feed, _("Sessions in my calendar"), "feed_own", "feed"),
        (can_keep_shared_feed, _("The community’s calendar"), "feed_shared", "feed"),
    )
    return [
        (label, reverse(f"sessions_app:{page}", args=[actor.community.slug]), key)
        for may, label, page, key in doors
        if may(actor)
    ]


def own_entries(actor: Actor) -> list[tuple[str, str]]:
    """A member's own calendar feed, and what they mean to do."""
    if not can_keep_own_feed(actor):
        return []
    slug = actor.community.slug
    return [
        (_("Sessions in my calendar"), reverse("sessions_app:feed_own", args=[slug])),
        (_("My next steps"), reverse("sessions_app:next_step_list", args=[slug])),
    ]


def programme_panels(actor: Actor) -> list[Panel]:
    """R15: who plans sessions is warned when less than six months can be seen.

    Not before a first session is planned: until then setting up leads there.
    """
    if not can_schedule_session(actor):
        return []
    until = planned_until(actor.community)
    if is_planned_ahead(actor.community, until):
        return []
    if until is None and not Session.objects.filter(community=actor.community).exists():
        return []
    text = (
        _("Nothing is planned. Members need to see six months ahead to keep the time free.")
        if until is None
        else _(
            "The last session that is planned is on %s. Members need to see six months ahead to "
            "keep the time free."
        )
        % clock.date_in_words(until)
    )
    return [
        Panel(
            title=_("The programme ends within six months"),
            text=text,
            url=reverse("sessions_app:programme_plan", args=[actor.community.slug]),
            label=_("Plan a year"),
            key="programme",
        )
    ]


def live_panels(actor: Actor, session: Session) -> list[Panel]:
    """While people gather and are together, one page has all they need."""
    if not is_on(session) or not can_follow_session(actor, session):
        return []
    title = _("We are meeting")
    text = _("Where we are, what comes next, and the way in. The page goes on by itself.")
    if session.is_over:
        title, text = _("We have met"), _("The page of the session stays for a while.")
    url = reverse("sessions_app:session_live", args=[actor.community.slug, session.pk])
    label = _("Go to the session")
    return [Panel(title, text, url, label, key=LIVE, is_next=not session.is_over)]


def desk_panels(actor: Actor, session: Session) -> list[Panel]:
    """From an hour before until the end, whoever may run the session is led to its screen."""
    if not is_on(session) or not can_run_session(actor, session):
        return []
    return [
        Panel(
            title=_("Run this session"),
            text=_("What runs and what is next, more time, who is here, and the checklist."),
            url=reverse("sessions_app:session_desk", args=[actor.community.slug, session.pk]),
            label=_("Open the facilitators’ screen"),
            key=DESK,
            is_next=True,
        )
    ]


def reminder_panels(actor: Actor, session: Session) -> list[Panel]:
    """Today's reminder may not leave as it is worded: whoever may change the words is told."""
    reason = why_not_reminded(session) if can_change_reminders(actor) else ""
    if not reason:
        return []
    return [
        Panel(
            title=_("Today’s reminder has not left"),
            text=reason,
            url=reverse("sessions_app:reminder_list", args=[actor.community.slug]),
            label=_("Change the words"),
            key="reminder",
        )
    ]


def next_step_panels(actor: Actor, session: Session) -> list[Panel]:
    """In the week after a session: a quiet place for what one means to do."""
    ended = session.is_over and not session.is_cancelled
    is_new = clock.today(actor.community.time_zone) - session.held_on <= FRESH
    if not (ended and is_new and can_keep_next_steps(actor)):
        return []
    return [
        Panel(
            title=_("My next steps"),
            text=_("If you like, write down what you mean to do. Nobody else ever sees it."),
            url=reverse("sessions_app:next_step_list", args=[actor.community.slug]),
            label=_("Write it down"),
            key="next_steps",
        )
    ]


def answered_panels(actor: Actor) -> list[Panel]:
    """You said, we did: for members, while it is new. Who has read it is not kept."""
    if not actor.is_member:
        return []
    number = newly_decided(actor.community)
    if not number:
        return []
    return [
        Panel(
            title=_("You said, we did"),
            text=ngettext(
                "%d topic was answered in the last two weeks.",
                "%d topics were answered in the last two weeks.",
                number,
            )
            % number,
            url=reverse("sessions_app:topic_answers", args=[actor.community.slug]),
            label=_("Read what became of them"),
            key="answered",
        )
    ]


def debrief_panels(actor: Actor, session: Session) -> list[Panel]:
    """For those who facilitated: their debrief, once the session is over."""
    if not session.has_begun or not can_debrief_session(actor, session):
        return []
    if why_debrief_waits(session, moment_of(session)):
        return []
    return [
        Panel(
            title=_("Your debrief"),
            text=_("For those who facilitated: between you, and for yourself."),
            url=reverse("sessions_app:session_debrief", args=[actor.community.slug, session.pk]),
            label=_("Go to the debrief"),
            key=DEBRIEF,
            is_next=session.is_over,
        )
    ]


def reflections_entry(actor: Actor) -> list[tuple[str, str, str]]:
    """Whoever may read what facilitators released finds it beside the results."""
    if not can_view_reflections(actor):
        return []
    url = reverse("sessions_app:reflection_list", args=[actor.community.slug])
    return [(_("Facilitators’ reflections"), url, "reflections")]
