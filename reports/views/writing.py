"""Pages on which the sections of a report are written, previewed and remarked on."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cop.core import clock
from cop.core.changes import passages
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from reports import services
from reports.forms import AnswerForm, RemarkForm, SectionForm
from reports.models import Section
from reports.policies import can_remark, can_resolve_remark, can_write_section, is_own_remark
from reports.render.preview import preview_of
from reports.sections import guidance_of
from reports.selectors import (
    get_remark_or_404,
    get_section_or_404,
    get_wording_or_404,
    remarks_on,
    wording_before,
    wordings_of,
)
from reports.services.writing import OvertakenError

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
def section_detail(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """A section: to be read and remarked on, and written by its authors."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    form = _form(section, request)
    if request.method == "POST":
        require(can_write_section(actor, section))
        if form.is_valid():
            try:
                services.write_section(actor=actor, section=section, **form.cleaned_data)
            except OvertakenError as overtaken:
                return _conflict(request, actor, overtaken.section, form)
            messages.success(request, _("The section is saved."))
            return _to(section)
    return _page(request, actor, section, form=form)


@require_POST
def section_save(request: HttpRequest, slug: str, report_id: int, section_id: int) -> JsonResponse:
    """Keep what stands in the editor by itself, and say in words how it went."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    require(can_write_section(actor, section))
    form = _form(section, request)
    if not form.is_valid():
        problems = [str(problem) for found in form.errors.values() for problem in found]
        return JsonResponse({"words": " ".join([_("Not saved."), *problems])}, status=400)
    try:
        section = services.write_section(
            actor=actor, section=section, by_itself=True, **form.cleaned_data
        )
    except OvertakenError:
        words = _(
            "Somebody else has saved this section since you opened it. Nothing more is saved by "
            "itself: press “Save” to see their words beside yours."
        )
        return JsonResponse({"words": words}, status=409)
    at = clock.local(clock.now(), actor.community.time_zone)
    words = _("Saved at %s") % f"{at:%H:%M}"
    return JsonResponse({"words": words, "revision": section.revision})


@require_POST
def section_preview(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """The words as readers will see them; nothing is saved."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    require(can_write_section(actor, section))
    form = _form(section, request)
    preview = preview_of(section, form.cleaned_data["body"]) if form.is_valid() else None
    if "HX-Request" in request.headers:
        context: dict[str, Any] = {"preview": preview, "problems": form.errors.get("body", [])}
        return render(request, "reports/writing/_preview.html", context)
    return _page(request, actor, section, form=form, preview=preview)


@require_GET
def section_history(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """The wordings a section has had."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    page = Paginator(wordings_of(actor, section), PER_PAGE).get_page(request.GET.get("page"))
    context = {"section": section, "report": section.report, "page": page, "nav_key": "reports"}
    return render(request, "reports/writing/section_history.html", context)


@require_GET
def wording_detail(
    request: HttpRequest, slug: str, report_id: int, section_id: int, revision: int
) -> HttpResponse:
    """What one saving changed, and a way back to it."""
    actor = actor_or_404(request, slug)
    wording = get_wording_or_404(actor, report_id, section_id, revision)
    before = wording_before(wording)
    context = {
        "nav_key": "reports",
        "wording": wording,
        "section": wording.section,
        "report": wording.section.report,
        "before": before,
        "passages": passages(before.body if before else "", wording.body),
        "is_now": wording.revision == wording.section.revision,
        "can_write": can_write_section(actor, wording.section),
    }
    return render(request, "reports/writing/wording_detail.html", context)


@require_POST
def wording_restore(
    request: HttpRequest, slug: str, report_id: int, section_id: int, revision: int
) -> HttpResponse:
    """Word the section so again."""
    actor = actor_or_404(request, slug)
    wording = get_wording_or_404(actor, report_id, section_id, revision)
    require(can_write_section(actor, wording.section))
    read = request.POST.get("revision", "")
    try:
        services.restore_wording(
            actor=actor, wording=wording, revision=int(read) if read.isdecimal() else 0
        )
        messages.success(request, _("The section is worded so again. Nothing is lost."))
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect("reports:wording_detail", slug, report_id, section_id, revision)
    return _to(wording.section)


@require_POST
def remark_add(request: HttpRequest, slug: str, report_id: int, section_id: int) -> HttpResponse:
    """Remark on a section."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    require(can_remark(actor, section.report))
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            services.add_remark(actor=actor, section=section, **form.cleaned_data)
            messages.success(request, _("Your remark stands below the section."))
            return _to(section)
        except Refused as problem:
            form.add_error(None, problem.message)
    return _page(request, actor, section, remark_form=form, forms=[form])


@require_http_methods(["GET", "POST"])
def remark_resolve(
    request: HttpRequest, slug: str, report_id: int, section_id: int, remark_id: int
) -> HttpResponse:
    """Close a remark, with a word on what became of it."""
    actor = actor_or_404(request, slug)
    remark = get_remark_or_404(actor, report_id, section_id, remark_id)
    require(can_resolve_remark(actor, remark))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.resolve_remark(actor=actor, remark=remark, **form.cleaned_data)
        messages.success(request, _("The remark is resolved."))
        return _to(remark.section)
    context = {
        "nav_key": "reports",
        "remark": remark,
        "section": remark.section,
        "report": remark.section.report,
        "form": form,
    }
    return render(request, "reports/writing/remark_resolve.html", context)


def _form(section: Section, request: HttpRequest) -> SectionForm:
    return SectionForm(request.POST if request.method == "POST" else None, initial=_read(section))


def _read(section: Section) -> dict[str, Any]:
    return {"title": section.title, "body": section.body, "revision": section.revision}


def _page(request: HttpRequest, actor: Actor, section: Section, **more: Any) -> HttpResponse:
    can_write = can_write_section(actor, section)
    remarks = remarks_on(actor, section)
    context = {
        "nav_key": "reports",
        "section": section,
        "report": section.report,
        "guidance": guidance_of(section.kind),
        "beginnings": services.beginnings_of(section) if can_write else {},
        "can_write": can_write,
        "form": SectionForm(initial=_read(section)),
        "preview": "" if can_write else preview_of(section, section.body),
        "remarks": remarks,
        "resolvable": {one.pk for one in remarks if can_write or is_own_remark(actor, one)},
        "remark_form": RemarkForm() if can_remark(actor, section.report) else None,
        **more,
    }
    return render(request, "reports/writing/section_detail.html", context)


def _conflict(
    request: HttpRequest, actor: Actor, section: Section, form: SectionForm
) -> HttpResponse:
    """Theirs beside yours; saved from here, yours stand on top of what you have now read."""
    mine = form.cleaned_data
    again = SectionForm(initial={**mine, "revision": section.revision})
    newest = wordings_of(actor, section).first()
    context = {
        "nav_key": "reports",
        "section": section,
        "report": section.report,
        "form": again,
        "newest": newest,
        "passages": passages(section.body, mine["body"]),
    }
    return render(request, "reports/writing/section_conflict.html", context, status=409)


def _to(section: Section) -> HttpResponse:
    slug = section.report.community.slug
    return redirect("reports:section_detail", slug, section.report_id, section.pk)
