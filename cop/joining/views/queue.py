"""The queue of requests to join: read, then accept, ask or decline, each by a mail read once."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.audit.services import record_reading
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.joining.forms import QuestionForm, WordsForm
from cop.joining.holdings import DECIDED_KEPT, UNANSWERED_KEPT, months_in_words
from cop.joining.letters import write_decline, write_invitation, write_question
from cop.joining.models import JoinRequest
from cop.joining.policies import can_decide_request, can_work_queue, why_joining_is_shut
from cop.joining.selectors import (
    get_request_or_404,
    is_known_to,
    page_of,
    queue_counts,
    requests_for,
)
from cop.joining.services import accept_request, ask_about_request, decline_request
from cop.joining.services.invitations import last_day_from
from cop.joining.services.requests import last_day_to_answer
from cop.members.models import Community
from cop.members.selectors import actor_or_404
from cop.post.services import Letter

SECTION = "joining"
ON_A_PAGE = 50


@dataclass(frozen=True)
class Decision:
    """One of three things to do about a request."""

    title: str | Promise
    leads: str | Promise
    button: str | Promise
    said: str | Promise
    form: type[forms.Form]
    letter: Callable[[Community, str], Letter]
    act: Callable[[Actor, JoinRequest, str], object]
    is_gated: bool = False


ACCEPT = Decision(
    title=_("Accept the request"),
    leads=_("An invitation goes to the address. Whoever opens it joins with one button."),
    button=_("Accept and send the invitation"),
    said=_("Accepted: an invitation to %s is on its way."),
    form=WordsForm,
    letter=lambda community, words: write_invitation(
        community, last_day=last_day_from(community), words=words, has_asked=True
    ),
    act=lambda actor, request, words: accept_request(actor=actor, request=request, words=words),
    is_gated=True,
)
ASK = Decision(
    title=_("Ask a question"),
    leads=_("The question goes by mail, and the answer comes back to this queue."),
    button=_("Send the question"),
    said=_("The question to %s is on its way."),
    form=QuestionForm,
    letter=lambda community, words: write_question(
        community, last_day=last_day_to_answer(community), question=words
    ),
    act=lambda actor, request, words: ask_about_request(
        actor=actor, request=request, question=words
    ),
)
DECLINE = Decision(
    title=_("Decline the request"),
    leads=_("They get this mail. It says when what they told you is erased."),
    button=_("Decline and send the mail"),
    said=_("Declined: a mail to %s is on its way."),
    form=WordsForm,
    letter=lambda community, words: write_decline(community, words=words),
    act=lambda actor, request, words: decline_request(actor=actor, request=request, words=words),
)


@require_safe
def request_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asked to join, and what was decided of late."""
    actor = actor_or_404(request, slug)
    require(can_work_queue(actor))
    record_reading(actor=actor, what="joinqueue", target=actor.community)
    decided = request.GET.get("show") == "decided"
    pages = Paginator(requests_for(actor, decided=decided), ON_A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "counts": queue_counts(actor.community),
        "decided": decided,
        "kept": months_in_words(DECIDED_KEPT),
        "kept_waiting": months_in_words(UNANSWERED_KEPT),
        "is_open": page_of(actor.community).is_open,
        "nav_key": SECTION,
    }
    return render(request, "joining/request_list.html", context)


@require_safe
def request_detail(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """What somebody said who asked to join, and what to do about it."""
    actor = actor_or_404(request, slug)
    require(can_work_queue(actor))
    asked = get_request_or_404(actor, request_id)
    record_reading(actor=actor, what="joinrequest", target=asked)
    context = {
        "asked": asked,
        "kept": months_in_words(DECIDED_KEPT),
        "is_known": is_known_to(actor, asked.email),
        "why_shut": why_joining_is_shut(actor.community),
        "nav_key": SECTION,
    }
    return render(request, "joining/request_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_accept(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """Yes, by an invitation."""
    return _decide(request, slug, request_id, ACCEPT)


@require_http_methods(["GET", "HEAD", "POST"])
def request_ask(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """A question first."""
    return _decide(request, slug, request_id, ASK)


@require_http_methods(["GET", "HEAD", "POST"])
def request_decline(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """No, kindly."""
    return _decide(request, slug, request_id, DECLINE)


def _decide(request: HttpRequest, slug: str, request_id: int, decision: Decision) -> HttpResponse:
    """Show the mail with the words added to it; send it when that is what was pressed."""
    actor = actor_or_404(request, slug)
    require(can_work_queue(actor))
    asked = get_request_or_404(actor, request_id)
    require(can_decide_request(actor, asked))
    record_reading(actor=actor, what="joinrequest", target=asked)
    form = decision.form(request.POST if request.method == "POST" else None)
    is_sent = request.method == "POST" and form.is_valid() and "preview" not in request.POST
    if is_sent and _act(actor, asked, decision, form):
        messages.success(request, str(decision.said) % asked.name)
        return redirect("joining:request_list", slug=slug)
    words = form.cleaned_data.get("words", "") if form.is_bound else ""
    context = {
        "form": form,
        "asked": asked,
        "decision": decision,
        "letter": decision.letter(actor.community, words),
        "why_shut": why_joining_is_shut(actor.community) if decision.is_gated else "",
        "nav_key": SECTION,
    }
    return render(request, "joining/request_decide.html", context)


def _act(actor: Actor, asked: JoinRequest, decision: Decision, form: forms.Form) -> bool:
    """Do it; what is refused stands on the form."""
    try:
        decision.act(actor, asked, form.cleaned_data["words"])
    except Refused as refused:
        form.add_error("words" if asked.is_undecided else None, refused.message)
        form.cleaned_data.setdefault("words", form.data.get("words", ""))
        return False
    return True
