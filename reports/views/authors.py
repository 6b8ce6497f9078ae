"""Pages about who writes along, how they are named, and one's own reflection."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import selectors, services
from reports.forms import EditorForm, OwnNameForm, ReflectionForm
from reports.policies import can_arrange_sections, can_name_oneself, can_reflect, can_see_authors
from reports.views.desk import Desk


@require_http_methods(["GET", "POST"])
def editor_list(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Who writes along; the secretary asks more people."""
    actor = actor_or_404(request, slug)
    report = selectors.get_draft_or_404(actor, report_id)
    can_ask = can_arrange_sections(actor, report)
    form = EditorForm(report, request.POST or None) if can_ask else None
    if request.method == "POST":
        require(can_ask)
        if form is not None and form.is_valid():
            services.add_editor(actor=actor, report=report, **form.cleaned_data)
            messages.success(request, _("They can write now. Let them know."))
            return redirect("reports:editor_list", slug, report_id)
    context = {
        "nav_key": "reports",
        "report": report,
        "editors": selectors.editors_of(actor, report),
        "sees_authors": can_see_authors(actor),
        "form": form,
        "is_anybody_left": form is not None and form.fields["person"].queryset.exists(),  # type: ignore[attr-defined]
        "own": selectors.own_editor(actor, report),
    }
    return render(request, "reports/writing/editor_list.html", context)


@require_POST
def editor_remove(request: HttpRequest, slug: str, report_id: int, editor_id: int) -> HttpResponse:
    """They write along no longer."""
    actor = actor_or_404(request, slug)
    editor = selectors.get_editor_or_404(actor, report_id, editor_id)
    services.remove_editor(actor=actor, editor=editor)
    messages.success(request, _("They do not write along any more. What they wrote stays."))
    return redirect("reports:editor_list", slug, report_id)


@require_http_methods(["GET", "POST"])
def own_name(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Whether and how the person stands on the cover."""
    actor = actor_or_404(request, slug)
    report = selectors.get_report_of_mine_or_404(actor, report_id)
    require(can_name_oneself(actor, report))
    own = selectors.own_editor(actor, report)
    form = OwnNameForm(request.POST or None, initial={"named_as": own.named_as if own else ""})
    if request.method == "POST" and form.is_valid():
        editor = services.name_oneself(actor=actor, report=report, **form.cleaned_data)
        said = _("You are named on the cover.") if editor.named_as else _("You are not named.")
        messages.success(request, said)
        return redirect("reports:own_name", slug, report_id)
    context = {"form": form, "report": report, "own": own, "nav_key": "reports"}
    return render(request, "reports/writing/own_name.html", context)


@require_http_methods(["GET", "POST"])
def own_reflection(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """One's own reflection: written alone, released when its author wishes."""
    actor = actor_or_404(request, slug)
    report = selectors.get_report_of_mine_or_404(actor, report_id)
    require(can_reflect(actor, report))
    own = selectors.own_reflection(actor, report)
    written = {"words": own.words, "named_as": own.named_as} if own else None
    form = ReflectionForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        release = "release" in request.POST
        try:
            services.keep_reflection(
                actor=actor, report=report, release=release, **form.cleaned_data
            )
            said = _("It is released for the report.") if release else _("Saved, for you alone.")
            messages.success(request, said)
            return redirect("reports:own_reflection", slug, report_id)
        except Refused as problem:
            form.add_error(None, problem.message)
    context = {"form": form, "report": report, "own": own, "nav_key": "reports"}
    return render(request, "reports/writing/own_reflection.html", context)


@require_POST
def reflection_withdraw(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Take a released reflection back."""
    actor = actor_or_404(request, slug)
    report = selectors.get_report_of_mine_or_404(actor, report_id)
    services.take_back_reflection(actor=actor, report=report)
    messages.success(request, _("It is yours alone again."))
    return redirect("reports:own_reflection", slug, report_id)


def writing_card(desk: Desk) -> dict[str, Any] | None:
    """Who writes along, and what the person may say for themselves."""
    if not desk.is_draft:
        return None
    editors = list(desk.report.editors.all())
    person = desk.actor.person
    return {
        "editors": len(editors),
        "named": sum(bool(one.named_as) for one in editors),
        "is_editor": any(person is not None and one.person_id == person.pk for one in editors),
        "can_reflect": can_reflect(desk.actor, desk.report),
        "reflections": len(desk.content.get("reflections", [])),
    }
