"""Reading what holds, and what held before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.changes import passages
from cop.core.keys import key_typed
from cop.core.policy import require
from cop.core.registry import needs_consent
from cop.documents import selectors
from cop.documents.enums import CONSENTS, DOCUMENTS, OPENING
from cop.documents.forms import CompareForm
from cop.documents.policies import (
    can_change_documents,
    can_mark_read,
    can_view_documents,
    can_view_history,
)
from cop.documents.services import declare_leading, mark_read
from cop.members.selectors import actor_or_404


@require_safe
def document_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every text the community reads, and what waits in each."""
    actor = actor_or_404(request, slug)
    require(can_view_documents(actor))
    entries = selectors.documents_for(actor)
    can_change = can_change_documents(actor)
    asks = can_change or needs_consent(actor.community)
    context = {
        "documents": [entry for entry in entries if entry.kind in DOCUMENTS],
        "agreed": [entry for entry in entries if asks and entry.kind in CONSENTS],
        "can_change": can_change,
        "nav_key": "documents",
    }
    return render(request, "documents/document_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Three minutes before a first session: one page, one button."""
    actor = actor_or_404(request, slug)
    require(can_view_documents(actor))
    if request.method == "POST":
        numbers = [key_typed(each) for each in request.POST.getlist("version")]
        mark_read(actor=actor, versions=numbers)
        messages.success(request, _("Thank you. When something changes, you are offered it again."))
        return redirect("home:community", slug=slug)
    open_ones, folded = selectors.before_first_session(actor)
    context = {
        "versions": [*open_ones, *folded],
        "texts": [selectors.shown(version) for version in open_ones],
        "folded": [selectors.shown(version) for version in folded],
        "unread": selectors.unread(actor),
        "can_mark": can_mark_read(actor),
        "nav_key": "documents",
    }
    return render(request, "documents/document_read.html", context)


@require_safe
def document_opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Purpose and ground rules, large enough to be shown to everybody as a session opens."""
    actor = actor_or_404(request, slug)
    require(can_view_documents(actor))
    texts = selectors.adopted_texts(actor.community, OPENING)
    context = {"texts": texts, "nav_key": "documents"}
    return render(request, "documents/document_opening.html", context)


@require_POST
def leading_declare(request: HttpRequest, slug: str) -> HttpResponse:
    """Seniors and line managers say so, or no longer (R12)."""
    actor = actor_or_404(request, slug)
    leads = request.POST.get("leads") == "yes"
    declare_leading(actor=actor, leads=leads)
    said = (
        _("Thank you for saying so. Members know it before they answer an invitation.")
        if leads
        else _("It is taken back.")
    )
    messages.success(request, said)
    return redirect("documents:document_read", slug=slug)


@require_safe
def document_detail(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One text as it holds now, and for whoever belongs its earlier versions."""
    actor = actor_or_404(request, slug)
    known = selectors.get_kind_or_404(actor, kind)
    version = selectors.current_version(actor.community, known)
    history = list(selectors.versions_for(actor, known))
    context = {
        "kind": known,
        "version": version,
        "text": selectors.shown(version) if version else None,
        "history": [each for each in history if each.is_adopted],
        "draft": next((each for each in history if not each.is_adopted), None),
        "is_unread": version in selectors.unread(actor),
        "can_change": can_change_documents(actor),
        "nav_key": "documents",
    }
    return render(request, "documents/document_detail.html", context)


@require_safe
def version_detail(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """One version; a draft for co-chairs alone."""
    actor = actor_or_404(request, slug)
    version = selectors.get_visible_version_or_404(actor, kind, number)
    context = {
        "version": version,
        "text": selectors.shown(version),
        "is_current": version == selectors.current_version(actor.community, kind),
        "nav_key": "documents",
    }
    return render(request, "documents/version_detail.html", context)


@require_safe
def document_compare(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What changed between any two versions; at first between the newest two."""
    actor = actor_or_404(request, slug)
    known = selectors.get_kind_or_404(actor, kind)
    require(can_view_history(actor))
    versions = {version.number: version for version in selectors.versions_for(actor, known)}
    newest = [*versions][:2]
    chosen = {"earlier": newest[-1], "later": newest[0]} if newest else {}
    form = CompareForm(request.GET or chosen, versions=[*versions.values()])
    context = {"kind": known, "form": form, "versions": versions, "nav_key": "documents"}
    if form.is_valid():
        earlier = versions[form.cleaned_data["earlier"]]
        later = versions[form.cleaned_data["later"]]
        context |= {"earlier": earlier, "later": later}
        context["passages"] = passages(earlier.text, later.text)
    return render(request, "documents/document_compare.html", context)
