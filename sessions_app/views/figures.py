"""Attendance over many sessions: the numbers of the annual report, whenever they are wanted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cop.core import clock
from cop.core.charts import CountBar, attendance_bars
from cop.core.figures import Rough, add_up, number_in, share_text
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.forms.figures import PeriodForm
from sessions_app.policies import can_view_attendance, can_view_attendance_whole, can_view_total
from sessions_app.selectors import AttendanceFigures, SessionFigures, attendance_figures

ON_ONE_DRAWING = 18  # more sessions and the labels would run into each other


@require_safe
def attendance_show(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything for the secretary; totals of closed registers for readers."""
    actor = actor_or_404(request, slug)
    require(can_view_attendance(actor))
    today = clock.today(actor.community.time_zone)
    form = PeriodForm(request.GET or None, today=today)
    figures = attendance_figures(actor.community, *form.days)
    context = {"form": form, "days": form.days, "nav_key": "sessions", "figures": figures}
    context |= _shown(actor, figures)
    return render(request, "sessions_app/attendance_show.html", context)


def _shown(actor: Actor, figures: AttendanceFigures) -> dict[str, Any]:
    """What of the figures this actor may see."""
    is_whole = can_view_attendance_whole(actor)
    sessions = [one for one in figures.sessions if is_whole or can_view_total(actor, one.session)]
    return {
        "is_whole": is_whole,
        "sessions": sessions,
        "total": add_up(one.came for one in sessions),
        "walk_ins": sum(one.walk_ins for one in sessions),
        "charts": _charts(sessions),
        "without_names": [
            str(place) for place, one in enumerate(sessions, start=1) if one.is_headcount
        ],
        "frequency": [
            (times, number, share_text(number, figures.by_name))
            for times, number in figures.times_came
        ],
        "never_came": share_text(figures.never_came, figures.members),
    }


def _charts(sessions: list[SessionFigures]) -> list[SafeString]:
    numbered = list(enumerate(sessions, start=1))
    return [
        attendance_bars(
            [_bar(*one) for one in numbered[first : first + ON_ONE_DRAWING]],
            name=f"attendance-{first}",
            title=_("Members who came, a bar for each session."),
            description=_("The numbers stand in the table that follows."),
        )
        for first in range(0, len(sessions), ON_ONE_DRAWING)
    ]


def _bar(place: int, one: SessionFigures) -> CountBar:
    printed = one.came.short if isinstance(one.came, Rough) else ""
    return CountBar(str(place), number_in(one.came), printed)
