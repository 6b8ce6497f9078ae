"""From the evaluator's pages to the findings of a frozen report.

R7: the findings of the caucus the others answer to stand there only with its consent, and so do
quotes of its members in other sections. Silence leaves them out, without a trace, and holds
nothing else.

A quote stands there once the secretary, who reads drafts, has answered from its words alone that no
colleague would recognise who said it: nobody learns its caucus before.
"""

import datetime as dt
from collections.abc import Set as AbstractSet

from django.db.models import Max, Prefetch, QuerySet

from caucus.models import Caucus
from caucus.selectors import findings_consent
from reports.enums import Colleague, ReportKind
from reports.models import FindingsSection, Quote, Relation, Report, Theme
from reports.schema import Findings, FindingsPart, QuoteLine, RelationLine, ThemeLine
from sessions_app.models import Session

KeptBack = AbstractSet[tuple[int, str]]  # an earlier report, and a caucus silent in it


def findings_of(report: Report) -> Findings:
    """The findings that may stand in the report today."""
    return findings_without(report, silent_caucuses(report))


def findings_without(report: Report, silent: AbstractSet[str]) -> Findings:
    """The findings as if these caucuses had none; all of them, for those who write them."""
    kept_back = _kept_back_before(report)
    parts = [
        _part(section, silent, kept_back)
        for section in _sections(report)
        if section.caucus is None or section.caucus.key not in silent
    ]
    shown = {theme["key"] for part in parts for theme in part["themes"]}
    relations = Relation.objects.filter(from_theme__section__report=report)
    lines = [_relation(one) for one in relations]
    return {
        "parts": parts,
        "relations": [one for one in lines if {one["from_theme"], one["to_theme"]} <= shown],
    }


def silent_caucuses(report: Report) -> set[str]:
    """Keys of the caucuses whose findings stay out: the one that was asked and has not agreed."""
    if consent_of(report) is not None:
        return set()
    asked = Caucus.objects.filter(community=report.community_id, is_answered_to=True)
    return set(asked.values_list("key", flat=True))


def consent_of(report: Report) -> Session | None:
    """The newest session at which they were agreed to, in days that are this report's alone.

    Agreeing to one report is not agreeing to the next: days of an earlier published one are left
    out.
    """
    before = Report.objects.filter(
        community=report.community_id,
        kind=ReportKind.FULL,
        published_at__isnull=False,
        from_on__lt=report.from_on,
    ).exclude(pk=report.pk)
    last = before.aggregate(last=Max("to_on"))["last"]
    own_from_on = max(report.from_on, last + dt.timedelta(days=1)) if last else report.from_on
    return findings_consent(report.community, own_from_on, report.to_on)


def may_stand(quote: Quote, silent: AbstractSet[str]) -> bool:
    """Nobody would be recognised, and its caucus may be heard here."""
    return quote.colleague == Colleague.NO and not stays_out(quote, silent)


def stays_out(quote: Quote, silent: AbstractSet[str]) -> bool:
    """Its caucus is silent: as printed, as released, or where the quote stands."""
    caucus, comment = quote.theme.section.caucus, quote.comment
    cells = {quote.cell, caucus.key if caucus else "", comment.cell if comment else ""}
    return bool(cells & silent)


def theme_key(theme_id: int) -> str:
    """How a theme is named inside a report."""
    return f"theme-{theme_id}"


def section_key(section_id: int) -> str:
    """How a section of the findings is named inside a report."""
    return f"findings-{section_id}"


def _sections(report: Report) -> QuerySet[FindingsSection]:
    quotes = Quote.objects.select_related("comment").only(
        "theme", "position", "words", "cell", "colleague", "comment__cell"
    )
    earlier = Theme.objects.select_related("section__caucus", "section__report__community")
    themes = Theme.objects.prefetch_related(
        Prefetch("quotes", quotes), Prefetch("earlier", earlier)
    )
    sections = report.findings_sections.select_related("caucus")
    return sections.prefetch_related(Prefetch("themes", themes))


def _kept_back_before(report: Report) -> set[tuple[int, str]]:
    """Earlier reports and the caucuses that kept their findings out of them."""
    before = Report.objects.filter(
        findings_sections__themes__later__section__report=report
    ).select_related("community")
    return {(one.pk, key) for one in before.distinct() for key in silent_caucuses(one)}


def _part(section: FindingsSection, silent: AbstractSet[str], kept_back: KeptBack) -> FindingsPart:
    return {
        "key": section_key(section.pk),
        "title": section.title,
        "caucus": section.caucus.key if section.caucus else "",
        "narrative": section.narrative,
        "themes": [_theme(theme, silent, kept_back) for theme in section.themes.all()],
    }


def _theme(theme: Theme, silent: AbstractSet[str], kept_back: KeptBack) -> ThemeLine:
    earlier = list(theme.earlier.all())
    # What a theme comes from is told whole or not at all: the rest would point at what is missing.
    told = not any(_is_kept_back(one, silent, kept_back) for one in earlier)
    return {
        "key": theme_key(theme.pk),
        "title": theme.title,
        "central_idea": theme.central_idea,
        "boundaries": theme.boundaries,
        "narrative": theme.narrative,
        "lineage": theme.lineage if told else "",
        "earlier": [one.title for one in earlier] if told else [],
        "quotes": [_quote(one) for one in theme.quotes.all() if may_stand(one, silent)],
    }


def _is_kept_back(theme: Theme, silent: AbstractSet[str], kept_back: KeptBack) -> bool:
    """Whether a theme of an earlier report was not told there, or may not be told here."""
    section = theme.section
    if section.caucus is None:
        return False
    return section.caucus.key in silent or (section.report_id, section.caucus.key) in kept_back


def _quote(quote: Quote) -> QuoteLine:
    return {"words": quote.words, "cell": quote.cell}


def _relation(relation: Relation) -> RelationLine:
    return {
        "from_theme": theme_key(relation.from_theme_id),
        "to_theme": theme_key(relation.to_theme_id),
        "kind": relation.kind,
        "words": relation.words,
    }
