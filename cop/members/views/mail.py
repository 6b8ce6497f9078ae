"""Mail is read before it leaves, and followed until it has arrived."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from cop.audit.services import record_reading
from cop.core.confirmation import confirm_first
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.registry import mail_is_about
from cop.members import mailings, services
from cop.members.forms_mail import RecipientForm, ReturnedForm
from cop.members.policies import can_view_mail, can_view_roster
from cop.members.selectors import actor_or_404, members_of
from cop.post.models import Mailing
from cop.post.selectors import calendar_in_words, progress_of

ON_A_PAGE = 50
SECTION = "mail"


@require_safe
def mailing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Drafts first, then the log: what, when and how many."""
    actor = actor_or_404(request, slug)
    require(can_view_mail(actor))
    page = Paginator(mailings.visible_mailings(actor), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": mailings.in_lines(actor, list(page)), "nav_key": SECTION}
    return render(request, "members/mailing_list.html", context)


@require_safe
def mailing_detail(request: HttpRequest, slug: str, mailing_id: UUID) -> HttpResponse:
    """A draft with the mail of each recipient, or how far it is; htmx asks for that alone."""
    actor = actor_or_404(request, slug)
    mailing = mailings.get_visible_mailing_or_404(actor, mailing_id)
    progress = progress_of(mailing)
    context = {"mailing": mailing, "progress": progress, "nav_key": SECTION}
    if request.htmx:  # type: ignore[attr-defined]
        if not progress.is_going:
            return HttpResponseClientRefresh()
        return render(request, "members/_mailing_progress.html", context)
    context |= {
        "title": mailings.title_of(mailing),
        "about": mail_is_about(actor.community, [mailing.about]).get(mailing.about),
        "names": mailings.may_see_names(actor, mailing),
        "unsettled": mailings.unsettled_with_entries(actor, mailing),
    }
    if mailing.is_draft and progress.total:
        context |= _draft(request, actor, mailing)
    if context["names"]:
        context["copy"] = mailings.copy_of(actor, mailing)
        record_reading(actor=actor, what="roster", target=actor.community)
    return render(request, "members/mailing_detail.html", context)


def _draft(request: HttpRequest, actor: Actor, mailing: Mailing) -> dict[str, Any]:
    """The mail of the recipient they chose, or of the first."""
    recipients = mailings.drafts_in(actor, mailing)
    form = RecipientForm(request.GET if "to" in request.GET else None, recipients=recipients)
    chosen = form.cleaned_data["to"] if form.is_bound and form.is_valid() else recipients[0][0]
    draft = mailings.get_draft_or_404(mailing, int(chosen))
    calendar = calendar_in_words(draft.calendar, actor.community.time_zone)
    return {"recipient_form": form, "draft": draft, "calendar": calendar}


@require_safe
def message_formatted(
    request: HttpRequest, slug: str, mailing_id: UUID, message_id: int
) -> HttpResponse:
    """The formatted part of a draft as mail programs show it, on a page of its own."""
    actor = actor_or_404(request, slug)
    mailing = mailings.get_visible_mailing_or_404(actor, mailing_id)
    return HttpResponse(mailings.get_draft_or_404(mailing, message_id).html)


def _still_there(request: HttpRequest, actor: Actor, mailing_id: UUID) -> Mailing | None:
    """The mailing; None, and a sentence, for whoever looks after mail where it was put away."""
    gone = not Mailing.objects.filter(pk=mailing_id).exists()
    if request.method == "POST" and gone and can_view_mail(actor):
        messages.error(request, _("This draft was put away meanwhile; nobody was sent it."))
        return None
    return mailings.get_visible_mailing_or_404(actor, mailing_id)


@require_http_methods(["GET", "HEAD", "POST"])
def mailing_send(request: HttpRequest, slug: str, mailing_id: UUID) -> HttpResponse:
    """Ask once, then let the drafts leave."""
    actor = actor_or_404(request, slug)
    mailing = _still_there(request, actor, mailing_id)
    if mailing is None:
        return redirect("members:mailing_list", slug)
    context = {"mailing": mailing, "title": mailings.title_of(mailing), "nav_key": SECTION}
    if not mailing.is_draft:
        return redirect("members:mailing_detail", slug, mailing.pk)
    if request.method == "POST":
        try:
            services.send_mailing(actor=actor, mailing=mailing)
        except Refused as refused:
            context["problem"] = refused.message
        else:
            return redirect("members:mailing_detail", slug, mailing.pk)
    context["progress"] = progress_of(mailing)
    return render(request, "members/mailing_send.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mailing_discard(request: HttpRequest, slug: str, mailing_id: UUID) -> HttpResponse:
    """Ask once, then put the drafts away."""
    actor = actor_or_404(request, slug)
    mailing = _still_there(request, actor, mailing_id)
    if mailing is None:
        return redirect("members:mailing_list", slug)
    if not mailing.is_draft:
        return redirect("members:mailing_detail", slug, mailing.pk)
    if request.method == "POST":
        try:
            services.put_mailing_away(actor=actor, mailing=mailing)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The draft is put away. Nobody was sent anything."))
        return redirect("members:mailing_list", slug)
    context = {"mailing": mailing, "title": mailings.title_of(mailing), "nav_key": SECTION}
    context |= {"progress": progress_of(mailing)}
    return render(request, "members/mailing_discard.html", context)


@require_POST
def message_settle(
    request: HttpRequest, slug: str, mailing_id: UUID, message_id: int
) -> HttpResponse:
    """One click: it arrived, or send it again."""
    actor = actor_or_404(request, slug)
    mailing = mailings.get_visible_mailing_or_404(actor, mailing_id)
    message = get_object_or_404(mailing.messages.select_related("mailing"), pk=message_id)
    arrived = request.POST.get("how") == "arrived"
    try:
        services.settle_message(actor=actor, message=message, arrived=arrived)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        said = _("Noted: it arrived.") if arrived else _("It is sent again.")
        messages.success(request, said)
    return redirect("members:mailing_detail", slug, mailing.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def mailing_returned(request: HttpRequest, slug: str, mailing_id: UUID) -> HttpResponse:
    """The secretary notes a mail that came back to them later."""
    actor = actor_or_404(request, slug)
    require(can_view_roster(actor))
    mailing = mailings.get_visible_mailing_or_404(actor, mailing_id)
    form = ReturnedForm(request.POST or None)
    form.fields["member"].queryset = members_of(actor.community).exclude(email="")  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            services.note_mail_came_back(actor=actor, mailing=mailing, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Noted. It stands beside the member’s entry too."))
            return redirect("members:mailing_detail", slug, mailing.pk)
    context = {"form": form, "mailing": mailing, "title": mailings.title_of(mailing)}
    return render(request, "members/mailing_returned.html", context | {"nav_key": SECTION})


@require_safe
@confirm_first
def mailing_copy(request: HttpRequest, slug: str, mailing_id: UUID) -> HttpResponse:
    """Text and addresses for the community's own mail program; the secretary's alone."""
    actor = actor_or_404(request, slug)
    require(can_view_roster(actor))
    mailing = mailings.get_visible_mailing_or_404(actor, mailing_id)
    try:
        copy = services.copy_mailing(actor=actor, mailing=mailing)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("members:mailing_detail", slug, mailing.pk)
    context = {"mailing": mailing, "title": mailings.title_of(mailing), "nav_key": SECTION}
    return render(request, "members/mailing_copy.html", context | {"copy": copy})
