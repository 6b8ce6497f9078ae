"""The register leaves as a spreadsheet: the secretary's alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core.clock import parse_iso_date
from cop.core.confirmation import confirm_first
from cop.core.errors import Refused
from cop.core.files import SPREADSHEETS, file_response
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app.imports.files import EXPORTS
from sessions_app.policies import can_export_register
from sessions_app.services import export_register

SECTION = "members"


@require_safe
@confirm_first
def export_start(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be taken, and what taking it means."""
    actor = actor_or_404(request, slug)
    require(can_export_register(actor))
    return render(request, "sessions_app/export_start.html", {"nav_key": SECTION})


@require_safe
@confirm_first
def export_file(request: HttpRequest, slug: str, what: str, extension: str) -> HttpResponse:
    """The one way out of names as a file."""
    actor = actor_or_404(request, slug)
    require(can_export_register(actor))
    if what not in EXPORTS or extension not in SPREADSHEETS:
        raise Http404
    try:
        days = [parse_iso_date(request.GET[name]) for name in ("from", "to")]
    except (KeyError, Refused):
        days = []
    content = export_register(
        actor=actor, what=what, extension=extension, days=(days[0], days[1]) if days else None
    )
    return file_response(content, f"{what}.{extension}")
