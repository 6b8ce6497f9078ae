"""Drafting, adopting and reviewing, for co-chairs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cop.core.changes import passages
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.text import markdown_to_html
from cop.documents import selectors, services
from cop.documents.enums import Kind
from cop.documents.forms import AdoptForm, BeginForm, DraftForm, ReviewForm
from cop.documents.models import Version
from cop.documents.policies import can_change_documents
from cop.documents.shipped import shipped_text
from cop.members.selectors import actor_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def document_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what comes with the program, and adopt it in one evening."""
    actor = actor_or_404(request, slug)
    require(can_change_documents(actor))
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.adopt_shipped(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Adopted. Members are offered them to read."))
            return redirect("documents:document_list", slug=slug)
    texts = [_unadopted(actor, kind) for kind in selectors.kinds_not_begun(actor.community)]
    context = {"form": form, "texts": texts, "nav_key": "documents"}
    return render(request, "documents/document_begin.html", context)


def _unadopted(actor: Actor, kind: str) -> selectors.AdoptedText:
    text = shipped_text(actor.community, kind)
    return selectors.shown(Version(community=actor.community, kind=kind, text=text))


def _editing(request: HttpRequest, slug: str, kind: str) -> tuple[Actor, Kind]:
    """Door: a co-chair, and a kind of text."""
    actor = actor_or_404(request, slug)
    require(can_change_documents(actor))
    return actor, selectors.get_kind_or_404(actor, kind)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write the next version; “Preview” shows it, with or without a script."""
    actor, known = _editing(request, slug, kind)
    draft = selectors.draft_of(actor.community, known)
    form = DraftForm(request.POST or None, initial=_begun_with(actor, known, draft))
    context = {"kind": known, "draft": draft, "form": form, "nav_key": "documents"}
    if request.method == "POST" and "preview" in request.POST:
        text = services.clean_text(request.POST.get("text", "")[: services.LONGEST_TEXT])
        context["preview"] = markdown_to_html(text, heading_offset=2)
        if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
            return render(request, "documents/_draft_preview.html", context)
    elif request.method == "POST" and form.is_valid():
        try:
            services.save_draft(actor=actor, kind=known, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The draft is saved. Only co-chairs see it."))
            return redirect("documents:document_detail", slug=slug, kind=kind)
    return render(request, "documents/draft_edit.html", context)


def _begun_with(actor: Actor, kind: Kind, draft: Version | None) -> dict[str, str]:
    """The draft, else what holds, else what comes with the program."""
    if draft is not None:
        seen = selectors.fingerprint(draft.text)
        return {"text": draft.text, "note": draft.note, "seen": seen}
    current = selectors.current_version(actor.community, kind)
    return {"text": current.text if current else shipped_text(actor.community, kind)}


@require_http_methods(["GET", "HEAD", "POST"])
def draft_adopt(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """See what changes, name the day of review, and adopt."""
    actor, known = _editing(request, slug, kind)
    draft = selectors.draft_of(actor.community, known)
    current = selectors.current_version(actor.community, known)
    form = AdoptForm(
        request.POST or None, initial={"seen": selectors.fingerprint(draft.text if draft else "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.adopt_draft(actor=actor, kind=known, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Adopted. Members are offered it to read."))
            return redirect("documents:document_detail", slug=slug, kind=kind)
    context = {
        "kind": known,
        "draft": draft,
        "text": selectors.shown(draft) if draft else None,
        "passages": passages(current.text, draft.text) if current and draft else [],
        "form": form,
        "nav_key": "documents",
    }
    return render(request, "documents/draft_adopt.html", context)


@require_POST
def draft_discard(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Throw the draft away."""
    actor, known = _editing(request, slug, kind)
    services.discard_draft(actor=actor, kind=known)
    messages.success(request, _("The draft is discarded. What holds, holds on."))
    return redirect("documents:document_detail", slug=slug, kind=kind)


@require_http_methods(["GET", "HEAD", "POST"])
def document_review(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Confirm a text as it is, until the next review."""
    actor, known = _editing(request, slug, kind)
    version = selectors.current_version(actor.community, known)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_review(actor=actor, kind=known, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Confirmed until the next review."))
            return redirect("documents:document_detail", slug=slug, kind=kind)
    context = {"kind": known, "version": version, "form": form, "nav_key": "documents"}
    return render(request, "documents/document_review.html", context)
