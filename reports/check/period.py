"""The period is called what it is, and the figures are of all of it."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cop.core import clock
from reports.check.draft import Draft
from reports.check.numbers import WORDS
from reports.check.problem import Problem, error, warning
from reports.check.reading import short
from reports.render import words
from reports.sentences import MONTHS_OF_A_YEAR, is_a_year, months_in_words

MONTH = 30.4375
OLD = dt.timedelta(days=31)
IN_TITLE = re.compile(r"\b(?:year|annual|(?:twelve|12) months)\b", re.IGNORECASE)
IN_WORDS = re.compile(
    r"\b(?:this|our|the|past|whole|full|one|in a|over a|(?:our|the) (?:first|second|third)) year\b"
    r"(?! (?:before|after|ahead|\d))|\byear (?:one|two|three|[123])\b|\bannual report\b|"
    r"\b(?:twelve|12) months\b",
    re.IGNORECASE,
)


def months_of(days: int) -> int:
    """The nearest number of months."""
    return round(days / MONTH)


def called_a_year(draft: Draft) -> Iterator[Problem]:
    """Fifteen months are no year; said in months somewhere, the name is nobody's mistake."""
    first, last = (dt.date.fromisoformat(draft.data["period"][end]) for end in ("from", "to"))
    length = months_in_words(first, last)
    if is_a_year(first, last) or _says(draft, length, months_of((last - first).days + 1)):
        return
    real = {"months": length, "span": words.span(first.isoformat(), last.isoformat())}
    if IN_TITLE.search(draft.report.title):
        yield error(
            "period_no_year",
            _("The title speaks of a year, and the report is of %(months)s (%(span)s). Say so.")
            % real,
            draft.places.report,
        )
        return
    for passage, sentence in draft.sentences:
        found = IN_WORDS.search(sentence)
        if found:
            yield error(
                "period_no_year",
                _(
                    "“%(said)s” speaks of a year, and the report is of %(months)s (%(span)s). "
                    "Say how long it was."
                )
                % {**real, "said": short(sentence)},
                passage.url,
            )
            return


def _says(draft: Draft, length: str, months: int) -> bool:
    """To the day, or in whole months; twelve of these are a year again, which it is not."""
    ways = [re.escape(length)]
    if months != MONTHS_OF_A_YEAR:
        word = next((word for word, number in WORDS.items() if number == months), str(months))
        ways.append(rf"(?:{months}|{word})[ -]months?")
    said = re.compile(rf"\b(?:{'|'.join(ways)})\b", re.IGNORECASE)
    return bool(said.search(draft.report.title)) or any(
        said.search(sentence) for _passage, sentence in draft.sentences
    )


def figures_of_the_period(draft: Draft) -> Iterator[Problem]:
    """They were taken after its last day, and not long ago."""
    report = draft.report
    today = clock.today(report.community.time_zone)
    last = words.day(report.to_on.isoformat())
    if draft.data["so_far"] and report.to_on < today:
        yield error(
            "figures_before_end",
            _("The figures were taken before the period ended on %s. Take them again.") % last,
            draft.places.figures,
        )
    elif draft.data["so_far"]:
        yield warning(
            "so_far",
            _("The period ends on %s. Published before, the report says “so far”.") % last,
            draft.places.report,
        )
    elif report.frozen_at and clock.now() - report.frozen_at > OLD:
        day = clock.local(report.frozen_at, report.community.time_zone).date()
        yield warning(
            "figures_old",
            _("The figures are those of %s. Take them again, or publish them as they are.")
            % words.day(day.isoformat()),
            draft.places.figures,
        )


PERIOD_RULES = (called_a_year, figures_of_the_period)
