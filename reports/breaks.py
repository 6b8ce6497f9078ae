"""Breaks in the series: what was asked, counted or held otherwise than in the report before."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from reports.render.figure_parts import formats_in_words
from reports.schema import Questionnaire, ReportData
from reports.sentences import length_in_words, months_and_days


def breaks_in_series(before: ReportData, now: ReportData) -> list[str]:
    """A sentence for each; none where both years were alike."""
    return [said for said in (one(before, now) for one in BREAKS) if said]


def is_same_questionnaire(before: ReportData, now: ReportData) -> bool:
    """The same code, and under it the same words in the same order."""
    return _asked(before["questionnaire"]) == _asked(now["questionnaire"])


def _asked(given: Questionnaire) -> tuple[object, ...]:
    items = [(one["key"], one["text"], one["polarity"]) for one in given["items"]]
    return given["code"], given["stem"], items


def _questionnaire(before: ReportData, now: ReportData) -> str:
    if is_same_questionnaire(before, now):
        return ""
    codes = {"before": before["questionnaire"]["code"], "now": now["questionnaire"]["code"]}
    if codes["before"] != codes["now"]:
        return _("The questionnaire changed from %(before)s to %(now)s.") % codes
    return _("The words of the questionnaire %(now)s changed.") % codes


def _formats(before: ReportData, now: ReportData) -> str:
    held = [{one["format"] for one in data["sessions"]} for data in (before, now)]
    if held[0] == held[1] or not all(held):
        return ""
    return _("The formats of sessions changed. Before: %(before)s. Now: %(now)s.") % {
        "before": formats_in_words(before["sessions"]),
        "now": formats_in_words(now["sessions"]),
    }


def _rhythm(before: ReportData, now: ReportData) -> str:
    if before["rhythm"] == now["rhythm"]:
        return ""
    rhythms = {"session": _("session by session"), "period": _("once for the period")}
    return _("Ratings were released %(before)s before, and %(now)s now.") % {
        "before": rhythms[before["rhythm"]],
        "now": rhythms[now["rhythm"]],
    }


def _caucuses(before: ReportData, now: ReportData) -> str:
    names = [sorted(term["name"] for term in data["terms"].values()) for data in (before, now)]
    if set(before["terms"]) == set(now["terms"]):
        return ""
    said = [", ".join(some) or _("none") for some in names]
    return _("The caucuses changed. Before: %(before)s. Now: %(now)s.") % {
        "before": said[0],
        "now": said[1],
    }


def _length(before: ReportData, now: ReportData) -> str:
    first, second = _days(before), _days(now)
    if months_and_days(*first) == months_and_days(*second):
        return ""
    return _(
        "The reports cover times of different length (before: %(before)s; now: %(now)s), so totals "
        "cannot be compared."
    ) % {"before": length_in_words(*first), "now": length_in_words(*second)}


def _unfinished(before: ReportData, now: ReportData) -> str:
    if before["so_far"] == now["so_far"]:
        return ""
    if now["so_far"]:
        return _("The time of this report is not over, so its totals will grow.")
    return _("The time of the report before was not over when it was published.")


def _days(data: ReportData) -> tuple[dt.date, dt.date]:
    period = data["period"]
    return dt.date.fromisoformat(period["from"]), dt.date.fromisoformat(period["to"])


BREAKS: tuple[Callable[[ReportData, ReportData], str], ...] = (
    _questionnaire,
    _formats,
    _rhythm,
    _caucuses,
    _length,
    _unfinished,
)
