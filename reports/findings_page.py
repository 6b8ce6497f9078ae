"""The findings of a draft as one page: what stands there, in whose words, and what stays out."""

from dataclasses import dataclass
from typing import Any

from cop.core.policy import Actor
from reports.enums import Lineage
from reports.findings_part import silent_caucuses
from reports.models import FindingsSection, Relation, Report, Theme
from reports.render.findings_parts import quotes_table
from reports.render.theme_map import theme_map
from reports.schema import FindingsPart, ThemeLine
from reports.selectors import findings_for


@dataclass(frozen=True)
class ThemeRow:
    theme: Theme
    line: ThemeLine

    @property
    def quotes(self) -> int:
        return len(self.line["quotes"])

    @property
    def lineage(self) -> str:
        return str(Lineage(self.line["lineage"]).label) if self.line["lineage"] else ""


@dataclass(frozen=True)
class SectionRow:
    """``stays_out``: its caucus has not agreed (R7). Most readers do not see those at all."""

    section: FindingsSection
    part: FindingsPart
    stays_out: bool
    themes: list[ThemeRow]


def findings_page(actor: Actor, report: Report) -> dict[str, Any]:
    """What the page prints of the findings the actor may read."""
    told = findings_for(actor, report)
    findings, silent = told.findings, silent_caucuses(report)
    rows = [
        SectionRow(
            told.sections[part["key"]],
            part,
            part["caucus"] in silent,
            [ThemeRow(told.themes[line["key"]], line) for line in part["themes"]],
        )
        for part in findings["parts"]
    ]
    terms = (report.data or {}).get("terms", {})
    relations = Relation.objects.filter(from_theme__section__report=report)
    quotes = quotes_table(findings, terms)
    shown = {one.theme.pk for row in rows for one in row.themes}
    return {
        "sections": rows,
        "some_stay_out": any(row.stays_out for row in rows),
        "drawing": theme_map(findings),
        "quotes": quotes.numbered(1) if quotes else None,
        "relations": [
            line
            for line in relations.select_related("from_theme", "to_theme")
            if {line.from_theme_id, line.to_theme_id} <= shown
        ],
        "themes": len(shown),
    }
