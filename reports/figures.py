"""The tables of a report, from plain values: no database and no clock.

Every table is a ``reports.schema.Table``: counts are integers in cells of their own, a total is the
last row with ``Total`` in its first cell, and ``total`` repeats its number.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.figures import Count, add_up, rate_text, share_text
from cop.core.names import folded, place_in_alphabet
from feedback.disclosure import (
    FewerThan,
    Lost,
    NoAnswers,
    NotAsked,
    ResponseCount,
    Responses,
    YearRow,
    as_text,
    total_responses,
)
from feedback.selectors import NotCounted
from reports.schema import NOT_STATED, Cell, Table

RATE_FLOOR = 60  # per cent; below it a report says what its answers cannot tell
SMALL_ORGANISATION = 5  # members, from which on an organisation is named when small ones are joined


@dataclass(frozen=True)
class SessionCame:
    """A session held, and how many came; a headcount, where nobody’s name was kept."""

    key: str
    date: str
    title: str
    came: Count
    is_headcount: bool = False


@dataclass(frozen=True)
class SessionResponses:
    """A session's number of responses as it may be shown, and N, the members who came."""

    key: str
    count: ResponseCount | NotCounted
    present: Count


def members_by_organisation(
    organisations: Mapping[str, int], unstated: int, *, grouped: bool
) -> Table:
    """Rows ``[organisation, members, share]``, most members first, then as first seen.

    ``organisations`` maps names to members in the order first seen. ``grouped`` joins those under
    five into one row.
    """
    whole = sum(organisations.values()) + unstated
    ordered = sorted(organisations.items(), key=lambda pair: -pair[1])
    small = [(name, n) for name, n in ordered if n < SMALL_ORGANISATION] if grouped else []
    rows: list[list[Cell]] = [
        [name, n, share_text(n, whole)] for name, n in ordered if (name, n) not in small
    ]
    if small:
        together = sum(n for _name, n in small)
        rows.append([_small_organisations(len(small)), together, share_text(together, whole)])
    if unstated:
        rows.append([NOT_STATED, unstated, share_text(unstated, whole)])
    if whole:
        rows.append(["Total", whole, share_text(whole, whole)])
    return {
        "title": _("Members by organisation"),
        "columns": [_("Organisation"), _("Members"), _("Share of members")],
        "rows": rows,
        "total": whole,
        "notes": [],
    }


def members_by_profession(stated: Iterable[str], members: int) -> Table:
    """Rows ``[profession, members, share]``; those under five stand with "not stated" in one row.

    People write one profession in many ways: spellings that differ by capitals and spaces are one.
    The last row also holds members who have erased themselves, whose profession is gone: whichever
    it was, no row moves unless it was a large one.
    """
    spelled: dict[str, Counter[str]] = {}
    for profession in stated:
        spelled.setdefault(folded(profession), Counter())[profession] += 1
    sizes = [(said.most_common(1)[0][0], said.total()) for said in spelled.values()]
    named = [(name, n) for name, n in sizes if n >= SMALL_ORGANISATION]
    rows: list[list[Cell]] = [
        [name, n, share_text(n, members)]
        for name, n in sorted(named, key=lambda pair: (-pair[1], place_in_alphabet(pair[0])))
    ]
    rest = members - sum(n for _name, n in named)
    if rest and rows:
        words = _("Other professions, with fewer than %d members each, and not stated")
        rows.append([words % SMALL_ORGANISATION, rest, share_text(rest, members)])
    if rows:
        rows.append(["Total", members, share_text(members, members)])
    return {
        "title": _("Members by profession"),
        "columns": [_("Profession"), _("Members"), _("Share of members")],
        "rows": rows,
        "total": members if rows else None,
        "notes": [],
    }


def members_by_joining(joined: int, before: int, unknown: int) -> Table:
    """Rows ``[when, members, share]``; exact zero rows are printed."""
    whole = joined + before + unknown
    parts = [(_("Joined in this period"), joined), (_("Belonged before it"), before)]
    if unknown:
        parts.append((_("Joining day not known"), unknown))
    rows: list[list[Cell]] = [[name, n, share_text(n, whole)] for name, n in parts if whole]
    if rows:
        rows.append(["Total", whole, share_text(whole, whole)])
    return {
        "title": _("New members, and members from before"),
        "columns": [_("Members"), _("Number"), _("Share of members")],
        "rows": rows,
        "total": whole,
        "notes": [],
    }


def _small_organisations(number: int) -> str:
    return ngettext(
        "%(number)d other organisation, with fewer than %(limit)d members",
        "%(number)d other organisations, each with fewer than %(limit)d members",
        number,
    ) % {"number": number, "limit": SMALL_ORGANISATION}


def attendance_by_session(sessions: Sequence[SessionCame]) -> Table:
    """Rows ``[session, date, title, number]`` in date order."""
    rows: list[list[Cell]] = [[s.key, s.date, s.title, _cell(s.came)] for s in sessions]
    total = add_up(s.came for s in sessions)
    if rows:
        rows.append(["Total", "", "", _cell(total)])
    counted = [s.key for s in sessions if s.is_headcount]
    return {
        "title": _("Attendance by session"),
        "columns": [_("Session"), _("Date"), _("Title"), _("Members who came")],
        "rows": rows,
        "total": total if isinstance(total, int) else None,
        "notes": [_("Known by a headcount, without names: %s.") % ", ".join(counted)]
        if counted
        else [],
    }


