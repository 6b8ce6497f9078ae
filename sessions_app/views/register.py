"""The secretary's register of one session."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import Member
from cop.members.selectors import actor_or_404, names_in
from sessions_app.forms.register import ApologyForm, HeadcountForm, RegisterForm, WalkInsForm
from sessions_app.models import Session
from sessions_app.policies import (
    can_close_register,
    can_record_attendance,
    can_view_register,
    why_attendance_stands,
    why_close_later,
    why_feedback_stays_small,
    why_no_apology,
    why_no_headcount,
    why_no_meeting_list,
    why_no_walk_ins,
    why_register_stays_open,
)
from sessions_app.selectors import (
    apologies_at,
    get_visible_session_or_404,
    members_for_register,
    number_at,
    register_changes,
)
from sessions_app.services import (
    close_register,
    note_apology,
    read_register,
    record_attendance,
    record_headcount,
    record_walk_ins,
)
from sessions_app.services.meeting import not_meeting


@require_http_methods(["GET", "HEAD", "POST"])
def session_register(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Mark who came, until the register is closed."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_view_register(actor, session))
    members = members_for_register(session)
    search = request.GET.get("q", "")
    form = RegisterForm(request.POST or None, session=session, members=members, search=search)
    step = request.POST.get("step", "")
    saves = request.method == "POST" and step != "search"
    if saves and _is_recorded(request, actor, session, form):
        goes_on = "session_register_close" if step == "close" else "session_register"
        return redirect(f"sessions_app:{goes_on}", slug, session.pk)
    context = {"form": form, "nav_key": "sessions", **_register_context(actor, session, members)}
    return render(request, "sessions_app/session_register.html", context)


def _register_context(actor: Actor, session: Session, members: list[Member]) -> dict[str, Any]:
    """What stands around the list."""
    shut = not_meeting(actor, session)
    is_known = bool(members) or session.headcount is not None
    return {
        "session": session,
        "members": members,
        "number": number_at(session),
        "came": read_register(actor=actor, session=session),
        "why_it_stands": shut.html if shut else why_attendance_stands(session),
        "can_close": is_known and not why_register_stays_open(session),
        "can_count_heads": not why_no_headcount(session),
        "can_read_list": not why_no_meeting_list(session),
        "apologies": apologies_at(session),
        "can_apologise": not why_no_apology(session),
        "apology_form": ApologyForm(members=members),
        "walk_ins_form": WalkInsForm(initial={"walk_ins": session.walk_ins}),
        "can_walk_in": not why_no_walk_ins(session),
        "changes": register_changes(session),
    }


def _is_recorded(request: HttpRequest, actor: Actor, session: Session, form: RegisterForm) -> bool:
    """Whether the marks are kept now; what is refused stands on the form."""
    if not form.is_valid():
        form.show_everybody()
        return False
    came, before = form.chosen()
    reason = form.cleaned_data["reason"]
    form.names = names_in(actor.community, reason)  # type: ignore[attr-defined]
    if form.names and request.POST.get("names_seen") != reason:  # type: ignore[attr-defined]
        form.show_everybody()
        return False
    gone = [str(member) for member in before if member not in came]
    try:
        number = record_attendance(
            actor=actor,
            session=session,
            members=came,
            before=before,
            reason=reason,
        )
    except Refused as refused:
        about = _(" It is about: %s.") % ", ".join(gone) if gone and not reason else ""
        form.add_error("reason" if gone else None, f"{refused.message}{about}")
        form.show_everybody()
        return False
    said = ngettext(
        "Saved: %d member is marked as having come.",
        "Saved: %d members are marked as having come.",
        number,
    )
    messages.success(request, said % number)
    return True


@require_POST
def session_apology(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Note that a member cannot come, or take it back."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_record_attendance(actor, session))
    form = ApologyForm(request.POST, members=members_for_register(session))
    sent = request.POST.get("step") != "take_back"
    try:
        if not form.is_valid():
            raise Refused(_("Choose a member."))
        note_apology(actor=actor, session=session, member=form.chosen, sent=sent)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Noted.") if sent else _("Taken back."))
    return redirect("sessions_app:session_register", slug, session.pk)


@require_POST
def session_walk_ins(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Say how many came who are no members."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_record_attendance(actor, session))
    form = WalkInsForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Write how many came who are not members, as a number up to 999."))
        record_walk_ins(actor=actor, session=session, number=form.cleaned_data["walk_ins"])
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The number is saved."))
    return redirect("sessions_app:session_register", slug, session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def session_headcount(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Say how many came, where nobody's name was kept."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_record_attendance(actor, session))
    form = HeadcountForm(request.POST or None, initial={"count": session.headcount_known})
    if request.method == "POST" and form.is_valid():
        try:
            record_headcount(actor=actor, session=session, count=form.cleaned_data["count"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("How many came is saved."))
            return redirect("sessions_app:session_register", slug, session.pk)
    context = {"form": form, "session": session, "nav_key": "sessions"}
    context |= {"why_not": why_no_headcount(session)}
    return render(request, "sessions_app/session_headcount.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_register_close(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Say in words what closing means, ask once, and close the register."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_close_register(actor, session))
    reason = why_register_stays_open(session)
    if request.method == "POST" and not reason:
        try:
            close_register(actor=actor, session=session)
        except Refused as refused:
            reason = refused.message
        else:
            messages.success(request, _("The register is closed."))
            return redirect("sessions_app:session_register", slug, session.pk)
    if reason:
        messages.error(request, reason)
        return redirect("sessions_app:session_register", slug, session.pk)
    number = number_at(session)
    context = {"session": session, "nav_key": "sessions", "number": number}
    context |= {
        "why_small": why_feedback_stays_small(number),
        "why_later": why_close_later(session),
    }
    context |= {"came": read_register(actor=actor, session=session)}
    return render(request, "sessions_app/session_register_close.html", context)
