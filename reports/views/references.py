"""The page where the works of a report are pasted."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import require
from cop.documents.selectors import fingerprint
from cop.members.selectors import actor_or_404
from reports import services
from reports.forms import ReferencesForm
from reports.policies import can_write_references
from reports.render.citations import Entry, entries_of
from reports.selectors import get_visible_report_or_404

if TYPE_CHECKING:
    from reports.views.cards import Desk


def references_card(desk: "Desk") -> dict[str, Any] | None:
    """For the page of a report."""
    if not can_write_references(desk.actor, desk.report):
        return None
    return {"has_references": bool(desk.report.references)}


@require_http_methods(["GET", "HEAD", "POST"])
def report_references(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Paste the works, see what is understood of them, keep them."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_write_references(actor, report))
    kept = {"references": report.references, "seen": fingerprint(report.references)}
    form = ReferencesForm(request.POST or None, initial=kept)
    shown = report.references
    if form.is_valid():
        shown = form.cleaned_data["references"]
        if "look" not in request.POST:
            try:
                services.write_references(actor=actor, report=report, **form.cleaned_data)
                messages.success(request, _("The references are saved."))
                return redirect("reports:report_references", slug=slug, report_id=report.pk)
            except Refused as problem:
                form.add_error(None, problem.message)
    context = {"form": form, "entries": _understood(form, shown), "report": report}
    return render(request, "reports/report_references.html", {**context, "nav_key": "reports"})


def _understood(form: ReferencesForm, pasted: str) -> tuple[Entry, ...]:
    """The works as the report would list them; an error of the form where they cannot be read."""
    try:
        return entries_of(pasted)
    except Refused as problem:
        if form.is_bound and not form.errors:
            form.add_error("references", problem.message)
        return ()
