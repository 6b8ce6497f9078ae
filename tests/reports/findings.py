"""A full report with findings, written through the services: in the shape of one real report."""

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from caucus.models import Caucus, FindingsConsent
from cop.core import clock
from reports.enums import ReportKind
from reports.models import FindingsSection, Quote, Report, Theme
from reports.services import (
    ThemeWords,
    add_findings_section,
    add_theme,
    begin_report,
    write_relation,
)
from tests.people import Cast
from tests.reports.after import MINORITISED, WHITE
from tests.sessions_app.plans import scheduled

SHAPE = Path(__file__).parent.parent / "data" / "theme_map_ppn_year1.csv"
WHOSE = {"Racially minoritised caucus": MINORITISED, "White caucus": WHITE}
KINDS = ("leads_to", "supports", "tension")


def full_report(cast: Cast, *, year: int = 2026) -> Report:
    """Of a year with one session in caucuses."""
    scheduled(cast, day=dt.date(year, 1, 15))
    return begin_report(
        actor=cast.actor("bilal"),
        title=f"Our year {year}",
        from_on=dt.date(year, 1, 1),
        to_on=dt.date(year, 12, 31),
        kind=ReportKind.FULL,
    )


def rows_of_shape() -> Iterator[dict[str, str]]:
    with SHAPE.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def caucus(cast: Cast, key: str) -> Caucus:
    return Caucus.objects.get(community=cast.community, key=key)


def in_real_shape(cast: Cast, report: Report) -> list[Theme]:
    """4 sections, 11 themes, 56 quotes, and a line from each theme to the next."""
    ines = cast.actor("ines")
    sections: dict[str, FindingsSection] = {}
    themes = []
    for row in rows_of_shape():
        name = row["section"]
        if name not in sections:
            whose = caucus(cast, WHOSE[name]) if name in WHOSE else None
            sections[name] = add_findings_section(
                actor=ines, report=report, title=name, caucus=whose, narrative=f"About {name}."
            )
        words = ThemeWords(title=row["theme"], central_idea=f"What is at the centre of {name}.")
        theme = add_theme(actor=ines, section=sections[name], words=words)
        for key in (MINORITISED, WHITE):
            quoted(theme, key, int(row[f"quotes_{key}_caucus"]))
        themes.append(theme)
    for place, (one, other) in enumerate(pairwise(themes)):
        write_relation(
            actor=ines,
            report=report,
            from_theme=one,
            to_theme=other,
            kind=KINDS[place % 3],
            words=f"Line {place + 1}.",
        )
    return themes


def quoted(theme: Theme, cell: str, number: int = 1, *, words: str = "") -> None:
    """Quotes that were checked and may stand."""
    at = theme.quotes.count()
    Quote.objects.bulk_create(
        Quote(
            theme=theme,
            position=at + place,
            words=words or f"Words {theme.pk}-{cell}-{place}",
            cell=cell,
            colleague="no",
            checked_on=dt.date(2026, 11, 1),
        )
        for place in range(number)
    )


def agreed(cast: Cast, report: Report) -> FindingsConsent:
    """The caucus the others answer to agreed at a session of the report's days."""
    session = scheduled(cast, day=report.from_on + dt.timedelta(days=30))
    return FindingsConsent.objects.create(
        session=session, caucus=caucus(cast, MINORITISED), given_on=clock.today("Europe/London")
    )
