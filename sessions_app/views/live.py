"""A session while it runs: everybody's page, the facilitators' screen, and what both ask for."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cop.core import clock, live
from cop.core.live import Provider
from cop.core.padding import PADDED_TO, padded, padded_json
from cop.core.policy import Actor, require
from cop.members.models import User
from cop.members.selectors import actor_or_404
from sessions_app.live_page import in_ms, opening
from sessions_app.models import Session
from sessions_app.policies import can_follow_session, can_run_session
from sessions_app.running import Moment
from sessions_app.selectors import get_session_to_follow_or_404, moment_of, moment_with, pause_of
from sessions_app.unchanged import is_as_told, telling, version_of

FULL = 4 * PADDED_TO  # more than a page holds: spaces, and who chose none, differ by some hundred
# Where pieces stand on the facilitators' screen: what waits for them next to what runs.
PLACES = {
    "first": ("run", "debrief"),
    "soon": ("signals", "feedback"),
    "beside": ("here", "checklist"),
}


def _following(request: HttpRequest, slug: str, session_id: int) -> tuple[Actor, Session]:
    actor = actor_or_404(request, slug)
    session = get_session_to_follow_or_404(actor, session_id)
    require(can_follow_session(actor, session))
    return actor, session


def _running(request: HttpRequest, slug: str, session_id: int) -> tuple[Actor, Session]:
    actor = actor_or_404(request, slug)
    session = get_session_to_follow_or_404(actor, session_id)
    require(can_run_session(actor, session))
    return actor, session


def _moment(session: Session) -> Moment:
    return moment_with(session, getattr(session, "run", None))


@require_safe
def session_live(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Where we are, what comes next, and what there is to do."""
    actor, session = _following(request, slug, session_id)
    context = _drawn(actor, session, _moment(session), live.member_pieces) | opening(actor)
    context["may_run"] = can_run_session(actor, session)
    return padded(render(request, "sessions_app/session_live.html", context), FULL)


@require_safe
def session_desk(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """The facilitators' screen."""
    actor, session = _running(request, slug, session_id)
    return desk_page(request, actor, session)


@require_safe
def session_live_pulse(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """What changed, for everybody's page; the instant alone where nothing did since it was told."""
    person = cast(User, request.user)
    version = version_of(session_id, person.pk)  # first: a write meanwhile is not missed
    if is_as_told(request, version):
        return JsonResponse({"now": in_ms(clock.now())})
    actor, session = _following(request, slug, session_id)
    moment = _moment(session)
    told = telling(request, version, moment)
    return _pulse(request, actor, session, moment, live.member_pieces, told=told)


@require_safe
def session_desk_pulse(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """What changed, for the facilitators' screen."""
    actor, session = _running(request, slug, session_id)
    return _pulse(request, actor, session, _moment(session), live.desk_pieces)


def desk_page(request: HttpRequest, actor: Actor, session: Session, **more: Any) -> HttpResponse:
    """The facilitators' screen as it is now, with what else is to be said on it."""
    context = _drawn(actor, session, moment_of(session), live.desk_pieces) | PLACES | more
    return padded(render(request, "sessions_app/session_desk.html", context), FULL)


def _drawn(
    actor: Actor, session: Session, moment: Moment, providers: list[Provider]
) -> dict[str, Any]:
    """All pieces of a page, and what the page's script goes by beside them."""
    pieces = live.pieces_on(providers, actor, session, moment)
    return {
        "session": session,
        "moment": moment,
        "pieces": [(piece, piece.context()) for piece in pieces],
        "nav_key": "sessions",
        "now": in_ms(moment.now),
        "again": pause_of(session, moment),
        "seen_at": clock.instant_in_words(moment.now, session.community.time_zone),
    }


def _pulse(
    request: HttpRequest,
    actor: Actor,
    session: Session,
    moment: Moment,
    providers: list[Provider],
    **more: str,
) -> HttpResponse:
    """Each piece's revision; drawn, those that changed since the page had them (``X-Shown``)."""
    pieces = live.pieces_on(providers, actor, session, moment)
    said = {
        "now": in_ms(moment.now),
        "again": pause_of(session, moment),
        "pieces": {piece.key: piece.revision for piece in pieces},
        **more,
    }
    shown = dict(
        each.split("=", 1) for each in request.headers.get("X-Shown", "").split() if "=" in each
    )
    changed = [piece for piece in pieces if shown.get(piece.key, piece.revision) != piece.revision]
    if not changed:
        return JsonResponse(said)
    drawn = [(piece, piece.context()) for piece in changed]
    context = {"session": session, "moment": moment, "pieces": drawn}
    said["drawn"] = render_to_string("sessions_app/_live_pieces.html", context, request)
    return padded_json(said, FULL)
