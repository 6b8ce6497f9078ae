"""Pages and the box outside the cookies' path. Nothing here may ask who is looking."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from feedback.box import receipts
from feedback.opening import opening_words
from feedback.rules import is_open
from feedback.selectors import ballot_form, get_public_survey_or_404, survey_card
from feedback.services import Malformed, SurveyClosed, drop_envelope, parse_body
from feedback.services.envelopes import BODY_BYTES
from feedback.views.drawn import drawn_form
from feedback.views.quiet import leaves_no_trace


@require_safe
@leaves_no_trace
def survey_landing(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """What the link in everybody's mail opens. The survey's keys stand on it: the same for all."""
    survey = get_public_survey_or_404(survey_id)
    card = survey_card(survey)
    context = {"card": card, "opening": opening_words(survey, ballot_form(survey))}
    return render(request, "feedback/survey_landing.html", context)


@require_safe
@leaves_no_trace
def counted_list(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """What was counted, for every browser alike: whether one has a receipt, it keeps to itself."""
    hashes = receipts.published(survey_id)
    if hashes is None:
        raise Http404
    return HttpResponse(hashes, content_type="application/octet-stream")


@csrf_exempt  # a token would say who sends it; the paper takes its place
@require_http_methods(["GET", "HEAD", "POST"])
@leaves_no_trace
def envelope(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The form, the same bytes for everybody; and the box it is sent to."""
    if request.method == "POST":
        return _take(request, survey_id)
    survey = get_public_survey_or_404(survey_id)
    if not is_open(survey):
        return render(request, "feedback/box_closed.html", {"survey": survey})
    return HttpResponse(drawn_form(survey))


@sensitive_post_parameters()
@sensitive_variables()
def _take(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """204 in the box, 400 not taken, 410 too late, 422 too long: a number, and not a word more."""
    if request.headers.get("Cookie") or request.headers.get("Content-Length") != str(BODY_BYTES):
        return HttpResponse(status=400)
    try:
        ballot = parse_body(request.body)
        drop_envelope(
            survey_id=survey_id,
            message=ballot.message,
            signature=ballot.signature,
            answers=ballot.answers,
        )
    except SurveyClosed:
        return HttpResponse(status=410)
    except (Malformed, OSError):  # OSError: the connection broke off
        return HttpResponse(status=400)
    except Refused:
        return HttpResponse(status=422)
    return HttpResponse(status=204)