def _cell(count: Count) -> Cell:
    """A number where it is exact, words where it is not."""
    return count if isinstance(count, int) else str(count)


def attendance_frequency(
    times_came: Iterable[tuple[int, int]], headcounts: Sequence[str] = ()
) -> Table:
    """Rows ``[sessions, members, share of those who came]``, one for 1 up to the highest.

    ``times_came`` says how many members came how often. Zero rows are printed.
    ``headcounts`` are the sessions about which this table knows nothing.
    """
    members = Counter(dict(times_came))
    came = sum(members.values())
    rows: list[list[Cell]] = [
        [times, members[times], share_text(members[times], came)]
        for times in range(1, max(members, default=0) + 1)
    ]
    attendances = sum(times * number for times, number in members.items())
    if rows:
        rows.append(["Total", came, share_text(came, came)])
    return {
        "title": _("How often members came"),
        "columns": [_("Sessions"), _("Members"), _("Share of those who came")],
        "rows": rows,
        "total": came,
        "notes": [
            came_once_sentence(members),
            _("Together these are %d attendances.") % attendances,
            *_without_names(headcounts),
        ]
        if rows
        else [],
    }


def _without_names(headcounts: Sequence[str]) -> list[str]:
    if not headcounts:
        return []
    return [
        _("Whoever came to %s is not in this table: only how many came is known.")
        % ", ".join(headcounts)
    ]


def came_once_sentence(members: Counter[int]) -> str:
    """``34 of 66 (51.5%) came once.``; ``members`` counts them by how often they came."""
    return _("%s came once.") % share_text(members[1], members.total())


def responses_by_session(sessions: Sequence[SessionResponses]) -> Table:
    """Rows ``[session, n, N, rate]``; words stand where a number may not."""
    rows: list[list[Cell]] = []
    for session in sessions:
        match session.count:
            case Responses(n):
                rate = rate_text(n, session.present)
                rows.append([session.key, n, _cell(session.present), rate])
            case other:
                rows.append(
                    [session.key, count_words(other), _cell(session.present), _("not shown")]
                )
    total = total_responses(
        (s.count, s.present) for s in sessions if not isinstance(s.count, NotCounted)
    )
    notes = [_("N is the number of members who came, the session’s facilitators included.")]
    if total:
        rate = rate_text(total.n, total.attended)
        rows.append(["Total", total.n, _cell(total.attended), rate])
        if total.hidden:
            notes.append(
                ngettext(
                    "The total covers the sessions whose number is shown; %d is left out.",
                    "The total covers the sessions whose number is shown; %d are left out.",
                    total.hidden,
                )
                % total.hidden
            )
    return {
        "title": _("Responses by session"),
        "columns": [_("Session"), _("Responses (n)"), _("Came (N)"), _("Rate")],
        "rows": rows,
        "total": total.n if total else None,
        "notes": notes,
    }


def under_rate_floor(responses: Table) -> list[str]:
    """The sessions of ``responses_by_session`` whose rate is certainly under ``RATE_FLOOR``.

    Of "fewer than 5" the most it can mean is taken, of a rough N its number.
    """
    return [
        str(session)
        for session, n, whole, *_rate in responses["rows"]
        if session != "Total" and _is_under(_most(n), _number(whole))
    ]


def _is_under(n: int | None, whole: int | None) -> bool:
    return n is not None and bool(whole) and n * 100 < RATE_FLOOR * (whole or 0)


def _most(n: Cell) -> int | None:
    """The highest number a cell of responses can stand for; None where there is none."""
    if isinstance(n, int):
        return n
    number = _number(n)
    return number - 1 if number else None


def _number(cell: Cell) -> int | None:
    found = re.search(r"\d+", str(cell))
    return int(found[0]) if found else None


def count_words(count: ResponseCount | NotCounted) -> str:
    """What stands where a number of responses may not: different things, none of them 0."""
    match count:
        case NotCounted():
            return _("not counted yet")
        case FewerThan(t):
            return _("fewer than %d") % t
        case NoAnswers():
            return _("no answers")
        case NotAsked():
            return _("not asked")
        case Lost():
            return _("lost")
        case Responses(n):
            return str(n)


def ratings_by_session(rows: Iterable[tuple[str, YearRow]]) -> Table:
    """Rows ``[session, cell, n, item, figure]`` of what was released session by session."""
    return {
        "title": _("Ratings by session"),
        "columns": [_("Session"), _("Group"), "n", _("Statement"), _("Figure")],
        "rows": [
            [session, row.cell, row.n, row.item, as_text(row.figure)] for session, row in rows
        ],
        "total": None,
        "notes": [],
    }


def ratings_by_period(rows: Iterable[YearRow]) -> Table:
    """Rows ``[cell, n, item, figure]`` of the report's whole period."""
    return {
        "title": _("Ratings over the whole period"),
        "columns": [_("Group"), "n", _("Statement"), _("Figure")],
        "rows": [[row.cell, row.n, row.item, as_text(row.figure)] for row in rows],
        "total": None,
        "notes": [],
    }
