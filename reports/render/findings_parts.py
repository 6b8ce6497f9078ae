"""Findings in a report: the map, the same in words, and a part for each section and theme."""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _

from reports.enums import Lineage, RelationKind
from reports.render.document import Builder, Section
from reports.render.tables import CellView, RowView, TableView
from reports.render.theme_map import theme_map
from reports.schema import Findings, FindingsPart, ReportData, Term, ThemeLine

LONGEST_NAME = 60  # characters of a title, in the name by which authors refer to it


@dataclass(frozen=True)
class QuoteView:
    words: str
    source: str


def fill_findings(builder: Builder, section: Section) -> None:
    """The map with its words and tables, then each section of the findings."""
    findings = builder.data.get("findings")
    if findings is None:
        return
    terms = builder.data["terms"]
    drawing = theme_map(findings)
    builder.fill(
        section,
        "findings",
        parts=findings["parts"],
        figures=builder.figures(_("Thematic map"), [drawing], "theme_map"),
        relations=builder.table(relations_table(findings), "theme_relations"),
        quotes=builder.table(quotes_table(findings, terms), "quotes_by_theme"),
    )
    names = _names(findings)
    for part in findings["parts"]:
        _part(builder, section, part, names)


def _names(findings: Findings) -> dict[str, str]:
    """How authors refer to each, by its title: a key is a number, which moves with the others."""
    named = {part["key"]: f"findings.{_slug(part['title'])}" for part in findings["parts"]}
    for part in findings["parts"]:
        named |= {one["key"]: f"theme.{_slug(one['title'])}" for one in part["themes"]}
    times = Counter(named.values())
    return {key: name for key, name in named.items() if times[name] == 1}


def _slug(title: str) -> str:
    return slugify(title, allow_unicode=True)[:LONGEST_NAME].strip("-")


def _part(builder: Builder, section: Section, part: FindingsPart, names: dict[str, str]) -> None:
    made = builder.part(
        section, part["key"], part["title"], template="", markdown=part["narrative"]
    )
    _name(builder, made, names.get(part["key"]))
    for theme in part["themes"]:
        inside = builder.part(
            made,
            theme["key"],
            theme["title"],
            template="theme",
            lead=theme["central_idea"],
            markdown=theme["narrative"],
            quotes=quotes_of(theme, builder.data),
            lineage=lineage_sentence(theme),
        )
        _name(builder, inside, names.get(theme["key"]))


def _name(builder: Builder, made: Section, name: str | None) -> None:
    if name:
        builder.target(name, made.id, _("Section %s") % made.number)


def quotes_of(theme: ThemeLine, data: ReportData) -> list[QuoteView]:
    """The words, and under them the canonical form of who said them."""
    terms = data["terms"]
    return [QuoteView(one["words"], attribution(one["cell"], terms)) for one in theme["quotes"]]


def attribution(cell: str, terms: dict[str, Term]) -> str:
    """The canonical form of somebody of the cell."""
    return terms[cell]["singular"] if cell in terms else _("Member")


def lineage_sentence(theme: ThemeLine) -> str:
    """What became of themes of the report before."""
    earlier = [_("“%s”") % title for title in theme["earlier"]]
    if theme["lineage"] == Lineage.NEW or not earlier:
        return str(Lineage(theme["lineage"]).label) + "." if theme["lineage"] else ""
    names = get_text_list(earlier, _("and"))
    sentences = {
        Lineage.CONTINUED: _("Continued from the report before: %s."),
        Lineage.RENAMED: _("Called %s in the report before."),
        Lineage.MERGED: _("Merged from themes of the report before: %s."),
    }
    return sentences[Lineage(theme["lineage"])] % names


def relations_table(findings: Findings) -> TableView | None:
    """The numbered lines of the map, in words."""
    titles = {
        theme["key"]: theme["title"] for part in findings["parts"] for theme in part["themes"]
    }
    rows = [
        RowView(
            CellView(str(number)),
            [
                CellView(
                    f"{titles[one['from_theme']]} – {RelationKind(one['kind']).label} – "
                    f"{titles[one['to_theme']]}"
                ),
                CellView(one["words"]),
            ],
        )
        for number, one in enumerate(findings["relations"], start=1)
    ]
    if not rows:
        return None
    columns = [CellView(_("No.")), CellView(_("Themes")), CellView(_("How they are related"))]
    return TableView(_("Relations between themes"), columns, rows, notes=[])


def quotes_table(findings: Findings, terms: dict[str, Term]) -> TableView | None:
    """How many quotes stand under each theme, by whose words they are; None where there is none."""
    lines = [(part, theme) for part in findings["parts"] for theme in part["themes"]]
    used = {quote["cell"] for _part, theme in lines for quote in theme["quotes"]}
    cells = [cell for cell in _by_position(terms) if cell in used]
    cells += [""] if used - set(cells) else []
    if not cells:
        return None
    counted = [_counts(theme, cells) for _part, theme in lines]
    rows = [
        RowView(CellView(theme["title"], detail=part["title"]), _cells(counts))
        for (part, theme), counts in zip(lines, counted, strict=True)
    ]
    totals = [sum(column) for column in zip(*counted, strict=True)]
    rows.append(RowView(CellView(_("Total")), _cells(totals), total=True))
    columns = [
        CellView(_("Theme")),
        *(CellView(_heading(cell, terms), numeric=True) for cell in cells),
    ]
    if len(cells) > 1:
        columns.append(CellView(_("All"), numeric=True))
    note = _("Quotes were chosen to show a theme. Their number does not say how many think alike.")
    return TableView(_("Quotes for each theme"), columns, rows, notes=[note])


def _by_position(terms: dict[str, Term]) -> list[str]:
    return sorted(terms, key=lambda key: terms[key].get("position", 0))


def _heading(cell: str, terms: dict[str, Term]) -> str:
    return terms[cell]["name"] if cell else _("No caucus named")


def _counts(theme: ThemeLine, cells: list[str]) -> list[int]:
    """A number for each cell, and for all where there are several."""
    given = [quote["cell"] if quote["cell"] in cells else "" for quote in theme["quotes"]]
    counts = [given.count(cell) for cell in cells]
    return [*counts, len(given)] if len(cells) > 1 else counts


def _cells(counts: list[int]) -> list[CellView]:
    return [CellView(str(count), numeric=True) for count in counts]
