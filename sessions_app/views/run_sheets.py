"""The sheet whoever runs a session has beside them, on the screen or on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core import clock
from cop.core.policy import require
from cop.core.registry import doors_to_print
from cop.documents.enums import Kind
from cop.documents.selectors import current_versions, in_short
from cop.members.selectors import actor_or_404
from sessions_app.checklist import CHECKLIST
from sessions_app.formats import without_dialogue
from sessions_app.policies import can_view_run_sheet
from sessions_app.selectors import (
    format_kept,
    get_visible_session_or_404,
    guests_of,
    moment_of,
    parts_left,
    parts_of,
    people_facilitating,
    session_after,
    timed,
)
from sessions_app.services import read_needs


@require_safe
def session_run_sheet(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Times, prompts and materials; for a session in caucuses the other plan too."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_view_run_sheet(actor, session))
    moment, zone = moment_of(session), actor.community.time_zone
    runs = moment.current is not None
    parts = parts_left(moment) if runs else parts_of(session)
    begins = moment.stretches[0].begins_at if runs else session.starts_at
    rules = current_versions(actor.community, [Kind.GROUND_RULES])
    context = {
        "session": session,
        "topics": session.topics.all(),
        "facilitators": people_facilitating(session),
        "guests": guests_of(session),
        "format": format_kept(session),
        "parts": timed(parts, begins, zone),
        "other_parts": timed(without_dialogue(parts), begins, zone),
        "as_of": clock.instant_in_words(moment.now, zone) if runs else "",
        "rules": in_short(rules.get(Kind.GROUND_RULES)),
        "checklist": CHECKLIST,
        "other_session": session_after(actor, session),
        "doors": doors_to_print(actor, session),
        "needs": read_needs(actor=actor, session=session),
        "nav_key": "sessions",
    }
    return render(request, "sessions_app/session_run_sheet.html", context)
