"""Topics: the list, proposing, supporting, deciding, and what became of them.

Which topic a member speaks up for is in no address: an address is written into logs.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import require
from cop.core.registry import answers_for
from cop.members.selectors import actor_or_404
from sessions_app.forms.topics import DecideForm, TopicForm
from sessions_app.policies import (
    can_decide_topic,
    can_decide_topics,
    can_propose_topic,
    can_view_topics,
    why_decision_stands,
)
from sessions_app.selectors import (
    decided_topics,
    get_topic_or_404,
    open_topics,
    similar_topics,
    slots_for_topics,
)
from sessions_app.services import (
    decide_topic,
    propose_topic,
    support_topic,
    take_back_support,
    withdraw_topic,
)

A_PAGE = 50
ACTS = {
    "support": (support_topic, gettext_lazy("You support this topic.")),
    "take_back": (take_back_support, gettext_lazy("You support it no longer.")),
    "withdraw": (withdraw_topic, gettext_lazy("Your topic is off the list.")),
}


@require_safe
def topic_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What is proposed, in a fair order."""
    actor = actor_or_404(request, slug)
    require(can_view_topics(actor))
    context = {
        "topics": open_topics(actor),
        "calls": [one for one in slots_for_topics(actor.community) if one.first_call_until],
        "can_propose": can_propose_topic(actor),
        "can_decide": can_decide_topics(actor),
        "nav_key": "topics",
    }
    return render(request, "sessions_app/topic_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_propose(request: HttpRequest, slug: str) -> HttpResponse:
    """One line; topics like it are shown first."""
    actor = actor_or_404(request, slug)
    require(can_propose_topic(actor))
    form = TopicForm(request.POST or None)
    similar = []
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        similar = [] if form.cleaned_data["sure"] else similar_topics(actor.community, words)
        if not similar:
            try:
                propose_topic(actor=actor, words=words)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Your topic is on the list. Nobody sees whose it is."))
                return redirect("sessions_app:topic_list", slug)
    context = {"form": form, "similar": similar, "nav_key": "topics"}
    return render(request, "sessions_app/topic_propose.html", context)


@require_POST
def topic_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Support a topic, take that back, or withdraw one's own."""
    actor = actor_or_404(request, slug)
    require(can_propose_topic(actor))
    try:
        proposal_id = UUID(request.POST.get("topic", ""))
        service, said = ACTS[request.POST.get("act", "")]
    except (ValueError, KeyError):
        raise Http404 from None
    try:
        service(actor=actor, proposal_id=proposal_id)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("sessions_app:topic_list", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_decide(request: HttpRequest, slug: str, proposal_id: UUID) -> HttpResponse:
    """Take it up, park it or decline it, with a sentence."""
    actor = actor_or_404(request, slug)
    proposal = get_topic_or_404(actor, proposal_id)
    require(can_decide_topic(actor, proposal))
    before = {"state": proposal.state, "reason": proposal.reason, "session": proposal.session_id}
    form = DecideForm(
        request.POST or None,
        initial={} if proposal.is_open else before,
        slots=slots_for_topics(actor.community),
        taken_for=proposal.session,
    )
    if request.method == "POST" and form.is_valid():
        try:
            decide_topic(actor=actor, proposal=proposal, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved. Members read it under “You said, we did”."))
            return redirect("sessions_app:topic_list", slug)
    stands = why_decision_stands(proposal)
    context = {"topic": proposal, "form": form, "stands": stands, "nav_key": "topics"}
    return render(request, "sessions_app/topic_decide.html", context)


@require_safe
def topic_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """You said, we did: what became of topics, and what follows from feedback."""
    actor = actor_or_404(request, slug)
    require(can_view_topics(actor))
    given = sorted(answers_for(actor), key=lambda one: one.on, reverse=True)
    both: list[Paginator[Any]] = [
        Paginator(decided_topics(actor.community), A_PAGE),
        Paginator(given, A_PAGE),
    ]
    page = max(both, key=lambda one: one.num_pages).get_page(request.GET.get("page"))
    topics, answers = (
        list(one.page(page.number)) if page.number <= one.num_pages else [] for one in both
    )
    for topic in topics:
        topic.can_decide = can_decide_topic(actor, topic) and not why_decision_stands(topic)
    context = {
        "page": page,
        "topics": topics,
        "answers": answers,
        "nav_key": "answered",
    }
    return render(request, "sessions_app/topic_answers.html", context)
