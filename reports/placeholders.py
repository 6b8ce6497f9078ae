"""Figures that authors print by name: ``{{ attendance.total }}``. Read from what is frozen.

A figure that there is not today is not in the catalogue, so that its name shows as unknown instead
of printing a gap or a nought.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cop.core.figures import share_text
from reports.render import words
from reports.schema import NOT_STATED, Cell, ReportData
from reports.sentences import months_and_days

TIMES = {1: "once", 2: "twice", 3: "three_times", 4: "four_times", 5: "five_times", 6: "six_times"}


@dataclass(frozen=True)
class Placeholder:
    """One figure: what authors type, what is printed today, and what it is."""

    name: str
    value: str
    about: str

    @property
    def typed(self) -> str:
        return f"{{{{ {self.name} }}}}"


def placeholders(data: ReportData) -> list[Placeholder]:
    """Every figure that can be printed by name, with its value today."""
    parts = (_about, _members, _attendance, _responses, _shared, _written)
    return [one for part in parts for one in part(data) if one.value]


def coverage(data: ReportData) -> tuple[int, int]:
    """Sessions whose number of responses is shown, and all sessions."""
    shown = [row for row in _rows(data, "responses_by_session") if isinstance(row[1], int)]
    return len(shown), len(data["sessions"])


def _about(data: ReportData) -> Iterator[Placeholder]:
    first, last = data["period"]["from"], data["period"]["to"]
    yield Placeholder("community", data["community"], _("The community’s name"))
    yield Placeholder("period", words.span(first, last), _("The days this report is about"))
    yield Placeholder("period.from", words.day(first), _("The first of these days"))
    yield Placeholder("period.to", words.day(last), _("The last of these days"))
    months, days = months_and_days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    if not days:
        yield Placeholder("period.months", str(months), _("Months in the period"))
    yield Placeholder("sessions.total", str(len(data["sessions"])), _("Sessions held"))
    topics = sum(len(session["topics"]) for session in data["sessions"])
    yield Placeholder("sessions.topics", str(topics), _("Topics recorded in these sessions"))
    if data["sessions"]:
        heard, held = coverage(data)
        said = _("%(heard)d of %(held)d sessions") % {"heard": heard, "held": held}
        yield Placeholder("coverage", said, _("Sessions with feedback, of all sessions"))


def _members(data: ReportData) -> Iterator[Placeholder]:
    rows = _rows(data, "members_by_organisation")
    total = data["tables"]["members_by_organisation"]["total"]
    if not rows or total is None:
        return
    yield Placeholder("members.total", str(total), _("Members on the register"))
    unstated = next((row[2] for row in rows if row[0] == NOT_STATED), "")
    yield Placeholder(
        "members.not_stated", str(unstated), _("Members whose organisation is not on the register")
    )


def _attendance(data: ReportData) -> Iterator[Placeholder]:
    came = data["tables"]["attendance_by_session"]["rows"]
    if not came:
        return
    yield Placeholder("attendance.total", str(came[-1][-1]), _("Attendances over all sessions"))
    each = _rows(data, "attendance_by_session")
    exact = [row[-1] for row in each if isinstance(row[-1], int)]
    if len(exact) == len(each):
        yield Placeholder("attendance.least", str(min(exact)), _("Members at the smallest session"))
        yield Placeholder("attendance.most", str(max(exact)), _("Members at the largest session"))
    for row in each:
        about = _("Members who came to session %s") % row[0]
        yield Placeholder(f"attendance.{_name(row[0])}", str(row[-1]), about)
    people = data["tables"]["attendance_frequency"]["total"]
    if people:
        yield Placeholder("attendance.people", str(people), _("Members who came at least once"))
        for times, members, *_rest in _rows(data, "attendance_frequency"):
            if isinstance(members, int) and times in TIMES:
                yield Placeholder(
                    f"attendance.{TIMES[int(times)]}",
                    share_text(members, people),
                    _("Members who came to %s of the sessions") % times,
                )


def _responses(data: ReportData) -> Iterator[Placeholder]:
    rows = data["tables"]["responses_by_session"]["rows"]
    if rows and rows[-1][0] == "Total":
        _total, answered, came, rate = rows[-1]
        yield Placeholder("responses.total", str(answered), _("Responses over all sessions"))
        yield Placeholder("responses.came", str(came), _("Those who came to these sessions"))
        yield Placeholder("responses.rate", str(rate), _("Responses of those who came"))
    for key, answered, _came, rate in _rows(data, "responses_by_session"):
        printed = rate if isinstance(answered, int) else answered
        about = _("Responses after session %s") % key
        yield Placeholder(f"responses.{_name(key)}", str(printed), about)


def _shared(data: ReportData) -> Iterator[Placeholder]:
    shared = data["share_backs"]
    if words.is_caucused(data):
        yield Placeholder("share_backs.total", str(len(shared)), _("Share-backs released"))
    found = data.get("accountability")
    if found is None:
        return
    yield Placeholder("asks.posted", str(found["posted"]), _("Asks posted"))
    yield Placeholder("commitments.total", str(found["taken_on"]), _("Commitments that were open"))
    answered = {
        "asks.answered": (found["answered"], found["posted"], _("Asks that were answered")),
        "commitments.kept": (found["kept"], found["taken_on"], _("Commitments kept")),
        "commitments.under_way": (
            found["under_way"],
            found["taken_on"],
            _("Commitments under way"),
        ),
        "commitments.not_kept": (found["not_kept"], found["taken_on"], _("Commitments not kept")),
    }
    for name, (part, whole, about) in answered.items():
        if whole:
            yield Placeholder(name, share_text(part, whole), about)


def _written(data: ReportData) -> Iterator[Placeholder]:
    if "decisions" in data:
        yield Placeholder(
            "decisions.total", str(len(data["decisions"])), _("Decisions of this period")
        )
    yield Placeholder(
        "recommendations.total",
        str(len(data.get("recommendations", []))),
        _("Recommendations in this report"),
    )
    found = data.get("findings")
    if found is not None:
        themes = [theme for part in found["parts"] for theme in part["themes"]]
        quotes = sum(len(theme["quotes"]) for theme in themes)
        yield Placeholder("findings.parts", str(len(found["parts"])), _("Parts of the findings"))
        yield Placeholder("findings.themes", str(len(themes)), _("Themes in this report"))
        yield Placeholder("findings.quotes", str(quotes), _("Quotes in the findings"))


def _rows(data: ReportData, table: str) -> list[list[Cell]]:
    """The rows of a frozen table without its total."""
    return [row for row in data["tables"][table]["rows"] if row[0] != "Total"]


def _name(key: Cell) -> str:
    return str(key).lower().replace(" ", "_")
