"""Requests by letter: logged and answered by the data protection contact."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.audit.services import record_reading
from cop.core.confirmation import confirm_first, confirm_first_and_press_again
from cop.core.errors import Refused
from cop.core.files import file_response
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from cop.rights.enums import RequestKind
from cop.rights.forms import CorrectForm, EraseForm, RequestForm
from cop.rights.policies import (
    OPEN_DAYS,
    answer_by,
    can_answer_request,
    can_answer_requests,
    closes_on,
    may_correct_address,
    why_request_is_closed,
)
from cop.rights.selectors import (
    get_request_or_404,
    kept_about,
    requests_in,
    subject_of_request,
)
from cop.rights.services import (
    correct_request,
    erase_for_request,
    export_for_request,
    file_name,
    log_request,
)

SECTION = "requests"
CONTEXT = {"nav_key": SECTION, "open_days": OPEN_DAYS}


@require_safe
def request_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked for by letter, newest first."""
    actor = actor_or_404(request, slug)
    require(can_answer_requests(actor))
    rows = [(one, why_request_is_closed(one), answer_by(one)) for one in requests_in(actor)]
    return render(request, "rights/request_list.html", {"rows": rows, **CONTEXT})


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def request_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Log a letter."""
    actor = actor_or_404(request, slug)
    require(can_answer_requests(actor))
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            logged = log_request(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The request is logged."))
            return redirect("rights:request_detail", slug=slug, request_id=logged.pk)
    return render(request, "rights/request_add.html", {"form": form, **CONTEXT})


@require_safe
def request_detail(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """One request, and what it opens as long as it is open."""
    actor = actor_or_404(request, slug)
    asked = get_request_or_404(actor, request_id)
    reason = why_request_is_closed(asked)
    wants_copy = asked.kind == RequestKind.DOWNLOAD
    if not reason:
        record_reading(actor=actor, what="datarequest", target=asked)
    context = {
        "asked": asked,
        "closes_on": closes_on(asked),
        "answer_by": None if asked.done_on else answer_by(asked),
        "may_correct": may_correct_address(asked),
        "why_closed": reason,
        "kept": kept_about(actor, subject_of_request(asked)) if wants_copy and not reason else [],
        "name": "" if reason else asked.member or asked.person,
        "wants_copy": wants_copy,
        "nav_key": SECTION,
    }
    return render(request, "rights/request_detail.html", context)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def request_correct(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """Mend the address of a request that found nobody."""
    actor = actor_or_404(request, slug)
    asked = get_request_or_404(actor, request_id)
    form = CorrectForm(request.POST or None, initial={"email": asked.email})
    if request.method == "POST" and form.is_valid():
        try:
            correct_request(actor=actor, request=asked, email=form.cleaned_data["email"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The address is corrected, and the person was found."))
            return redirect("rights:request_detail", slug=slug, request_id=asked.pk)
    context = {"form": form, "asked": asked, "nav_key": SECTION}
    return render(request, "rights/request_correct.html", context)


@confirm_first
@require_POST
def request_download(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """The file for the answer."""
    actor = actor_or_404(request, slug)
    asked = get_request_or_404(actor, request_id)
    content = export_for_request(actor=actor, request=asked)
    return file_response(content, file_name(subject_of_request(asked)))


@confirm_first_and_press_again
@require_http_methods(["GET", "HEAD", "POST"])
def request_erase(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """Erase whoever asked for it; the same word has to be typed."""
    actor = actor_or_404(request, slug)
    asked = get_request_or_404(actor, request_id)
    require(can_answer_request(actor, asked, RequestKind.ERASE))
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_for_request(actor=actor, request=asked)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("This person is erased. They are told by mail."))
            return redirect("rights:request_detail", slug=slug, request_id=asked.pk)
    context = {"form": form, "asked": asked, "nav_key": SECTION}
    context["name"] = asked.member or asked.person
    return render(request, "rights/request_erase.html", context)
