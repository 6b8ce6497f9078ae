"""Days of observance and remembrance a community may put on its list: facts, 2026 to 2029.

Sources. Easter in both reckonings: the computus. Jewish, Islamic, Buddhist and Chinese days: the
calendars of the ``holidays`` package; tests compare them. Hindu, Sikh and Persian days: printed
calendars, looked at once. Fixed days: United Nations resolutions 2142 (21 March), 62/122
(25 March), 78/282 (11 July) and UNESCO 29 C/40 (23 August); the Stockholm Declaration of 2000
(27 January); the European Parliament, 2015 (2 August); the UK's Windrush Day (22 June, since 2018)
and Stephen Lawrence Day (22 April, since 2019). Remembrance Sunday is the second of November.

Days that begin at sunset are listed from the evening before, and say so.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

YEARS = (2026, 2027, 2028, 2029)
MonthDay = tuple[int, int]


@dataclass(frozen=True)
class Observance:
    """``on`` is its first whole day in each year, or one (month, day) for all."""

    name: str | Promise
    on: dict[int, MonthDay] | MonthDay
    days: int = 1
    until: dict[int, MonthDay] = field(default_factory=dict)
    from_evening: bool = False
    by_moon: bool = False

    def first_day(self, year: int) -> dt.date:
        return dt.date(year, *(self.on[year] if isinstance(self.on, dict) else self.on))


@dataclass(frozen=True)
class Day:
    name: str
    from_on: dt.date
    to_on: dt.date


def observances_of(year: int) -> Iterator[Day]:
    """What is known of the year, with whatever has to be said in the name."""
    for one in OBSERVANCES if year in YEARS else ():
        first = one.first_day(year)
        last = first + dt.timedelta(days=one.days - 1)
        if one.until:
            last = dt.date(year, *one.until[year])
        name = str(one.name)
        if one.from_evening:
            name = _("%s (from the evening of the first day)") % name
        if one.by_moon:
            name = _("%s (follows the moon, may move by a day)") % name
        yield Day(name, first - dt.timedelta(days=one.from_evening), last)


def _each(*days: MonthDay) -> dict[int, MonthDay]:
    return dict(zip(YEARS, days, strict=True))


OBSERVANCES = (
    # Christian
    Observance(gettext_lazy("Orthodox Christmas"), (1, 7)),
    Observance(gettext_lazy("Ash Wednesday"), _each((2, 18), (2, 10), (3, 1), (2, 14))),
    Observance(gettext_lazy("Good Friday"), _each((4, 3), (3, 26), (4, 14), (3, 30))),
    Observance(gettext_lazy("Easter Sunday"), _each((4, 5), (3, 28), (4, 16), (4, 1))),
    Observance(gettext_lazy("Orthodox Easter"), _each((4, 12), (5, 2), (4, 16), (4, 8))),
    Observance(gettext_lazy("Christmas Day"), (12, 25)),
    # Muslim
    Observance(
        gettext_lazy("Ramadan"),
        _each((2, 18), (2, 8), (1, 28), (1, 16)),
        until=_each((3, 19), (3, 8), (2, 25), (2, 13)),
        by_moon=True,
    ),
    Observance(gettext_lazy("Eid al-Fitr"), _each((3, 20), (3, 9), (2, 26), (2, 14)), by_moon=True),
    Observance(gettext_lazy("Eid al-Adha"), _each((5, 27), (5, 16), (5, 5), (4, 24)), by_moon=True),
    Observance(gettext_lazy("Ashura"), _each((6, 25), (6, 15), (6, 3), (5, 23)), by_moon=True),
    # Jewish
    Observance(gettext_lazy("Purim"), _each((3, 3), (3, 23), (3, 12), (3, 1)), from_evening=True),
    Observance(
        gettext_lazy("Passover"),
        _each((4, 2), (4, 22), (4, 11), (3, 31)),
        days=8,
        from_evening=True,
    ),
    Observance(
        gettext_lazy("Shavuot"),
        _each((5, 22), (6, 11), (5, 31), (5, 20)),
        days=2,
        from_evening=True,
    ),
    Observance(
        gettext_lazy("Rosh Hashanah"),
        _each((9, 12), (10, 2), (9, 21), (9, 10)),
        days=2,
        from_evening=True,
    ),
    Observance(
        gettext_lazy("Yom Kippur"), _each((9, 21), (10, 11), (9, 30), (9, 19)), from_evening=True
    ),
    Observance(
        gettext_lazy("Sukkot"),
        _each((9, 26), (10, 16), (10, 5), (9, 24)),
        days=7,
        from_evening=True,
    ),
    Observance(
        gettext_lazy("Hanukkah"),
        _each((12, 5), (12, 25), (12, 13), (12, 2)),
        days=8,
        from_evening=True,
    ),
    # Hindu, Sikh, Jain
    Observance(gettext_lazy("Holi"), _each((3, 4), (3, 22), (3, 11), (3, 1)), by_moon=True),
    Observance(gettext_lazy("Vaisakhi"), _each((4, 14), (4, 14), (4, 13), (4, 14))),
    Observance(
        gettext_lazy("Diwali and Bandi Chhor Divas"),
        _each((11, 8), (10, 29), (10, 17), (11, 5)),
        by_moon=True,
    ),
    Observance(
        gettext_lazy("Birthday of Guru Nanak"),
        _each((11, 24), (11, 14), (11, 2), (11, 21)),
        by_moon=True,
    ),
    # Buddhist, East Asian, Persian and Bahá’í
    Observance(gettext_lazy("Lunar New Year"), _each((2, 17), (2, 6), (1, 26), (2, 13))),
    Observance(gettext_lazy("Nowruz"), _each((3, 21), (3, 21), (3, 20), (3, 20))),
    Observance(
        gettext_lazy("Vesak, in many traditions"),
        _each((5, 31), (5, 20), (5, 9), (5, 27)),
        by_moon=True,
    ),
    # Remembrance
    Observance(gettext_lazy("Holocaust Memorial Day"), (1, 27)),
    Observance(
        gettext_lazy("International Day for the Elimination of Racial Discrimination"), (3, 21)
    ),
    Observance(
        gettext_lazy("Day of Remembrance of the Victims of the Transatlantic Slave Trade"), (3, 25)
    ),
    Observance(gettext_lazy("Stephen Lawrence Day"), (4, 22)),
    Observance(gettext_lazy("Windrush Day"), (6, 22)),
    Observance(gettext_lazy("Srebrenica Memorial Day"), (7, 11)),
    Observance(gettext_lazy("Roma Holocaust Memorial Day"), (8, 2)),
    Observance(gettext_lazy("Day of the Slave Trade and its Abolition"), (8, 23)),
    Observance(gettext_lazy("Remembrance Sunday"), _each((11, 8), (11, 14), (11, 12), (11, 11))),
)
