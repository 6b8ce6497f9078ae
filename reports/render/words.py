"""Figures in words. Numbers come in as frozen; only the words around them are chosen here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.core.figures import percentage
from reports.schema import (
    BANDS,
    Figure,
    IntervalFigure,
    Item,
    RatingCell,
    ReportData,
    Shown,
    Term,
)

ALL = "all"


def is_caucused(data: ReportData) -> bool:
    """Whether anything in the report may speak of caucuses."""
    return data.get("is_caucused", True)


def hides(cells: Sequence[RatingCell], *, is_caucused: bool) -> bool:
    """Whether figures for all stand where caucuses might have been told apart."""
    return is_caucused and any(cell["cell"] == ALL for cell in cells)


def day(iso: str) -> str:
    """An ISO date in words: 17 July 2026."""
    return date_format(date.fromisoformat(iso[:10]), "j F Y")


def span(first: str, last: str) -> str:
    """Two days in words, both included."""
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def months(first: str, last: str) -> str:
    """Two days as months, for the head of a column: Jan. 2025 to Dec. 2025."""
    ends = {"first": first, "last": last}
    return _("%(first)s to %(last)s") % {
        name: date_format(date.fromisoformat(iso), "M Y") for name, iso in ends.items()
    }


def percent(part: int, whole: int) -> str:
    """The caller prints "x of n" beside it."""
    return f"{percentage(part, whole)}%"


def band_name(band: str) -> str:
    """The word for a band inside a sentence."""
    return {"low": _("low"), "mid": _("middle"), "high": _("high")}[band]


def figure(given: Figure, n: int) -> str:
    """One item of one cell: "at least 6 of 8 answered high"."""
    if given["kind"] == "at_least":
        return _("at least %(least)d of %(n)d answered %(band)s") % {
            "least": given["at_least"],
            "n": n,
            "band": band_name(given["band"]),
        }
    if given["kind"] == "exact":
        counts = {"low": given["low"], "mid": given["mid"], "high": given["high"]}
        return _("low %(low)d, middle %(mid)d, high %(high)d of %(n)d") % {**counts, "n": n}
    bands: dict[str, str] = {band: _bounds(_interval(given, band)) for band in BANDS}
    return _("low %(low)s, middle %(mid)s, high %(high)s of %(n)s") % {**bands, "n": str(n)}


def band_lines(given: Figure, n: int) -> list[str]:
    """One item of one cell, a line for each band, with its share or the two bounds of it."""
    if given["kind"] == "at_least":
        share = _("at least %s") % percent(given["at_least"], n)
        return [f"{figure(given, n)} ({share})"]
    if given["kind"] == "exact":
        counts = {"low": given["low"], "mid": given["mid"], "high": given["high"]}
        return [_band_line(band, counts[band], counts[band], n) for band in BANDS]
    return [_band_line(band, *_interval(given, band), n) for band in BANDS]


def _band_line(band: str, least: int, most: int, n: int) -> str:
    if least == most:
        return _("%(band)s: %(count)d of %(n)d (%(share)s)") % {
            "band": band_name(band),
            "count": least,
            "n": n,
            "share": percent(least, n),
        }
    return _("%(band)s: %(least)d to %(most)d of %(n)d (%(low)s to %(high)s)") % {
        "band": band_name(band),
        "least": least,
        "most": most,
        "n": n,
        "low": percent(least, n),
        "high": percent(most, n),
    }


def cell_name(cell: str, terms: Mapping[str, Term]) -> str:
    """Who answered: everybody together, or the members of a caucus in the community's words."""
    if cell == ALL:
        return _("All who answered")
    return terms[cell]["name"] if cell in terms else cell


def in_short(data: ReportData) -> list[str]:
    """The period's figures in sentences, the first first."""
    said: Mapping[str, object] = data["sentences"]
    order = ("period", "members", "attendance", "once_only", "coverage", "responses", "ratings")
    return [str(said[key]) for key in order if said.get(key)]


def statement(item: Item) -> str:
    """A statement with its letter, and a warning where agreeing is not good news."""
    if item["polarity"] == "negative":
        return _("%(key)s. %(text)s (agreeing is not good news here)") % {
            "key": item["key"],
            "text": item["text"],
        }
    return f"{item['key']}. {item['text']}"


def why_nothing(state: Shown) -> str:
    """Why there is no figure. Each reason is its own sentence; none of them is a nought."""
    sentences: dict[str, Callable[[], str]] = {
        "too_few": lambda: _(
            "Too few answers to show ratings without showing who gave them, so none are shown."
        ),
        "no_answers": lambda: _("No answers: a survey was open and nobody could answer it."),
        "not_asked": lambda: _("Not asked: there was no survey."),
        "not_counted": lambda: _("The survey has not been counted yet."),
        "with_period": lambda: _(
            "This session’s ratings are released together with the period’s, not on their own."
        ),
        "lost": lambda: _("Lost: the key of this box was lost before it was opened."),
        "other_questions": lambda: _(
            "Other questions were asked after this session: its figures stand on the results page."
        ),
        "released": lambda: "",
    }
    return sentences[state]()


def _interval(given: IntervalFigure, band: str) -> tuple[int, int]:
    low, high = {"low": given["low"], "mid": given["mid"], "high": given["high"]}[band]
    return low, high


def _bounds(pair: tuple[int, int]) -> str:
    low, high = pair
    if low == high:
        return str(low)
    return _("%(low)d to %(high)d") % {"low": low, "high": high}
