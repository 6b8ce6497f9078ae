"""The form for a code: plain, without scripts, and like the box outside the cookies' path."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from feedback.box.responses import LONGEST_TEXT
from feedback.forms.coded import CODE, CodedForm
from feedback.models import Survey
from feedback.opening import opening_words
from feedback.rules import is_open
from feedback.selectors import ballot_form, get_public_survey_or_404
from feedback.services import NotACode, SurveyClosed, drop_coded_envelope
from feedback.views.quiet import View, leaves_no_trace

# Five comments of 2,000 letters, each four bytes long and written as %F0%9F%9C%81, and the rest.
MOST_BYTES = 131_072
FORM = "application/x-www-form-urlencoded"


def tells_no_error(view: View) -> View:
    """A page with answers in it that breaks is told of by its status alone, in no report."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            raise
        except (SuspiciousOperation, OSError):  # too many fields; the connection broke off
            return HttpResponse(status=400)
        except Exception:  # noqa: BLE001  its frames hold the answers
            return HttpResponse(status=500)

    return quiet


@require_safe
@leaves_no_trace
def coded_form(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The questions and a place for the code, the same bytes for everybody."""
    survey = get_public_survey_or_404(survey_id)
    if not is_open(survey):
        return render(request, "feedback/box_closed.html", {"survey": survey})
    return _page(request, survey, CodedForm(ballot_form(survey)))


@require_safe
@leaves_no_trace
def coded_thanks(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Where the form leads when it was taken, so that going back sends nothing again."""
    survey = get_public_survey_or_404(survey_id)
    opening = opening_words(survey, ballot_form(survey))
    return render(request, "feedback/coded_thanks.html", {"opening": opening})


@csrf_exempt  # a token would say who sends it; the code takes its place
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@leaves_no_trace
@tells_no_error
@sensitive_variables()
def coded_envelope(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Take the form, or show it again with everything that was typed and what to mend."""
    if request.method != "POST":
        return redirect("box:coded_form", survey_id)
    if request.headers.get("Cookie") or request.content_type != FORM or not _is_short(request):
        return render(request, "feedback/coded_refused.html", status=400)
    survey = get_public_survey_or_404(survey_id)
    form = CodedForm(ballot_form(survey), data=request.POST)
    if not is_open(survey):
        return _late(request, survey, form)
    if form.is_valid():
        try:
            code = form.cleaned_data[CODE]
            drop_coded_envelope(survey_id=survey.pk, code=code, answers=form.answers())
            return redirect("box:coded_thanks", survey_id)
        except SurveyClosed:
            return _late(request, survey, form)
        except NotACode:
            form.add_error(CODE, _("This is no code of this feedback. Compare it with yours."))
        except Refused as refused:
            form.add_error(None, refused.message)
    return _page(request, survey, form)


def _is_short(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    return length.isdecimal() and int(length) <= MOST_BYTES


@sensitive_variables()
def _late(request: HttpRequest, survey: Survey, form: CodedForm) -> HttpResponse:
    form.errors.clear()
    form.add_error(
        None,
        _(
            "The box has been closed, and nothing can be added. We are sorry: you had something to "
            "say. Your answers are still on this page, for you to copy."
        ),
    )
    return _page(request, survey, form, status=410)


@sensitive_variables()
def _page(
    request: HttpRequest, survey: Survey, form: CodedForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "survey": survey,
        "asked": form.asked,
        "form": form,
        "is_late": status == 410,
        "longest": LONGEST_TEXT,
    }
    return render(request, "feedback/coded_form.html", context, status=status)
