"""Pages on which the evaluator writes findings, and on which readers of drafts follow them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from cop.members.selectors import actor_or_404
from reports import selectors, services
from reports.findings_page import findings_page
from reports.forms import FindingsSectionForm, RelationForm, RevisedForm, ThemeForm
from reports.models import Report
from reports.policies import can_edit_findings, can_view_draft
from reports.views.desk import Desk

RELATED = ("from_theme", "to_theme", "kind", "words", "revision")


@require_GET
def findings_detail(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """The whole: sections, themes, numbers of quotes, the map."""
    actor = actor_or_404(request, slug)
    report = selectors.get_report_with_findings_or_404(actor, report_id)
    can_edit = can_edit_findings(actor, report)
    context = {
        "nav_key": "reports",
        "report": report,
        "can_edit": can_edit,
        "shut": shut_for(actor, Stage.PUBLISH) if can_edit else None,
        **findings_page(actor, report),
    }
    return render(request, "reports/findings/detail.html", context)


@require_http_methods(["GET", "POST"])
def findings_section_add(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """A new section."""
    actor, report = _writer(request, slug, report_id)
    form = FindingsSectionForm(request.POST or None, report=report)

    def save(typed: dict[str, Any]) -> None:
        typed.pop("revision")
        services.add_findings_section(actor=actor, report=report, **typed)

    return _form_page(request, report, form, save, _("New section of the findings"))


@require_http_methods(["GET", "POST"])
def findings_section_change(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """Reword a section."""
    actor, report = _writer(request, slug, report_id)
    section = selectors.get_findings_section_or_404(report, section_id)
    read = {name: getattr(section, name) for name in ("title", "caucus", "narrative", "revision")}
    form = FindingsSectionForm(request.POST or None, report=report, initial=read)

    def save(typed: dict[str, Any]) -> None:
        services.change_findings_section(actor=actor, section=section, **typed)

    return _form_page(request, report, form, save, section.title, row=section)


@require_POST
def findings_section_move(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """One place up or down."""
    actor, report = _writer(request, slug, report_id)
    section = selectors.get_findings_section_or_404(report, section_id)
    services.move_findings_section(actor=actor, section=section, up="up" in request.POST)
    return _back(report, slug)


@require_http_methods(["GET", "POST"])
def findings_section_remove(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """Ask once, then remove it with its themes."""
    actor, report = _writer(request, slug, report_id)
    section = selectors.get_findings_section_or_404(report, section_id)
    question = _("Its themes, their relations and their quotes go with it. Comments stay.")

    def remove() -> None:
        services.remove_findings_section(actor=actor, section=section)

    return _remove_page(request, report, section.title, question, remove)


@require_http_methods(["GET", "POST"])
def theme_add(request: HttpRequest, slug: str, report_id: int, section_id: int) -> HttpResponse:
    """A new theme."""
    actor, report = _writer(request, slug, report_id)
    section = selectors.get_findings_section_or_404(report, section_id)
    form = ThemeForm(request.POST or None, report=report, initial={"section": section})

    def save(typed: dict[str, Any]) -> None:
        words = services.ThemeWords(**_words(typed))
        services.add_theme(actor=actor, section=typed["section"], words=words)

    return _form_page(request, report, form, save, _("New theme"))


@require_http_methods(["GET", "POST"])
def theme_change(request: HttpRequest, slug: str, report_id: int, theme_id: int) -> HttpResponse:
    """Reword a theme, or put it into another section."""
    actor, report = _writer(request, slug, report_id)
    theme = selectors.get_theme_or_404(report, theme_id)
    names = ("section", "title", "central_idea", "boundaries", "narrative", "lineage", "revision")
    read = {name: getattr(theme, name) for name in names} | {"earlier": theme.earlier.all()}
    form = ThemeForm(request.POST or None, report=report, initial=read)

    def save(typed: dict[str, Any]) -> None:
        services.change_theme(
            actor=actor,
            theme=theme,
            section=typed["section"],
            words=services.ThemeWords(**_words(typed)),
            revision=typed["revision"],
        )

    return _form_page(request, report, form, save, theme.title, row=theme)


@require_POST
def theme_move(request: HttpRequest, slug: str, report_id: int, theme_id: int) -> HttpResponse:
    """One place up or down in its section."""
    actor, report = _writer(request, slug, report_id)
    theme = selectors.get_theme_or_404(report, theme_id)
    services.move_theme(actor=actor, theme=theme, up="up" in request.POST)
    return _back(report, slug)


@require_http_methods(["GET", "POST"])
def theme_remove(request: HttpRequest, slug: str, report_id: int, theme_id: int) -> HttpResponse:
    """Ask once, then remove it."""
    actor, report = _writer(request, slug, report_id)
    theme = selectors.get_theme_or_404(report, theme_id)
    question = _("Its relations and its quotes go with it. Comments stay.")

    def remove() -> None:
        services.remove_theme(actor=actor, theme=theme)

    return _remove_page(request, report, theme.title, question, remove)


@require_http_methods(["GET", "POST"])
def relation_add(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """A new line of the map."""
    actor, report = _writer(request, slug, report_id)
    form = RelationForm(request.POST or None, report=report)

    def save(typed: dict[str, Any]) -> None:
        services.write_relation(actor=actor, report=report, **typed)

    return _form_page(request, report, form, save, _("How two themes are related"))


@require_http_methods(["GET", "POST"])
def relation_change(
    request: HttpRequest, slug: str, report_id: int, relation_id: int
) -> HttpResponse:
    """Change a line of the map."""
    actor, report = _writer(request, slug, report_id)
    line = selectors.get_relation_or_404(report, relation_id)
    read = {name: getattr(line, name) for name in RELATED}
    form = RelationForm(request.POST or None, report=report, initial=read)

    def save(typed: dict[str, Any]) -> None:
        services.write_relation(actor=actor, report=report, relation=line, **typed)

    return _form_page(request, report, form, save, _("How two themes are related"), row=line)


@require_http_methods(["GET", "POST"])
def relation_remove(
    request: HttpRequest, slug: str, report_id: int, relation_id: int
) -> HttpResponse:
    """Ask once, then take the line from the map."""
    actor, report = _writer(request, slug, report_id)
    line = selectors.get_relation_or_404(report, relation_id)
    question = _("The themes stay; only the line between them goes from the map.")

    def remove() -> None:
        services.remove_relation(actor=actor, relation=line)

    return _remove_page(request, report, line.words, question, remove)


def findings_card(desk: Desk) -> dict[str, Any] | None:
    """For the page of a full report’s draft: how many themes stand in it today."""
    findings = desk.content.get("findings")
    if findings is None or not desk.is_draft or not can_view_draft(desk.actor, desk.report):
        return None
    return {
        "themes": sum(len(part["themes"]) for part in findings["parts"]),
        "can_edit": can_edit_findings(desk.actor, desk.report),
    }


def _writer(request: HttpRequest, slug: str, report_id: int) -> tuple[Actor, Report]:
    actor = actor_or_404(request, slug)
    return actor, selectors.get_report_to_find_in_or_404(actor, report_id)


def _words(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in typed if name not in {"section", "revision"}}


def _form_page(
    request: HttpRequest,
    report: Report,
    form: RevisedForm,
    save: Callable[[dict[str, Any]], None],
    heading: str,
    *,
    row: Any = None,
) -> HttpResponse:
    """Save what was typed. Where somebody else has saved meanwhile, both are there to read."""
    if request.method == "POST" and form.is_valid():
        try:
            save(dict(form.cleaned_data))
            messages.success(request, _("Saved."))
            return _back(report, report.community.slug)
        except Refused as refused:
            form.add_error(None, refused.message)
    theirs = form.saved_meanwhile(row)
    context = {"report": report, "form": form, "heading": heading, "theirs": theirs, "row": row}
    return render(request, "reports/findings/form.html", {"nav_key": "reports", **context})


def _remove_page(
    request: HttpRequest, report: Report, title: str, question: str, remove: Callable[[], None]
) -> HttpResponse:
    if request.method == "POST":
        remove()
        messages.success(request, _("Removed."))
        return _back(report, report.community.slug)
    context = {"report": report, "title": title, "question": question}
    return render(request, "reports/findings/remove.html", {"nav_key": "reports", **context})


def _back(report: Report, slug: str) -> HttpResponse:
    return redirect("reports:findings_detail", slug=slug, report_id=report.pk)
