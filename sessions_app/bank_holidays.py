"""Bank holidays of a community's nation, by computation: none is typed or fetched."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import holidays


def bank_holidays(nation: str, days: Iterable[dt.date]) -> dict[dt.date, str]:
    """The name of each of the days that is a bank holiday there; a community may have no nation."""
    if not nation:
        return {}
    return {day: name for day in days if (name := _of_year(nation, day.year).get(day))}


@lru_cache(maxsize=64)
def _of_year(nation: str, year: int) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("GB", subdiv=nation, years=year, expand=False))
