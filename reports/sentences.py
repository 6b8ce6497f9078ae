"""Finished sentences that stand beside the figures of a report; from plain values."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.figures import Count, Rough, add_up, number_in, share_text
from reports.render import words

MONTHS_OF_A_YEAR = 12
NAMED = 12  # sessions; more are only counted


def period_sentence(from_on: dt.date, to_on: dt.date) -> str:
    """Which days, and how long that is: fifteen months are no year."""
    return _("This report covers %(days)s: %(length)s.") % {
        "days": words.span(from_on.isoformat(), to_on.isoformat()),
        "length": length_in_words(from_on, to_on),
    }


def length_in_words(from_on: dt.date, to_on: dt.date) -> str:
    """How long it is from one day to another, both included."""
    if is_a_year(from_on, to_on):
        return _("one year")
    return _("%s, not a year") % months_in_words(from_on, to_on)


def is_a_year(from_on: dt.date, to_on: dt.date) -> bool:
    """Twelve months to the day, and nothing else, is called a year."""
    return months_and_days(from_on, to_on) == (MONTHS_OF_A_YEAR, 0)


def months_in_words(from_on: dt.date, to_on: dt.date) -> str:
    """Its months, and the days left over."""
    months, days = months_and_days(from_on, to_on)
    parts = []
    if months:
        parts.append(ngettext("%d month", "%d months", months) % months)
    if days:
        parts.append(ngettext("%d day", "%d days", days) % days)
    return _(" and ").join(parts)


def months_and_days(from_on: dt.date, to_on: dt.date) -> tuple[int, int]:
    """Whole months, and the days left over."""
    end = to_on + dt.timedelta(days=1)
    months = (end.year - from_on.year) * 12 + end.month - from_on.month
    if _later(from_on, months) > end:
        months -= 1
    return months, (end - _later(from_on, months)).days


def _later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def attendance_sentence(came: Sequence[Count]) -> str:
    """All sessions together, and from how few to how many."""
    total = add_up(came)
    numbers = {
        "total": total,
        "sessions": len(came),
        "least": min(came, key=number_in),
        "most": max(came, key=number_in),
    }
    if isinstance(total, int):
        return (
            _(
                "%(total)d attendances over %(sessions)d sessions, from %(least)d to %(most)d "
                "members at each."
            )
            % numbers
        )
    return (
        _(
            "%(sessions)d sessions, from %(least)s to %(most)s people at each; together these are "
            "%(total)s attendances."
        )
        % numbers
    )


def returning_sentence(came_before: Count, came: int) -> str:
    """How many of those who came had been there before the period."""
    if isinstance(came_before, Rough):
        return _(
            "Of %(came)d members who came, %(before)s had come before this period; of some "
            "earlier sessions only a number is known."
        ) % {"came": came, "before": came_before}
    return _("%s of the members who came had come before this period.") % share_text(
        came_before, came
    )


def coverage_sentence(counted: int, sessions: int, others: Mapping[str, Sequence[str]]) -> str:
    """From how many sessions there is feedback, and what is of the others, each by its reason.

    ``others`` leads from a reason, like "not asked", to the keys of the sessions.
    """
    said = ngettext(
        "Feedback from %(counted)d of %(sessions)d session.",
        "Feedback from %(counted)d of %(sessions)d sessions.",
        sessions,
    ) % {"counted": counted, "sessions": sessions}
    reasons = [
        _("%(reason)s: %(sessions)s.")
        % {"reason": reason[:1].upper() + reason[1:], "sessions": _sessions(keys)}
        for reason, keys in others.items()
    ]
    return " ".join([said, *reasons])


def _sessions(keys: Sequence[str]) -> str:
    if len(keys) > NAMED:
        return ngettext("%d session", "%d sessions", len(keys)) % len(keys)
    return ", ".join(keys)
