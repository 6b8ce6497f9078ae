"""From the evaluator's pages to the findings of a frozen report.

R7: the findings of the caucus the others answer to stand there only with its consent, and so do
quotes of its members in other sections. Silence leaves them out and holds nothing else.
"""

from django.db.models import Prefetch

from caucus.models import Caucus
from caucus.selectors import findings_consent
from reports.models import FindingsSection, Relation, Report, Theme
from reports.schema import Findings, FindingsPart, RelationLine, ThemeLine


def findings_of(report: Report) -> Findings:
    """The findings that may stand in the report today."""
    silent = silent_caucuses(report)
    parts = [
        _part(section, silent)
        for section in report.findings_sections.select_related("caucus").prefetch_related(
            Prefetch("themes", Theme.objects.prefetch_related("quotes", "earlier"))
        )
        if section.caucus is None or section.caucus.key not in silent
    ]
    shown = {theme["key"] for part in parts for theme in part["themes"]}
    relations = Relation.objects.filter(from_theme__section__report=report)
    lines = [_relation(one) for one in relations]
    return {
        "parts": parts,
        "relations": [one for one in lines if {one["from_theme"], one["to_theme"]} <= shown],
        "left_out": sorted(silent),
    }


def silent_caucuses(report: Report) -> set[str]:
    """Keys of the caucuses whose findings stay out: the one that was asked and has not agreed."""
    if findings_consent(report.community, report.from_on, report.to_on) is not None:
        return set()
    asked = Caucus.objects.filter(community=report.community_id, is_answered_to=True)
    return set(asked.values_list("key", flat=True))


def theme_key(theme_id: int) -> str:
    """How a theme is named inside a report."""
    return f"theme-{theme_id}"


def _part(section: FindingsSection, silent: set[str]) -> FindingsPart:
    return {
        "key": f"findings-{section.pk}",
        "title": section.title,
        "caucus": section.caucus.key if section.caucus else "",
        "narrative": section.narrative,
        "themes": [_theme(theme, silent) for theme in section.themes.all()],
    }


def _theme(theme: Theme, silent: set[str]) -> ThemeLine:
    return {
        "key": theme_key(theme.pk),
        "title": theme.title,
        "central_idea": theme.central_idea,
        "boundaries": theme.boundaries,
        "narrative": theme.narrative,
        "lineage": theme.lineage,
        "earlier": [one.title for one in theme.earlier.all()],
        "quotes": [
            {"words": quote.words, "cell": quote.cell}
            for quote in theme.quotes.all()
            if quote.cell not in silent
        ],
    }


def _relation(relation: Relation) -> RelationLine:
    return {
        "from_theme": theme_key(relation.from_theme_id),
        "to_theme": theme_key(relation.to_theme_id),
        "kind": relation.kind,
        "words": relation.words,
    }
