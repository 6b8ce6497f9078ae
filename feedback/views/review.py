"""The review of comments: what there is, one bundle, one slip.

Messages say nothing of a comment: they rest in the stored login.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from feedback.enums import Outcome, ReviewState
from feedback.forms import ProposalForm, SendBackForm
from feedback.models import Review, Slip
from feedback.policies import (
    can_confirm_review,
    can_confirm_slips,
    can_review_slips,
    can_view_slips,
)
from feedback.review import operations
from feedback.review.operations import Kind
from feedback.review.outcomes import outcomes_for, released_words, text_may_leave
from feedback.review.page import READY_WORDS, edits_in_words, slip_text, why_without_text
from feedback.review.questions import question_of
from feedback.review.queue import (
    PUT_FORWARD,
    UNREAD,
    Bundle,
    bundles_for,
    get_bundle_or_404,
    get_slip_or_404,
    has_second_reviewer,
    review_of,
    unit_of,
)
from feedback.review.words import Span, spans_of
from feedback.selectors import caucus_names
from feedback.services import (
    confirm_review,
    edit_slip,
    propose_outcome,
    release_bundle,
    send_back,
    undo_edit,
)
from feedback.wording import cell_name


@require_safe
def review_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every bundle that is not released yet."""
    actor = _reader(request, slug)
    context = {
        "bundles": bundles_for(actor),
        "has_second_reviewer": has_second_reviewer(actor.community),
        **_frame(actor),
    }
    return render(request, "feedback/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bundle_review(
    request: HttpRequest, slug: str, unit_id: UUID, code: str, question: str
) -> HttpResponse:
    """The slips of one question, each with how far it is; the second reviewer releases them."""
    actor = _reader(request, slug)
    bundle = get_bundle_or_404(actor, unit_id, code, question)
    if request.method == "POST" and _is_released(request, actor, bundle):
        return redirect("feedback:review_list", slug=slug)
    names = caucus_names(actor.community)
    context = {
        "bundle": bundle,
        "entries": [(one, cell_name(one.slip.cell, names)) for one in bundle.visible_to(actor)],
        "has_second_reviewer": has_second_reviewer(actor.community),
        **_frame(actor),
    }
    return render(request, "feedback/bundle_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def slip_review(request: HttpRequest, slug: str, slip_id: UUID) -> HttpResponse:
    """One slip: to be edited and proposed, or to be confirmed."""
    actor = _reader(request, slug)
    slip = get_slip_or_404(actor, slip_id)
    if request.method != "POST":
        return _slip_page(request, actor, slip)
    require(can_review_slips(actor))
    form = _proposal_form(slip, typed=request.POST)
    try:
        if form.is_valid():
            propose_outcome(
                actor=actor, slip=slip, version=_version(request), proposal=form.proposal()
            )
            messages.success(request, _("Put to the second reviewer."))
            return _onwards(actor, slip)
    except Refused as refused:
        form.add_error(None, refused.message)
        # As it is now: what was typed stays, and so does what somebody else has done.
        slip = get_slip_or_404(actor, slip_id)
    return _slip_page(request, actor, slip, form=form)


@require_POST
def slip_edit(request: HttpRequest, slug: str, slip_id: UUID) -> HttpResponse:
    """Cut, replace, put in or undo; then the page again."""
    actor = _reader(request, slug)
    slip = get_slip_or_404(actor, slip_id)
    require(can_review_slips(actor))
    try:
        _edit(request.POST, actor, slip, _version(request))
    except Refused as refused:
        problem = forms.Form({})
        problem.add_error(None, refused.message)
        slip = get_slip_or_404(actor, slip_id)
        return _slip_page(request, actor, slip, problem=problem)
    return redirect(_slip_url(actor, slip) + "#words")


@require_POST
def slip_confirm(request: HttpRequest, slug: str, slip_id: UUID) -> HttpResponse:
    """Agree to what is proposed, or send it back with a reason."""
    actor = _reader(request, slug)
    slip = get_slip_or_404(actor, slip_id)
    require(can_confirm_slips(actor))
    form = SendBackForm(request.POST)
    try:
        if "confirm" in request.POST:
            confirm_review(actor=actor, slip=slip, version=_version(request))
            messages.success(request, _("Confirmed. It waits for the rest of its question."))
            return _onwards(actor, slip)
        if form.is_valid():
            remark = form.cleaned_data["remark"]
            send_back(actor=actor, slip=slip, version=_version(request), remark=remark)
            messages.success(request, _("Sent back to the evaluator."))
            return _onwards(actor, slip)
    except Refused as refused:
        form.add_error(None, refused.message)
        slip = get_slip_or_404(actor, slip_id)
    return _slip_page(request, actor, slip, back_form=form)


def _reader(request: HttpRequest, slug: str) -> Actor:
    actor = actor_or_404(request, slug)
    require(can_view_slips(actor))
    return actor


def _frame(actor: Actor) -> dict[str, Any]:
    return {
        "may_review": can_review_slips(actor),
        "may_confirm": can_confirm_slips(actor),
        "states": ReviewState,
        "nav_key": "review",
    }


def _slip_page(
    request: HttpRequest,
    actor: Actor,
    slip: Slip,
    *,
    form: ProposalForm | None = None,
    back_form: SendBackForm | None = None,
    problem: forms.Form | None = None,
) -> HttpResponse:
    review = review_of(slip)
    made = operations.from_json(review.operations if review else ())
    text = slip_text(slip, made)
    context = {
        "slip": slip,
        "review": review,
        "version": review.version if review else 0,
        "text": text,
        "question": question_of(slip),
        "unit": unit_of(slip),
        "cell": cell_name(slip.cell, caucus_names(actor.community)),
        "text_may_leave": text_may_leave(slip),
        "why_without_text": why_without_text(slip),
        "edits": edits_in_words(slip.body, made),
        "preview": operations.redacted(slip.body, made),
        "released": released_words(review) if review else "",
        "ready_words": READY_WORDS,
        "works": can_review_slips(actor) and _is_open(review),
        "confirms": review is not None and can_confirm_review(actor, review),
        "is_put_forward": review is not None and review.state in PUT_FORWARD,
        "outcomes": Outcome,
        "proposal_form": form or _proposal_form(slip, held=text.is_about_facilitator),
        "back_form": back_form or SendBackForm(),
        "forms": [one for one in (form, back_form, problem) if one is not None],
        **_frame(actor),
    }
    return render(request, "feedback/slip_review.html", context)


def _is_open(review: Review | None) -> bool:
    return review is None or review.state != ReviewState.CONFIRMED


def _proposal_form(
    slip: Slip, *, typed: QueryDict | None = None, held: bool = False
) -> ProposalForm:
    return ProposalForm(typed, review=review_of(slip), may=outcomes_for(slip), held=held)


def _version(request: HttpRequest) -> int:
    """The review the page showed; anything else is none there ever was."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else -1


def _edit(typed: QueryDict, actor: Actor, slip: Slip, version: int) -> None:
    if (place := typed.get("undo", "")).isdecimal():
        undo_edit(actor=actor, slip=slip, version=version, place=int(place[:4]))
        return
    kind = {str(one): one for one in Kind}.get(typed.get("kind", ""))
    if kind is None:
        raise Refused(_("Choose what to do with the words."))
    text = typed.get("own_words", "").strip() or typed.get("ready_words", "")
    spans = _chosen(typed, slip)
    edit_slip(actor=actor, slip=slip, version=version, spans=spans, kind=kind, text=text)


def _chosen(typed: QueryDict, slip: Slip) -> list[Span]:
    """A selection, as browsers count it, with its words; else the boxes that were ticked."""
    start, end = typed.get("start", ""), typed.get("end", "")
    if start.isdecimal() and end.isdecimal():
        quote = typed.get("quote", "")
        return [operations.span_of(slip.body, int(start[:6]), int(end[:6]), quote)]
    boxes = [one.partition("-") for one in typed.getlist("word")]
    spans = [(int(a[:6]), int(b[:6])) for a, _dash, b in boxes if a.isdecimal() and b.isdecimal()]
    return spans_of(slip.body, spans)


def _onwards(actor: Actor, slip: Slip) -> HttpResponse:
    """To the next of the bundle that waits for this reader, or back to the bundle."""
    slug, unit = actor.community.slug, unit_of(slip)
    bundle = get_bundle_or_404(actor, unit.pk, slip.questionnaire, slip.question)
    waits = (UNREAD, ReviewState.BEGUN, ReviewState.RETURNED)
    wanted = waits if can_review_slips(actor) else (ReviewState.PROPOSED,)
    for one in bundle.visible_to(actor):
        if one.state in wanted and one.slip.pk != slip.pk:
            return redirect(_slip_url(actor, one.slip))
    return redirect(
        "feedback:bundle_review",
        slug=slug,
        unit_id=unit.pk,
        code=slip.questionnaire,
        question=slip.question,
    )


def _is_released(request: HttpRequest, actor: Actor, bundle: Bundle) -> bool:
    require(can_confirm_slips(actor))
    try:
        number = release_bundle(
            actor=actor,
            unit=bundle.unit,
            questionnaire=bundle.questionnaire,
            question=bundle.question.key,
        )
    except Refused as refused:
        messages.error(request, refused.message)
        return False
    messages.success(
        request,
        ngettext(
            "The review of %d comment is finished. The original is deleted.",
            "The review of %d comments is finished. The originals are deleted.",
            number,
        )
        % number,
    )
    return True


def _slip_url(actor: Actor, slip: Slip) -> str:
    return reverse("feedback:slip_review", args=[actor.community.slug, slip.pk])
