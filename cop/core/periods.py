"""How long things are kept: calendar months from a day, and what a published edition changes."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Edition:
    """A published report: the days it covers, and the day it was published, both there."""

    from_on: dt.date
    to_on: dt.date
    published_on: dt.date

    def covers(self, day: dt.date) -> bool:
        """Whether the report can speak of the day: one published before it does not."""
        return self.from_on <= day <= self.to_on and day <= self.published_on


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last: 29 February becomes the 28th."""
    number = day.year * MONTHS_IN_A_YEAR + day.month - 1 + months
    year, month = number // MONTHS_IN_A_YEAR, number % MONTHS_IN_A_YEAR + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def last_day_over(today: dt.date, months: int) -> dt.date:
    """The latest day whose so many months are over today.

    A period is over on the day it ends, for whoever counts forwards and whoever looks back: what
    began on 29 February 2024 and is kept for 24 months goes on 28 February 2026.
    """
    day = months_after(today, -months)
    if (today + dt.timedelta(days=1)).month == today.month:
        return day
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def first_edition(day: dt.date, editions: Iterable[Edition]) -> dt.date | None:
    """When the first report that covers the day was published."""
    return min((one.published_on for one in editions if one.covers(day)), default=None)


@dataclass(frozen=True)
class Period:
    """Months after the edition over a day is published, or after the day where none is."""

    after_edition: int
    without_edition: int

    def ends_on(
        self, day: dt.date, editions: Iterable[Edition], *, kept_since: dt.date | None = None
    ) -> dt.date:
        """The first day on which what belongs to ``day`` is past its period.

        ``kept_since`` is a later day from which it is counted: an import, or a count.
        """
        edition = first_edition(day, editions)
        start = max(day, kept_since or day)
        if edition is None:
            return months_after(start, self.without_edition)
        return months_after(max(edition, kept_since or edition), self.after_edition)
