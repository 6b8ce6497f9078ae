"""Planning a year in three steps, nothing stored before the last: choices, dates, all in words.

What was typed travels as hidden fields. ``step`` is the button pressed: none (choices typed),
"choices" and "dates" (back), "check" (dates typed), "save".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from cop.members.selectors import actor_or_404
from sessions_app.forms.year import RowForm, YearForm
from sessions_app.policies import can_schedule_session
from sessions_app.selectors import remarks_on_times, sessions_without_invitations
from sessions_app.services import MOST_AT_ONCE, plan_programme
from sessions_app.views.planning import posted

ROW = "row-"


@dataclass(frozen=True)
class Row:
    """A date of the plan with what there is to know of it."""

    form: RowForm
    when: str
    moved_from: str
    remarks: Sequence[str]


@require_http_methods(["GET", "HEAD", "POST"])
def programme_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Choices, then dates, then all of it in words."""
    actor = actor_or_404(request, slug)
    require(can_schedule_session(actor))
    step = request.POST.get("step", "")
    form = YearForm(request.POST or None, actor=actor, initial=_initial(actor))
    if step == "choices" or not form.is_valid():
        context = {"form": form, "nav_key": "sessions", "shut": shut_for(actor, Stage.MEET)}
        return render(request, "sessions_app/programme_plan.html", context)
    rows = _row_forms(request, form, is_first=step == "")
    are_right = all(row.is_valid() for row in rows) and not all(row.is_left_out for row in rows)
    if step == "save" and are_right and _save(request, actor, form, rows):
        # What comes next, for whoever may send them.
        comes_next = "sessions_invite" if sessions_without_invitations(actor) else "session_list"
        return redirect(f"sessions_app:{comes_next}", slug)
    is_check = step in ("check", "save") and are_right
    page = "programme_check" if is_check else "programme_dates"
    context = _context(form, rows, wants_one=step in ("check", "save") and not are_right)
    context |= {"choices": posted(request.POST, _is_choice)}
    context |= {"rows_typed": posted(request.POST, _is_of_row)}
    return render(request, f"sessions_app/{page}.html", context)


def _initial(actor: Actor) -> dict[str, Any]:
    return {"facilitators": [actor.person.pk] if actor.person else []}


def _is_of_row(name: str) -> bool:
    return name.startswith(ROW)


def _is_choice(name: str) -> bool:
    return name not in ("csrfmiddlewaretoken", "step") and not _is_of_row(name)


def _row_forms(request: HttpRequest, form: YearForm, *, is_first: bool) -> list[RowForm]:
    """As proposed, or as they were typed; as many as the choices say."""
    zone, number = form.actor.community.time_zone, form.cleaned_data["number"]
    if is_first:
        return [
            RowForm(prefix=f"{ROW}{at}", initial=values, time_zone=zone)
            for at, values in enumerate(form.proposed())
        ]
    return [
        RowForm(request.POST, prefix=f"{ROW}{at}", time_zone=zone)
        for at in range(min(number, MOST_AT_ONCE))
    ]


def _save(request: HttpRequest, actor: Actor, form: YearForm, rows: Sequence[RowForm]) -> bool:
    """Whether the sessions are planned; if not, the form says why."""
    clean = form.cleaned_data
    try:
        plan_programme(
            actor=actor,
            title=clean["title"],
            rhythm=clean["rhythm"],
            plans=[form.plan(row) for row in rows if not row.is_left_out],
            form_key=clean["form_key"],
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    number = sum(not row.is_left_out for row in rows)
    said = ngettext("%d session is planned.", "%d sessions are planned.", number)
    messages.success(request, said % number)
    return True


def _context(form: YearForm, rows: Sequence[RowForm], *, wants_one: bool) -> dict[str, Any]:
    shown = _rows(form, rows)
    return {
        "nav_key": "sessions",
        "form": form,
        "forms": [form, *rows],
        "rows": shown,
        "kept": [row for row in shown if not row.form.is_left_out],
        "in_words": form.in_words(),
        "format_name": str(form.chosen.name),
        "length": form.length(),
        "choice": form.cleaned_data,
        "wants_one": wants_one and all(row.is_left_out for row in rows),
    }


def _rows(form: YearForm, rows: Sequence[RowForm]) -> list[Row]:
    """Each date in words, with what it was moved off and what else is on."""
    community, minutes = form.actor.community, form.length()
    slots = {at: slot for at, row in enumerate(rows) if (slot := row.slot(minutes))}
    remarks = dict(zip(slots, remarks_on_times(community, list(slots.values())), strict=True))
    return [
        Row(
            row,
            slots[at].in_words(community.time_zone) if at in slots else "",
            _moved_from(row),
            remarks.get(at, ()),
        )
        for at, row in enumerate(rows)
    ]


def _moved_from(row: RowForm) -> str:
    """The bank holiday a proposed date gave way to."""
    values = row.cleaned_data if row.is_bound and row.is_valid() else row.initial
    day = values.get("moved_from")
    return clock.date_in_words(day) if day else ""
