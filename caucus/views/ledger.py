"""R7: the ledger, and writing in it. The server finds for which caucus somebody writes.

No messages: they rest in the stored login, and would say there who wrote for a caucus, and when.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from caucus import selectors, services
from caucus.forms import AskForm, CompleteForm, ResponseForm, StandingForm, TakeOnForm
from caucus.models import Caucus
from caucus.policies import can_view_ledger
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.policies import can_run_session

NAV = {"nav_key": "ledger"}


@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked, what was taken on, and how it stands: the same for everybody."""
    actor = actor_or_404(request, slug)
    require(can_view_ledger(actor))
    asking, owing = selectors.asking_for(actor), selectors.owing_for(actor)
    context = NAV | {
        "ledger": selectors.ledger_of(actor.community),
        "asking": asking,
        "owing": owing,
        "nobody_named": selectors.owing_without_a_voice(actor),
        "tell_of": selectors.session_to_tell_of(actor.community) if owing else None,
    }
    return render(request, "caucus/ledger.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for something between sessions; an empty page asks for nothing."""
    actor = actor_or_404(request, slug)
    _acting(selectors.asking_for(actor))
    form = AskForm(_typed(request))
    if _done(form, lambda: services.post_ask(actor=actor, words=form.cleaned_data["words"])):
        return _to_ledger(actor)
    return render(request, "caucus/ask_add.html", NAV | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_change(request: HttpRequest, slug: str, ask_id: int) -> HttpResponse:
    """What the asking caucus says to the answers, and the way to take the ask back."""
    actor = actor_or_404(request, slug)
    ask = selectors.get_ask_or_404(actor, ask_id)
    _acting(selectors.asking_for(actor))
    if "withdraw" in request.POST:
        services.withdraw_ask(actor=actor, ask=ask)
        return _to_ledger(actor)
    form = ResponseForm(_typed(request), ask=ask)
    if _done(
        form,
        lambda: services.respond_to_answers(actor=actor, ask=ask, words=form.cleaned_data["words"]),
    ):
        return _to_ledger(actor, f"ask-{ask.pk}")
    return render(request, "caucus/ask_change.html", NAV | {"form": form, "ask": ask})


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_add(request: HttpRequest, slug: str, ask_id: int | None = None) -> HttpResponse:
    """Take something on, to answer an ask or unasked."""
    actor = actor_or_404(request, slug)
    ask = selectors.get_ask_or_404(actor, ask_id) if ask_id is not None else None
    _acting(selectors.owing_for(actor))
    form = TakeOnForm(_typed(request))
    if _done(
        form,
        lambda: services.take_on(
            actor=actor, ask=ask, words=form.cleaned_data["words"], **form.completion()
        ),
    ):
        return _to_ledger(actor, f"ask-{ask.pk}" if ask else "unasked")
    return render(request, "caucus/commitment_add.html", NAV | {"form": form, "ask": ask})


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_complete(request: HttpRequest, slug: str, commitment_id: int) -> HttpResponse:
    """Who sees to what was taken on in a session, and by when."""
    actor = actor_or_404(request, slug)
    commitment = selectors.get_commitment_or_404(actor, commitment_id)
    if _acting(selectors.owing_for(actor)) != commitment.caucus:
        raise PermissionDenied
    form = CompleteForm(_typed(request))
    if _done(
        form,
        lambda: services.complete_commitment(
            actor=actor, commitment=commitment, **form.completion()
        ),
    ):
        return _to_ledger(actor, f"commitment-{commitment.pk}")
    context = NAV | {"form": form, "commitment": commitment}
    return render(request, "caucus/commitment_complete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_status(request: HttpRequest, slug: str) -> HttpResponse:
    """How everything open of one's caucus stands, at the session that came last or since."""
    actor = actor_or_404(request, slug)
    caucus = _acting(selectors.owing_for(actor))
    session = selectors.session_to_tell_of(actor.community)
    context: dict[str, Any] = NAV | {"session": session}
    if session is not None:
        commitments = selectors.commitments_to_tell_of(caucus, session)
        form = StandingForm(_typed(request), commitments=commitments, session=session)
        context["form"] = form
        context["is_on"] = session.ended_at is None and can_run_session(actor, session)
        if _done(
            form,
            lambda: services.tell_how_it_stands(actor=actor, session=session, told=form.told()),
        ):
            return _to_ledger(actor)
    return render(request, "caucus/commitment_status.html", context)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _acting(caucus: Caucus | None) -> Caucus:
    """The caucus one acts for; nobody else has a page here."""
    if caucus is None:
        raise PermissionDenied
    return caucus


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether it was typed well and is done; what is refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


def _to_ledger(actor: Actor, place: str = "") -> HttpResponseRedirect:
    url = reverse("caucus:ledger", args=[actor.community.slug])
    return redirect(f"{url}#{place}" if place else url)
