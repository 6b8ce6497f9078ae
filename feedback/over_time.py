"""A statement over time, in words and a drawing: from releases alone, each gap with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.charts import ShareBar, share_bars
from feedback.disclosure import (
    ALL,
    Band,
    Gap,
    Line,
    Lost,
    Move,
    NoAnswers,
    NotAsked,
    Occasion,
    OtherCells,
    OtherQuestions,
    Release,
    trend,
)
from feedback.drawn import LEAST_DRAWN
from feedback.questionnaire import Questionnaire, Statement
from feedback.results import NotCounted, PeriodResult, SessionResult, WithPeriod
from feedback.wording import cell_name, figure_words, heading_of
from feedback.yearly import bounds_words


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A session or a period, and for every line, by name, a figure or the reason for none."""

    label: str
    day: str
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TimeView:
    """``moves`` are the changes that are certain; there may be none."""

    name: str
    cells: tuple[str, ...]
    rows: tuple[TimeRow, ...]
    moves: tuple[str, ...]
    chart: SafeString | None


@dataclass(frozen=True, slots=True)
class _When:
    """An occasion, and how it is called: ``short`` in the drawing."""

    label: str
    day: str
    short: str
    occasion: Occasion


def asked_over_time(
    sessions: Sequence[SessionResult], periods: Sequence[PeriodResult]
) -> list[Questionnaire]:
    """The questionnaires of which something was released, the first asked first."""
    found: dict[str, Questionnaire] = {}
    shown: list[tuple[Questionnaire | None, object]] = [
        *((one.asked, one.ratings) for one in sessions),
        *((one.asked, one.ratings) for one in periods),
    ]
    for asked, ratings in shown:
        if asked and asked.statements and isinstance(ratings, Release):
            found.setdefault(asked.code, asked)
    return list(found.values())


def by_session(
    sessions: Sequence[SessionResult],
    asked: Questionnaire,
    statement: Statement,
    names: Mapping[str, str],
) -> TimeView | None:
    """Session by session; None where no session has figures of its own."""
    return _view("sessions", [_of_session(one) for one in sessions], asked, statement, names)


def by_period(
    periods: Sequence[PeriodResult],
    asked: Questionnaire,
    statement: Statement,
    names: Mapping[str, str],
) -> TimeView | None:
    """Period by period; None where no period has figures."""
    own: dict[object, PeriodResult] = {}
    for one in periods:
        if one.asked.code == asked.code or one.from_on not in own:
            own[one.from_on] = one
    return _view("periods", [_of_period(one) for one in own.values()], asked, statement, names)


def _of_session(result: SessionResult) -> _When:
    asked = result.asked.code if result.asked else ""
    day = date_format(result.session.held_on, "j F Y")
    short = date_format(result.session.held_on, "j M Y")
    return _When(result.session.title, day, short, Occasion(asked, result.ratings))


def _of_period(result: PeriodResult) -> _When:
    words = {"from": date_format(result.from_on, "j M Y"), "to": date_format(result.to_on, "j M Y")}
    span = _("%(from)s to %(to)s") % words
    return _When(span, "", span, Occasion(result.asked.code, result.ratings))


def _view(
    name: str,
    times: Sequence[_When],
    asked: Questionnaire,
    statement: Statement,
    names: Mapping[str, str],
) -> TimeView | None:
    lines = trend([one.occasion for one in times], asked=asked.code, item=statement.key)
    if not lines:
        return None
    return TimeView(
        name=name,
        cells=tuple(cell_name(line.cell, names) for line in lines),
        rows=tuple(
            TimeRow(one.label, one.day, tuple(_named(line, place, names) for line in lines))
            for place, one in enumerate(times)
        ),
        moves=tuple(said for line in lines for said in _moves(line, times, names)),
        chart=_chart(name, lines, times, statement, names),
    )


def _named(line: Line, place: int, names: Mapping[str, str]) -> tuple[str, str]:
    point = line.points[place]
    words = gap_words(point.why, line.cell) if isinstance(point, Gap) else figure_words(point)
    return cell_name(line.cell, names), words


def gap_words(why: object, cell: str) -> str:
    """Why an occasion has no figure on this cell's line, in a few words."""
    if isinstance(why, OtherQuestions):
        return _("other questions (%s)") % why.asked
    if isinstance(why, OtherCells):
        return _("shown by caucus") if cell == ALL else _("shown for all together")
    said = {
        NotAsked: _("not asked"),
        NoAnswers: _("nobody could be asked"),
        Lost: _("lost unopened"),
        NotCounted: _("not counted yet"),
        WithPeriod: _("with its period"),
    }
    return said.get(type(why), _("too few answers"))


def _moves(line: Line, times: Sequence[_When], names: Mapping[str, str]) -> list[str]:
    """Changes of those who agree, where the two ranges do not touch."""
    said = []
    before = ""
    for when, point, move in zip(times, line.points, line.moves(Band.HIGH), strict=True):
        if isinstance(point, Gap):
            continue
        words = {"who": cell_name(line.cell, names), "day": when.short, "before": before}
        if move is Move.UP:
            said.append(_("%(who)s: a larger share agreed on %(day)s than on %(before)s.") % words)
        elif move is Move.DOWN:
            said.append(_("%(who)s: a smaller share agreed on %(day)s than on %(before)s.") % words)
        before = when.short
    return said


def _chart(
    name: str,
    lines: Sequence[Line],
    times: Sequence[_When],
    statement: Statement,
    names: Mapping[str, str],
) -> SafeString | None:
    figures = [point for line in lines for point in line.points if not isinstance(point, Gap)]
    if min(figure.n for figure in figures) < LEAST_DRAWN:
        return None
    return share_bars(
        [
            (
                cell_name(line.cell, names),
                [_bar(when, line, place) for place, when in enumerate(times)],
            )
            for line in lines
        ],
        name=name,
        title=_("How many agreed (4 or 5): %s") % heading_of(statement),
        description=_(
            "Each bar is full to the least and hatched on to the most it can be. The table below "
            "holds the same figures."
        ),
        apart=_("not shown apart"),
    )


def _bar(when: _When, line: Line, place: int) -> ShareBar:
    point = line.points[place]
    if isinstance(point, Gap):
        return ShareBar(when.short, gap_words(point.why, line.cell))
    least, most = point.bounds(Band.HIGH)
    return ShareBar(when.short, bounds_words(point, Band.HIGH), least, most, point.n)
