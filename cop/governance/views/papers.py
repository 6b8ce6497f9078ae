"""The notice and the draft of the assessment: pages inside, and Word files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.files import file_response
from cop.core.policy import Actor, require
from cop.governance.assessment import assessment_of
from cop.governance.enums import Stage
from cop.governance.policies import (
    can_change_governance,
    can_view_governance,
    can_view_stages,
)
from cop.governance.selectors import (
    checklist,
    current_notice,
    governance_of,
    notice_print,
)
from cop.governance.services import confirm_notice
from cop.governance.word import word_file
from cop.members.selectors import actor_or_404

PAPERS = {"notice": can_view_stages, "assessment": can_view_governance}


@require_http_methods(["GET", "HEAD", "POST"])
def notice_read(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice, and for co-chairs the button that confirms it as read."""
    actor = actor_or_404(request, slug)
    require(can_view_stages(actor))
    facts = governance_of(actor.community)
    problem = ""
    if request.method == "POST":
        problem = _confirm(request, actor)
        if not problem:
            return redirect("governance:stage_detail", slug, Stage.MEET)
    items = [item for stage in Stage for item in checklist(actor.community, stage)]
    context = {
        "notice": current_notice(actor.community, facts),
        "seen": notice_print(actor.community),
        "facts": facts,
        "missing": [item for item in items if item.key == "notice" and not item.done],
        "changes": can_change_governance(actor),
        "problem": problem,
        "community": actor.community,
        "nav_key": "governance",
    }
    return render(request, "governance/notice_read.html", context)


def _confirm(request: HttpRequest, actor: Actor) -> str:
    """Confirm the notice as it was read. Returns why not, or ""."""
    require(can_change_governance(actor))
    try:
        confirm_notice(actor=actor, seen=request.POST.get("seen", ""))
    except Refused as refused:
        return refused.message
    messages.success(request, _("The notice is confirmed as it is now."))
    return ""


@require_safe
def assessment_read(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of the assessment."""
    actor = actor_or_404(request, slug)
    require(can_view_governance(actor))
    facts = governance_of(actor.community)
    assessment = assessment_of(actor.community, facts)
    context = {
        "assessment": assessment,
        "notice": assessment.notice,
        "facts": facts,
        "community": actor.community,
        "nav_key": "governance",
    }
    return render(request, "governance/assessment_read.html", context)


@require_safe
def paper_download(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    """One of the two as a Word file."""
    actor = actor_or_404(request, slug)
    if paper not in PAPERS:
        raise Http404
    require(PAPERS[paper](actor))
    try:
        content = word_file(paper, actor.community, governance_of(actor.community))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(f"governance:{paper}_read", slug)
    name = f"{actor.community.slug}-{paper}.docx"
    return file_response(content, name)
