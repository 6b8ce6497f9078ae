"""Sections that the program words: references, data protection, accessibility, help, formats."""

import re

from django.utils.translation import gettext as _

from cop.governance.selectors import with_links
from reports.render.document import Builder, Section
from reports.render.tables import CellView, RowView, TableView


def fill_references(builder: Builder, section: Section) -> None:
    """The works cited; they are known when everything else is."""
    builder.fill(section, "references", bibliography=builder.bibliography)


def fill_data_protection(builder: Builder, section: Section) -> None:
    """What the community's privacy notice says."""
    said = builder.data.get("statements")
    if said is None:
        return
    rows = [RowView(_in_short(what), [CellView(period)]) for what, period in said["kept"]]
    kept = TableView(
        caption=_("What is kept, and for how long"),
        columns=[CellView(_("What")), CellView(_("How long"))],
        rows=rows,
        notes=[_("“You” is whoever the data are about.")],
        key="kept",
        is_tall=True,
    )
    builder.fill(
        section,
        "data-protection",
        sentences=[with_links(one) for one in said["data_protection"]],
        table=builder.table(kept if rows else None),
    )


def fill_accessibility(builder: Builder, section: Section) -> None:
    """How the report can be read, what it was checked with, and whom to tell."""
    builder.fill(section, "accessibility", contact=_contact(builder))


def fill_help(builder: Builder, section: Section) -> None:
    """Where whoever is troubled by what they read finds somebody."""
    said = builder.data.get("statements")
    if said is None:
        return
    name, reached = said["independent"]
    builder.fill(
        section,
        "help",
        lines=[(one, with_links(words)) for one, words in said["help"]],
        independent=name,
        reached=with_links(reached),
    )


def fill_other_formats(builder: Builder, section: Section) -> None:
    """Which forms there are, and how to ask for another."""
    builder.fill(section, "other-formats", contact=_contact(builder))


def _in_short(what: str) -> CellView:
    """What is kept: its name, and the rest of the sentence quieter below it."""
    found = re.fullmatch(r"(.{8,80}?)[:.,;] (.+)", what, re.DOTALL)
    return CellView(found[1], detail=found[2]) if found else CellView(what)


def _contact(builder: Builder) -> str:
    said = builder.data.get("statements")
    return with_links(said["contact"]) if said else ""
