"""Pages of a report's files: asked for, followed, stopped, taken."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cop.core.files import file_response
from cop.members.selectors import actor_or_404
from reports import services
from reports.file_names import file_name
from reports.policies import can_render_report
from reports.render.briefing import newsletter
from reports.selectors import (
    earlier_files,
    edition_shown,
    edition_to_read,
    files_of,
    get_visible_report_or_404,
    going_rendering,
    latest_rendering,
    newsletter_words,
)


@require_http_methods(["GET", "POST"])
def rendering_detail(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """POST asks for the files; GET says how far they are (a fragment for htmx)."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    edition = edition_shown(actor, report)
    if request.method == "POST":
        services.start_rendering(actor=actor, report=report, edition=edition)
        return redirect("reports:rendering_detail", slug=slug, report_id=report.pk)
    is_poll = "HX-Request" in request.headers
    going = going_rendering(report, edition) if is_poll else None
    rendering = going or latest_rendering(report, edition)
    context = {
        "nav_key": "reports",
        "report": report,
        "edition": edition,
        "rendering": rendering,
        "files": files_of(rendering),
        "can_render": can_render_report(actor, report),
    }
    if is_poll:
        return render(request, "reports/files/_progress.html", context)
    context["earlier"] = earlier_files(report, edition)
    return render(request, "reports/files/rendering_detail.html", context)


@require_POST
def rendering_stop(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Stop what is being made."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    services.stop_rendering(actor=actor, report=report)
    return redirect("reports:rendering_detail", slug=slug, report_id=report.pk)


@require_GET
def rendering_file(
    request: HttpRequest, slug: str, report_id: int, file_format: str, number: int | None = None
) -> HttpResponse:
    """A finished file: of an edition by its number, or of what the person reads."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    edition = edition_shown(actor, report)
    if number is not None:
        edition = report.editions.filter(number=number).first()
        if edition is None:
            raise Http404
    made = services.download_report(
        actor=actor, report=report, edition=edition, file_format=file_format
    )
    name = file_name(report.title, edition.number if edition else None, file_format)
    return file_response(bytes(made.body), name)


@require_GET
def report_newsletter(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """A short text about the newest edition, to copy."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    edition = edition_to_read(report)
    if edition is None:
        raise Http404
    way = reverse("reports:report_read", args=[slug, report.pk])
    text = newsletter(edition.content, request.build_absolute_uri(way), newsletter_words(actor))
    context = {"report": report, "edition": edition, "text": text, "length": len(text.split())}
    return render(request, "reports/files/report_newsletter.html", context | {"nav_key": "reports"})
