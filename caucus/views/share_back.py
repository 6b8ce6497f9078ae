"""After a session: writing, reading through, releasing and reading what a caucus shares.

No messages: they rest in the stored login, and would say there which person wrote for a caucus.
"""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from caucus import day, selectors, services
from caucus.forms import ShareBackForm, SpokeForm
from caucus.models import Caucus
from caucus.policies import can_choose_space, can_view_share_backs
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404, names_in
from sessions_app.models import Session


def _writing(
    request: HttpRequest, slug: str, session_id: int
) -> tuple[Actor, Session, Caucus | None]:
    """Door of both writing pages: the caucus is found from who asks, never from the address.

    None for members while the spaces are open: all write on one page then, whatever their space.
    """
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    if can_choose_space(actor, session) and day.is_choice_open(session, clock.now()):
        return actor, session, None
    caucus = selectors.caucus_to_share_for(actor, session)
    if caucus is None:
        raise PermissionDenied
    return actor, session, caucus


@require_http_methods(["GET", "HEAD", "POST"])
def share_back_write(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Write the draft after a session; once released, the page leads to what everybody reads."""
    actor, session, caucus = _writing(request, slug, session_id)
    if caucus is None:
        return redirect("caucus:board", slug=slug, session_id=session_id)
    if selectors.share_back_of(session, caucus) is not None:
        return redirect("caucus:share_back_list", slug=slug, session_id=session_id)
    typed = request.POST if request.method == "POST" else None
    form = ShareBackForm(typed, caucus=caucus, points=selectors.points_of(session, caucus))
    if request.method == "POST" and _is_written(actor, session, form):
        return redirect("caucus:share_back_release", slug=slug, session_id=session_id)
    context = {
        "session": session,
        "caucus": caucus,
        "form": form,
        "is_too_small": selectors.is_too_small_to_share(session, caucus),
    }
    return render(request, "caucus/share_back_write.html", context)


def _is_written(actor: Actor, session: Session, form: ShareBackForm) -> bool:
    """Whether the draft is kept now; what is refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        services.write_share_back(
            actor=actor,
            session=session,
            themes=form.themes(),
            slot=form.cleaned_data["slot"],
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def share_back_release(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Read the draft through as others will, then release it or throw it away."""
    actor, session, caucus = _writing(request, slug, session_id)
    if caucus is None:
        return redirect("caucus:board", slug=slug, session_id=session_id)
    points = selectors.points_of(session, caucus)
    if not points:
        return redirect("caucus:share_back_list", slug=slug, session_id=session_id)
    form = SpokeForm(request.POST if "release" in request.POST else None)
    if "throw_away" in request.POST:
        with suppress(Refused):  # released meanwhile: its page says so
            services.delete_share_back(actor=actor, session=session)
        return redirect("sessions_app:session_detail", slug=slug, session_id=session_id)
    if "release" in request.POST and _is_released(actor, session, form):
        return redirect("caucus:share_back_list", slug=slug, session_id=session_id)
    context = {
        "session": session,
        "caucus": caucus,
        "points": points,
        "slot": selectors.slot_of(caucus),
        "names": names_in(actor.community, selectors.words_of(points)),
        "form": form,
    }
    return render(request, "caucus/share_back_release.html", context)


def _is_released(actor: Actor, session: Session, form: SpokeForm) -> bool:
    """Whether it is out now; what is refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        services.release_share_back(actor=actor, session=session, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


@require_safe
def share_back_list(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """What was released of one session, side by side."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_view_share_backs(actor, session))
    released = selectors.released_share_backs(actor.community).filter(session=session)
    context = {
        "session": session,
        "share_backs": [(each, selectors.slot_of(each.caucus)) for each in released],
        "inside": {"voices": selectors.voices_of(session)},
    }
    return render(request, "caucus/share_back_list.html", context)
