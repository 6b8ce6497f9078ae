"""What could be reckoned from everything ever published, with one edition more.

Each release hides what is small. Two of them may give it away together: figures of five sessions
taken off those of six are the sixth session's. So before an edition is published, its figures are
put beside everything that was released and every edition there is (``feedback.disclosure.Ledger``),
and it is refused where something hidden becomes certain that was not so before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cop.members.models import Community
from feedback.disclosure import (
    ALL,
    BANDS,
    Asked,
    Contradiction,
    FewerThan,
    Ledger,
    Parameters,
    Release,
    Responses,
    Shown,
    shown_of,
)
from feedback.results import (
    PeriodResult,
    SessionResult,
    SurveyResult,
    WithPeriod,
    community_results,
    period_results,
    survey_results,
)
from reports.models import Edition, Report

UNKNOWN_MANY = 10_000  # where it was only said about how many came


@dataclass
class Figures:
    """Published sums by item, and what was said of how many answered each survey."""

    asked: dict[str, Asked] = field(default_factory=dict)
    sums: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    totals: list[Shown] = field(default_factory=list)
    joined: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    """Sessions of a period, and its surveys: those of the whole community are among them."""


def why_disclosing(report: Report, content: Mapping[str, Any]) -> str:
    """Why the content may not be published beside all the rest, in words; "" where it may."""
    released, t = released_figures(report.community)
    joined = released.joined
    editions = Edition.objects.filter(report__community=report.community_id).exclude(content=None)
    own = [figures_of(one.content, joined) for one in editions if one.report_id == report.pk]
    others = [figures_of(one.content, joined) for one in editions if one.report_id != report.pk]
    new = figures_of(content, joined)
    # A correction may say that the edition before it was wrong; nothing else may contradict.
    for before in ([released, *others, *own], [released, *others]):
        if not _adds_to(before, new):
            return ""
        try:
            found = given_away([*before, new], about=new, t=t)
            found -= given_away(before, about=new, t=t) if found else set()
        except Contradiction:
            continue
        return _in_words(found, content, t) if found else ""
    return _(
        "The figures contradict what was released before about the same sessions. Take the figures "
        "again, and publish then."
    )


def given_away(published: Iterable[Figures], *, about: Figures, t: int) -> set[tuple[str, ...]]:
    """What is certain of the surveys that have to do with ``about``, and is meant to be hidden.

    ``("number", survey, least, most)`` or ``("group", item, what)``. Raises Contradiction.
    """
    listed = list(published)
    asked = {key: one for figures in listed for key, one in figures.asked.items()}
    near = _connected(set(about.asked), listed) & set(asked)
    labels = {cell for one in listed for shown in _all_of(one) for cell in [shown.cell]} - {ALL}
    found: set[tuple[str, ...]] = set()
    for item in {item for figures in listed for item in figures.sums} or {""}:
        ledger = Ledger(
            {key: asked[key] for key in sorted(near)},
            [*sorted(labels), None],
            Parameters(t=t, t_text=max(8, t), t_text_caucus=max(10, t)),
        )
        for figures in listed:
            shown = [*figures.totals, *figures.sums.get(item, [])]
            ledger.publish(one for one in shown if one.surveys and one.surveys <= near)
        ledger.settle()
        for survey in ledger.numbers_given_away():
            found.add(("number", survey, *map(str, ledger.bounds([survey]))))
        found |= {("group", item, what) for what in ledger.groups_given_away()}
    return found


def released_figures(community: Community) -> tuple[Figures, int]:
    """Everything released to anybody, by session and by period; and the highest threshold."""
    figures = Figures()
    sessions = survey_results(community)
    whole = community_results(community)
    surveys: list[tuple[str, SurveyResult]] = [
        (one.session.key, one) for one in sessions if one.survey is not None
    ]
    surveys += [(str(one.survey.pk), one) for one in whole if one.survey is not None]
    for key, result in surveys:
        _note_asked(figures, key, result)
        if isinstance(result.ratings, Release):
            _note_release(figures, {key}, result.ratings)
    for period in period_results(community):
        if isinstance(period.ratings, Release):
            inside = {key for key, one in surveys if _is_in(period, one)}
            held = {key for key, one in surveys if isinstance(one, SessionResult)}
            figures.joined[frozenset(inside & held)] = frozenset(inside)
            _note_release(figures, inside, period.ratings)
    thresholds = [one.survey.parameters.get("t", 0) for _key, one in surveys if one.survey]
    return figures, max([Parameters().t, *thresholds])


def figures_of(
    content: Mapping[str, Any], joined: Mapping[frozenset[str], frozenset[str]] | None = None
) -> Figures:
    """The figures that a report prints. ``joined``: what else is in a period of these sessions."""
    figures = Figures()
    table = content.get("tables", {}).get("responses_by_session", {"rows": [], "total": None})
    rows = table["rows"][:-1] if table["total"] is not None else table["rows"]
    for key, n, came, *_rate in rows:
        most = came if isinstance(came, int) else UNKNOWN_MANY
        if isinstance(n, int):
            figures.asked[key] = Asked(max(most, n), n)
        elif any(sign.isdigit() for sign in n):  # "fewer than 5"; all else has no number to hide
            figures.asked[key] = Asked(most, None)
    counted = frozenset(key for key, one in figures.asked.items() if one.responses is not None)
    total = sum(figures.asked[key].responses or 0 for key in counted)
    if table["total"] not in {None, total}:  # a total of what is shown tells nothing more
        figures.totals.append(Shown(counted, ALL, None, table["total"], table["total"]))
    for surveys, cell in _cells_of(content):
        inside = (joined or {}).get(surveys, surveys)
        for figure in cell["figures"]:
            known, told = figures.sums[figure["item"]], _shown(inside, cell, figure)
            known += [one for one in told if not _follows(one, known)]
    return figures


def _adds_to(before: list[Figures], new: Figures) -> bool:
    """Whether it tells anything that was not published before: a mended word tells nothing."""
    asked = {(key, one.responses) for figures in before for key, one in figures.asked.items()}
    sums = {(item, s) for figures in before for item, of in figures.sums.items() for s in of}
    return (
        bool(new.totals)
        or any((key, one.responses) not in asked for key, one in new.asked.items())
        or any((item, s) not in sums for item, of in new.sums.items() for s in of)
    )


def _follows(one: Shown, known: list[Shown]) -> bool:
    """Whether it only adds up what stands beside it, session by session."""
    parts = [
        part
        for part in known
        if (part.cell, part.band) == (one.cell, one.band) and part.surveys < one.surveys
    ]
    return (
        frozenset().union(*(part.surveys for part in parts)) == one.surveys
        and all(len(part.surveys) == 1 for part in parts)
        and one.least <= sum(part.least for part in parts)
        and one.most >= sum(part.most for part in parts)
    )


def _cells_of(content: Mapping[str, Any]) -> Iterator[tuple[frozenset[str], Mapping[str, Any]]]:
    """Every cell of ratings, and of which sessions it is."""
    ratings = content["ratings"]
    for one in ratings["by_session"]:
        for cell in one["cells"]:
            yield frozenset([one["session"]]), cell
    period = ratings["period"]
    added = period["source"] == "sum"
    inside = frozenset(
        one["session"]
        for one in ratings["by_session"]
        if (any(cell["cell"] != ALL for cell in one["cells"]) if added else _with_period(one))
    )
    for cell in period["cells"]:
        yield inside, cell


def _with_period(one: Mapping[str, Any]) -> bool:
    return bool(one["state"] == "with_period")


def _shown(
    surveys: frozenset[str], cell: Mapping[str, Any], figure: Mapping[str, Any]
) -> list[Shown]:
    key, n = cell["cell"], cell["n"]
    found = [Shown(surveys, key, None, n, n)]
    for band in BANDS:
        match figure["kind"]:
            case "exact":
                least = most = figure[band]
            case "interval":
                least, most = figure[band]
            case _ if figure["band"] == band:
                least, most = figure["at_least"], n
            case _:
                least, most = 0, n - figure["at_least"]
        found.append(Shown(surveys, key, band, least, most))
    return found


def _note_asked(figures: Figures, key: str, result: SurveyResult) -> None:
    could = result.survey.could_answer if result.survey else None
    match result.responses:
        case Responses(n):
            figures.asked[key] = Asked(max(could or UNKNOWN_MANY, n), n)
        case FewerThan():
            figures.asked[key] = Asked(could or UNKNOWN_MANY, None)


def _note_release(figures: Figures, surveys: set[str], release: Release) -> None:
    for cell in release.cells:
        for item, figure in cell.items.items():
            if figure.bands == BANDS:
                figures.sums[item] += shown_of(surveys, cell.cell, cell.n, figure)


def _is_in(period: PeriodResult, result: SurveyResult) -> bool:
    """Whether the period's figures hold this survey's answers."""
    if not isinstance(result.ratings, WithPeriod) or result.asked is None:
        return False
    if result.asked.code != period.asked.code or result.survey is None:
        return False
    if isinstance(result, SessionResult):
        return period.from_on <= result.session.held_on <= period.to_on
    return result.survey.period.from_on == period.from_on


def _all_of(figures: Figures) -> Iterator[Shown]:
    for shown in figures.sums.values():
        yield from shown


def _connected(start: set[str], listed: list[Figures]) -> set[str]:
    """The surveys that some sum joins to these, directly or through others."""
    near = set(start)
    sums = {one.surveys for figures in listed for one in (*_all_of(figures), *figures.totals)}
    while True:
        more = {key for surveys in sums if surveys & near for key in surveys}
        if more <= near:
            return near
        near |= more


def _in_words(found: set[tuple[str, ...]], content: Mapping[str, Any], t: int) -> str:
    """What would become certain, without saying it."""
    titles = {one["key"]: one["title"] for one in content["sessions"]}
    texts = {one["key"]: one["text"] for one in content["questionnaire"]["items"]}
    surveys = sorted({titles.get(one[1], one[1]) for one in found if one[0] == "number"})
    items = sorted({texts.get(one[1], one[1]) for one in found if one[0] == "group"})
    advice = _(
        "Let the report cover the same sessions as what was published before, or more of them at "
        "once."
    )
    if surveys:
        said = _(
            "Beside everything published before, this edition would tell how many answered after "
            "%(sessions)s, which is hidden because they were fewer than %(t)d."
        ) % {"sessions": get_text_list([f"“{one}”" for one in surveys], _("and")), "t": t}
    else:
        said = _(
            "Beside everything published before, this edition would tell how people in a group of "
            "fewer than %(t)d answered: %(items)s."
        ) % {"items": get_text_list([f"“{one}”" for one in items], _("and")), "t": t}
    return f"{said} {advice}"
