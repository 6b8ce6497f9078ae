"""What the person took part in themselves, and the papers about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.files import file_response
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import services
from reports.certificates import own_years
from reports.policies import can_take_certificate, can_view_attended
from reports.selectors import finished_sheet_or_404, get_sheet_or_404, own_words
from sessions_app.selectors import get_visible_session_or_404, names_kept_until


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_detail(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One's own certificate of one session; POST has it made."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_take_certificate(actor, session))
    if request.method == "POST":
        sheet = services.start_certificate(actor=actor, session=session)
        return redirect("reports:sheet_detail", slug, sheet.pk)
    context = {
        "nav_key": "sessions",
        "session": session,
        "words": own_words(actor, session=session),
        "until": names_kept_until(session),
    }
    return render(request, "reports/certificate_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attended_year(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own sessions and hours of a year; POST has them put on paper."""
    actor = actor_or_404(request, slug)
    require(can_view_attended(actor))
    years = own_years(actor)
    asked = (request.POST if request.method == "POST" else request.GET).get("year", "")
    year = next((one for one in years if str(one) == asked), max(years, default=0))
    if request.method == "POST":
        sheet = services.start_year_sheet(actor=actor, year=year)
        return redirect("reports:sheet_detail", slug, sheet.pk)
    words = own_words(actor, year=year) if year else None
    context = {"years": years, "year": year, "words": words}
    return render(request, "reports/attended_year.html", context)


@require_safe
def sheet_detail(request: HttpRequest, slug: str, sheet_id: UUID) -> HttpResponse:
    """How far a paper is, and the way to it (a fragment for htmx)."""
    actor = actor_or_404(request, slug)
    sheet = get_sheet_or_404(actor, sheet_id)
    is_poll = "HX-Request" in request.headers
    template = "_sheet_progress.html" if is_poll else "sheet_detail.html"
    return render(request, f"reports/{template}", {"sheet": sheet, "nav_key": "sessions"})


@require_safe
def sheet_file(request: HttpRequest, slug: str, sheet_id: UUID) -> HttpResponse:
    """The finished paper. Its name says the day and neither title nor person."""
    actor = actor_or_404(request, slug)
    sheet = finished_sheet_or_404(get_sheet_or_404(actor, sheet_id))
    session = sheet.session or (sheet.summary.session if sheet.summary else None)
    day = session.held_on.isoformat() if session else sheet.year
    name = f"{slugify(sheet.get_kind_display())}-{day}.pdf"
    return file_response(bytes(sheet.pdf or b""), name)
