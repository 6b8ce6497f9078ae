"""The list of the plenary's meeting: read, confirmed, erased."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cop.audit.services import record_reading
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.forms.meeting import MeetingListForm, PresentForm
from sessions_app.models import RegisterUpload, Session
from sessions_app.policies import can_record_attendance, why_no_meeting_list
from sessions_app.selectors import (
    get_own_meeting_list_or_404,
    get_visible_session_or_404,
    members_for_register,
)
from sessions_app.services import (
    confirm_meeting_list,
    drop_meeting_list,
    people_found,
    upload_meeting_list,
)


@require_http_methods(["GET", "HEAD", "POST"])
def session_meeting(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Choose the file; one that is refused is not kept."""
    actor, session = _door(request, slug, session_id)
    form = MeetingListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload_meeting_list(actor=actor, session=session, name=file.name, content=file.read())
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("sessions_app:session_meeting_check", slug, session.pk)
    context = {"form": form, "session": session, "nav_key": "sessions"}
    context |= {"why_not": why_no_meeting_list(session)}
    return render(request, "sessions_app/session_meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_meeting_check(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Say who came of those on the list; then the list is erased."""
    actor, session = _door(request, slug, session_id)
    upload = get_own_meeting_list_or_404(actor, session)
    form = _present_form(request, session, upload)
    if request.method == "POST" and form.is_valid():
        _confirm(request, actor, upload, form)
        return redirect("sessions_app:session_register", slug, session.pk)
    record_reading(actor=actor, what="register", target=session)
    context = {"form": form, "session": session, "nav_key": "sessions"}
    return render(request, "sessions_app/session_meeting_check.html", context)


@require_POST
def session_meeting_drop(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Erase the list."""
    actor, session = _door(request, slug, session_id)
    drop_meeting_list(actor=actor, upload=get_own_meeting_list_or_404(actor, session))
    messages.success(request, _("The list is erased. Nobody was marked from it."))
    return redirect("sessions_app:session_register", slug, session.pk)


def _door(request: HttpRequest, slug: str, session_id: int) -> tuple[Actor, Session]:
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_record_attendance(actor, session))
    return actor, session


def _present_form(request: HttpRequest, session: Session, upload: RegisterUpload) -> PresentForm:
    return PresentForm(
        request.POST or None,
        found=people_found(upload),
        members={member.pk: member for member in members_for_register(session)},
        marked=set(session.attendances.values_list("member_id", flat=True)),
    )


def _confirm(request: HttpRequest, actor: Actor, upload: RegisterUpload, form: Any) -> None:
    try:
        number, _others = confirm_meeting_list(
            actor=actor, upload=upload, taken=form.taken, meant=form.meant
        )
    except Refused as refused:
        messages.error(request, refused.message + " " + _("The list is erased."))
        return
    said = ngettext(
        "%d member is marked as having come now. The list is erased.",
        "%d members are marked as having come now. The list is erased.",
        number,
    )
    messages.success(request, said % number)
