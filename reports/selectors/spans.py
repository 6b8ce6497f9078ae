"""Which days a new report is likely to be about, and what looks like a slip in them."""

import calendar
import datetime as dt
import re

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.periods import MONTHS_IN_A_YEAR, months_after
from cop.members.models import Community
from reports.models import Report
from reports.render import words
from sessions_app.enums import SessionState
from sessions_app.models import Session

LONGEST = 18  # months that one report may still cover; of more, the newest year is offered
YEAR = re.compile(r"\b20\d\d\b")
NAMED = 3  # reports that share days; more would only repeat themselves


def sessions_to_report(community: Community) -> list[dt.date]:
    """The days of sessions held that no report covers yet."""
    today = clock.today(community.time_zone)
    held = Session.objects.filter(community=community, held_on__lte=today)
    days = held.exclude(state=SessionState.CANCELLED).order_by("held_on")
    all_days = list(days.values_list("held_on", flat=True))
    last = Report.objects.filter(community=community).first()
    return [day for day in all_days if last is None or day > last.to_on]


def usual_span(community: Community, held: list[dt.date]) -> tuple[dt.date, dt.date]:
    """From the month of the first of these sessions to that of the last; else a year."""
    if not held:
        last = Report.objects.filter(community=community).first()
        today = clock.today(community.time_zone)
        first = last.to_on + dt.timedelta(days=1) if last else today.replace(month=1, day=1)
        return first, months_after(first, MONTHS_IN_A_YEAR) - dt.timedelta(days=1)
    first, last_day = held[0].replace(day=1), _end_of_month(held[-1])
    if months_after(first, LONGEST) <= last_day:
        first = months_after(last_day + dt.timedelta(days=1), -MONTHS_IN_A_YEAR)
    return first, last_day


def years_in_words(first: dt.date, last: dt.date) -> str:
    """2026, or 2025–26."""
    if first.year == last.year:
        return str(first.year)
    return f"{first.year}–{last:%y}"


def doubts_about_span(
    community: Community,
    title: str,
    first: dt.date,
    last: dt.date,
    *,
    besides: Report | None = None,
) -> list[str]:
    """What looks like a slip in a report's title and days, and may be meant: it is asked once."""
    doubts = []
    if any(not first.year <= int(year) <= last.year for year in YEAR.findall(title)):
        said = {"years": years_in_words(first, last)}
        doubts.append(
            _("The title names another year than the days, which are of %(years)s.") % said
        )
    others = Report.objects.filter(community=community, from_on__lte=last, to_on__gte=first)
    if besides:
        others = others.exclude(pk=besides.pk)
    for other in others[:NAMED]:
        days = words.span(max(first, other.from_on).isoformat(), min(last, other.to_on).isoformat())
        said = {"title": other.title, "days": days}
        doubts.append(_("“%(title)s” is about some of these days too: %(days)s.") % said)
    return doubts


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
