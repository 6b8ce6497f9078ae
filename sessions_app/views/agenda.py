"""The agenda by month, and one session."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import Panel, panels_on, sections_within
from cop.documents.selectors import leading_in_words
from cop.members.selectors import actor_or_404
from sessions_app import policies
from sessions_app.forms.invitations import AnswerForm, answer_form
from sessions_app.models import Session
from sessions_app.panels import DEBRIEF, DESK
from sessions_app.selectors import (
    agenda_for,
    answer_counts,
    get_visible_session_or_404,
    guests_of,
    has_checked_in,
    is_full,
    is_guest_of,
    last_session_to_copy,
    number_at,
    parts_of,
    people_facilitating,
    place_in_queue,
    timed,
)
from sessions_app.services import read_needs, read_register

LEADING = (DESK, DEBRIEF)  # cards that stand first for whoever runs the session
# Of sessions later than that no answer is awaited until they are invited to.
ASKED_BEFORE = dt.timedelta(weeks=8)


@require_safe
def session_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda: what comes first, what was below."""
    actor = actor_or_404(request, slug)
    sessions = list(agenda_for(actor))
    for session in sessions:
        session.shows_answer = _shows_answer(actor, session)  # type: ignore[attr-defined]
    coming = [session for session in sessions if not session.is_over]
    past = [session for session in reversed(sessions) if session.is_over]
    context = {
        "nav_key": "sessions",
        "coming": by_month(coming),
        "past": by_month(past),
        "links": sections_within(actor, "sessions"),
        "can_schedule": policies.can_schedule_session(actor),
        "last": last_session_to_copy(actor) if policies.can_schedule_session(actor) else None,
    }
    return render(request, "sessions_app/session_list.html", context)


def _shows_answer(actor: Actor, session: Any) -> bool:
    """Whether the agenda says what the member answered, or that they are asked by now."""
    if not policies.can_answer_invitation(actor, session):
        return False
    soon = clock.today(actor.community.time_zone) + ASKED_BEFORE
    return session.own_answer or session.own_invited or session.held_on <= soon


def by_month(sessions: Iterable[Session]) -> list[tuple[str, list[Session]]]:
    """("January 2027", sessions) in the order given."""
    months = groupby(sessions, key=lambda session: date_format(session.held_on, "F Y"))
    return [(month, list(rows)) for month, rows in months]


@require_safe
def session_detail(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One session, with what this actor may see and do."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    form = answer_form(actor, session, from_profile=request.GET.get("needs") == "profile")
    return render(request, "sessions_app/session_detail.html", detail_context(actor, session, form))


def detail_context(actor: Actor, session: Session, form: AnswerForm) -> dict[str, Any]:
    """Everything the page of one session shows this actor."""
    parts = timed(parts_of(session), session.starts_at, actor.community.time_zone)
    may_see_debrief = policies.can_view_debrief(actor)
    own = _own(actor, session, form)
    panels, next_panel = _ordered(panels_on(actor, session), own)
    return {
        "nav_key": "sessions",
        "session": session,
        "topics": session.topics.all(),
        "parts": [part for part in parts if part.counts or may_see_debrief],
        "ended_early": _ended_early(session),
        "facilitators": people_facilitating(session),
        "guests": guests_of(session),
        "visits": is_guest_of(actor, session),
        "panels": panels,
        "next_panel": next_panel,
        "form": form,
        **own,
        **_duties(actor, session),
    }


def _ended_early(session: Session) -> str:
    """When it was ended by hand, where that is not as planned; "" otherwise."""
    ended, planned = session.ended_at, session.ends_at
    if ended is None or planned is None or ended >= planned:
        return ""
    return clock.instant_in_words(ended, session.community.time_zone)


def _ordered(panels: list[Panel], own: dict[str, Any]) -> tuple[list[Panel], Panel | None]:
    """The cards, what matters now before the rest, and the one whose button stands out.

    None stands out while an answer or the check-in is awaited. Whoever runs the session is led to
    its screen first, and to the debrief after the end.
    """
    now = [panel for panel in reversed(panels) if panel.is_next]
    now.sort(key=lambda panel: panel.key not in LEADING)
    panels = now + [panel for panel in panels if not panel.is_next]
    checks_in = own.get("is_open") and not own.get("is_here")
    is_awaited = checks_in or (own.get("can_answer") and not own.get("answer"))
    return panels, now[0] if now and not is_awaited else None


def _own(actor: Actor, session: Session, form: AnswerForm) -> dict[str, Any]:
    """The member's own answer and attendance."""
    if actor.member is None:
        return {}
    is_here = has_checked_in(actor, session)
    why_shut = policies.why_check_in_is_shut(session)
    is_open = policies.can_check_in(actor, session) and not why_shut
    is_past = session.is_over and not session.is_cancelled
    # Whoever is here has answered.
    can_answer = not is_here and policies.can_answer_invitation(actor, session)
    can_answer = can_answer and not policies.why_no_answer(session)
    return {
        "is_here": is_here,
        "is_open": is_open,
        "facilitates": is_open and policies.is_facilitator_of(actor, session),
        # While it is on, whoever came looks for the button.
        "why_shut": ""
        if is_open or is_here or session.is_over or not session.has_begun
        else why_shut,
        "can_answer": can_answer,
        "leading": leading_in_words(actor.community, actor.member) if can_answer else "",
        "answer": form.invitation.answer,
        "queue": place_in_queue(form.invitation),
        "is_full": can_answer and is_full(session),
        "is_missed": is_past and not is_here and not session.is_register_closed,
    }


def _duties(actor: Actor, session: Session) -> dict[str, Any]:
    """What those with a part in the session may do and see."""
    may_change = policies.can_change_session(actor, session)
    # Once it runs nobody is told by mail that it comes, or that it does not.
    is_ahead = not session.has_begun
    may_run = not session.is_cancelled and not session.is_over
    shows_present = policies.can_view_present(actor, session) and not session.is_cancelled
    return {
        "can_change": may_change and not policies.why_session_is_fixed(session),
        "can_cancel": may_change and is_ahead and not policies.why_not_cancellable(session),
        "can_view_run_sheet": policies.can_view_run_sheet(actor, session) and may_run,
        "can_copy": policies.can_copy_session(actor, session),
        "can_add_guest": policies.can_invite_guest(actor, session)
        and not policies.why_no_guest(session),
        "can_invite": is_ahead
        and policies.can_send_invitations(actor, session)
        and not policies.why_not_invitable(session),
        "can_end": policies.can_end_session(actor, session)
        and not policies.why_not_endable(session),
        "shows_code": policies.can_show_code(actor, session)
        and not policies.why_check_in_is_shut(session),
        "can_keep_register": policies.can_view_register(actor, session)
        and not session.is_cancelled,
        "counts": answer_counts(session) if policies.can_view_answers(actor, session) else None,
        "present": read_register(actor=actor, session=session) if shows_present else None,
        "needs": read_needs(actor=actor, session=session),
        "total": number_at(session) if policies.can_view_total(actor, session) else None,
    }
