"""The gates of a full report: where they stand, and the act of each."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from reports import services
from reports.enums import Gate
from reports.forms import ReopenForm, SignForm, ValidationForm
from reports.gate_marks import consent_now, gates_of, marks_of
from reports.gates import WHOSE, consent_in_words, how_validated
from reports.models import Report
from reports.policies import (
    PASSES,
    can_pass_gate,
    can_reopen_gate,
    can_see_authors,
    can_share_report,
    can_view_draft,
    can_word_erratum,
    why_gate_shut,
    why_not_published,
)
from reports.selectors import (
    get_visible_report_or_404,
    sessions_to_validate_at,
    validation_known,
)

if TYPE_CHECKING:
    from reports.views.desk import Desk


def gates_card(desk: "Desk") -> dict[str, Any] | None:
    """Where the gates stand, the editions there are, and what can be done with both."""
    actor, report = desk.actor, desk.report
    return {
        **(_gate_lines(actor, report, desk.digest) if _sees_gates(actor, report) else {}),
        "is_published": report.published_at is not None,
        "can_share": report.published_at is not None and can_share_report(actor, report),
        "can_correct": can_word_erratum(actor, report),
    }


def _sees_gates(actor: Actor, report: Report) -> bool:
    return report.is_full and can_view_draft(actor, report)


def _gate_lines(actor: Actor, report: Report, digest: str = "") -> dict[str, Any]:
    """A line for each gate."""
    states = gates_of(report, digest=digest if report.is_being_written else "")
    return {
        "lines": [
            {
                "state": state,
                "whose": WHOSE[state.gate],
                "said": _what_it_says(state.gate, state.record),
                "may_pass": state.is_next and can_pass_gate(actor, report, state.gate),
                "may_reopen": state.is_passed and can_reopen_gate(actor, report, state.gate),
            }
            for state in states
        ],
        "names_people": can_see_authors(actor),
        "all_passed": all(state.is_passed for state in states),
    }


def _what_it_says(gate: Gate, record: Any) -> str:
    if record is None or not record.is_passed:
        return ""
    words = {Gate.VALIDATION: how_validated, Gate.CONSENT: consent_in_words}
    return words[gate](record.facts) if gate in words else ""


@require_GET
def report_gates(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Where the gates stand, and everything that was signed and opened again."""
    actor, report = _full_draft(request, slug, report_id)
    context = {
        "nav_key": "reports",
        "report": report,
        "records": report.gate_records.select_related("person").order_by("-pk"),
        "why_not": why_not_published(report),
        "here": _gate_lines(actor, report),
    }
    return render(request, "reports/gates/report_gates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gate_pass(request: HttpRequest, slug: str, report_id: int, gate: str) -> HttpResponse:
    """Read what the gate is about, and sign it."""
    actor, report = _full_draft(request, slug, report_id)
    require(can_pass_gate(actor, report, _gate_or_404(gate)))
    form = _form_for(Gate(gate), report, request)
    if request.method == "POST" and form.is_valid():
        try:
            services.pass_gate(
                actor=actor,
                report=report,
                gate=gate,
                role=form.cleaned_data["role"],
                comment=form.cleaned_data["comment"],
                seen=request.POST.get("seen", ""),
                facts=form.facts(),
            )
            messages.success(request, _("Signed. It is on record with your name and role."))
            return redirect("reports:report_gates", slug, report.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "reports/gates/gate_pass.html", _about(report, Gate(gate), form))


@require_http_methods(["GET", "HEAD", "POST"])
def gate_reopen(request: HttpRequest, slug: str, report_id: int, gate: str) -> HttpResponse:
    """Open a gate again, with a reason; what depends on it opens with it."""
    actor, report = _full_draft(request, slug, report_id)
    require(can_reopen_gate(actor, report, _gate_or_404(gate)))
    form = ReopenForm(request.POST or None, initial={"role": _own_role(actor, gate)})
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen_gate(actor=actor, report=report, gate=gate, **form.cleaned_data)
            messages.success(request, _("The gate is open again, and so is all that follows it."))
            return redirect("reports:report_gates", slug, report.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
    following = list(Gate)[list(Gate).index(Gate(gate)) + 1 :]
    context = {"nav_key": "reports", "report": report, "gate": Gate(gate), "form": form}
    return render(request, "reports/gates/gate_reopen.html", context | {"following": following})


def _full_draft(request: HttpRequest, slug: str, report_id: int) -> tuple[Actor, Report]:
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_view_draft(actor, report))
    if not report.is_full:
        raise Http404
    return actor, report


def _gate_or_404(gate: str) -> Gate:
    if gate not in Gate.values:
        raise Http404
    return Gate(gate)


def _own_role(actor: Actor, gate: str) -> str:
    role = PASSES[Gate(gate)]
    if role not in actor.roles:
        role = PASSES[Gate.APPROVAL]
    return str(role.label)


def _form_for(gate: Gate, report: Report, request: HttpRequest) -> SignForm:
    typed, role = request.POST or None, {"role": str(PASSES[gate].label)}
    if gate != Gate.VALIDATION:
        return SignForm(typed, initial=role)
    known = validation_known(report)
    return ValidationForm(typed, initial=role | known, sessions=sessions_to_validate_at(report))


def _about(report: Report, gate: Gate, form: SignForm) -> dict[str, Any]:
    newest = report.gate_records.filter(gate=Gate.FINDINGS, is_passed=True).last()
    marks = marks_of(report)
    return {
        "nav_key": "reports",
        "report": report,
        "gate": gate,
        "form": form,
        "why_shut": why_gate_shut(report, gate, marks=marks),
        "seen": marks[gate],
        "consent": consent_now(report) if gate == Gate.CONSENT else None,
        "agreed_at": newest.at if newest else None,
    }
