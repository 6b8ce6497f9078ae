"""From the evaluator's pages to the findings of a frozen report.

R7: the findings of the caucus the others answer to stand there only with its consent, and so do
quotes of its members in other sections. Silence leaves them out, without a trace, and holds
nothing else.

A quote stands there once the secretary, who reads drafts, has answered from its words alone that no
colleague would recognise who said it, and no other quote of the report waits for an answer. From
then on the answer is final (``Quote.checked_on``), so that none is changed by somebody who may have
read whose words they are. Quotes added or reworded later wait for the last answer among them; those
that were final before go on standing.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from caucus.models import Caucus
from caucus.selectors import findings_consent
from reports.enums import Colleague, Gate, ReportKind
from reports.models import FindingsSection, Quote, Relation, Report, Theme
from reports.schema import Findings, FindingsPart, QuoteLine, RelationLine, ThemeLine
from sessions_app.models import Session

Keys = Mapping[int, str]  # of the themes that are told


@dataclass(frozen=True)
class Told:
    """Findings, and the rows that the keys in them stand for."""

    findings: Findings
    sections: dict[str, FindingsSection]
    themes: dict[str, Theme]


@dataclass(frozen=True)
class _Rule:
    """Which of what the evaluator wrote is told."""

    is_silent: Callable[[FindingsSection], bool]
    stands: Callable[[Quote], bool]


def findings_of(report: Report) -> Findings:
    """The findings that may stand in the report today."""
    return told_today(report).findings


def told_today(report: Report) -> Told:
    """What readers are told, by R7 and by the colleague check."""
    silent, kept_back = silent_caucuses(report), _kept_back_before(report)

    def is_silent(section: FindingsSection) -> bool:
        key = section.caucus.key if section.caucus else ""
        return key in silent or (section.report_id, key) in kept_back

    return _told(report, _Rule(is_silent, lambda quote: may_stand(quote, silent)))


def told_in_full(report: Report) -> Told:
    """All of it, with every quote: what evaluators agree on, whoever is silent or answers."""
    return _told(report, _Rule(lambda _section: False, lambda _quote: True))


def _told(report: Report, rule: _Rule) -> Told:
    """Keys number what is told: those of the rows would have gaps where something is left out."""
    sections = [one for one in _sections(report) if not rule.is_silent(one)]
    themes = [theme for section in sections for theme in section.themes.all()]
    keys = {theme.pk: f"theme-{number}" for number, theme in enumerate(themes, start=1)}
    parts = {f"findings-{number}": section for number, section in enumerate(sections, start=1)}
    lines = Relation.objects.filter(from_theme__in=keys, to_theme__in=keys)
    findings: Findings = {
        "parts": [_part(key, section, keys, rule) for key, section in parts.items()],
        "relations": [_relation(one, keys) for one in lines],
    }
    return Told(findings, parts, {keys[theme.pk]: theme for theme in themes})


def silent_caucuses(report: Report) -> set[str]:
    """Keys of the caucuses whose findings stay out: the one that was asked and has not agreed."""
    if consent_of(report) is not None:
        return set()
    asked = Caucus.objects.filter(community=report.community_id, is_answered_to=True)
    return set(asked.values_list("key", flat=True))


def consent_of(report: Report) -> Session | None:
    """The newest session at which they were agreed to, in days that are this report's alone.

    Agreeing to one report is not agreeing to another: days of those published before are left out.
    """
    before = Report.objects.filter(
        community=report.community_id,
        kind=ReportKind.FULL,
        published_at__isnull=False,
        to_on__gte=report.from_on,
        from_on__lte=report.to_on,
    ).exclude(pk=report.pk)
    if report.published_at:
        before = before.filter(published_at__lt=report.published_at)
    spent = before.values_list("from_on", "to_on")
    return findings_consent(report.community, report.from_on, report.to_on, besides=spent)


def may_stand(quote: Quote, silent: AbstractSet[str]) -> bool:
    """Nobody would be recognised, which is final, and its caucus may be heard here."""
    return quote.is_final and quote.colleague == Colleague.NO and not stays_out(quote, silent)


def quotes_heard(report: Report) -> QuerySet[Quote]:
    """Quotes the secretary answers for, in the order of random keys.

    Nothing of a silent caucus is among them: answered and then not printed, it would be known. And
    nobody's is, until its answer is settled: what came only when it agreed would be known too.
    """
    if waits_for_consent(report):
        return Quote.objects.none()
    silent = silent_caucuses(report)
    return (
        Quote.objects.filter(theme__section__report=report)
        .exclude(cell__in=silent)
        .exclude(comment__cell__in=silent)
        .exclude(theme__section__caucus__key__in=silent)
        .order_by("pk")
    )


def waits_for_consent(report: Report) -> bool:
    """Whether the caucus that was asked may still agree: its silence is not on record."""
    if not silent_caucuses(report):
        return False
    newest = report.gate_records.filter(gate=Gate.CONSENT).last()
    return newest is None or not newest.is_passed


def quotes_waiting(report: Report) -> int:
    """How many of those nobody has answered for."""
    return quotes_heard(report).filter(colleague="").count()


def stays_out(quote: Quote, silent: AbstractSet[str]) -> bool:
    """Its caucus is silent: as printed, as released, or where the quote stands."""
    caucus, comment = quote.theme.section.caucus, quote.comment
    cells = {quote.cell, caucus.key if caucus else "", comment.cell if comment else ""}
    return bool(cells & silent)


def _sections(report: Report) -> QuerySet[FindingsSection]:
    quotes = Quote.objects.select_related("comment").only(
        "theme", "position", "words", "cell", "colleague", "checked_on", "comment__cell"
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


def _part(key: str, section: FindingsSection, keys: Keys, rule: _Rule) -> FindingsPart:
    return {
        "key": key,
        "title": section.title,
        "caucus": section.caucus.key if section.caucus else "",
        "narrative": section.narrative,
        "themes": [_theme(keys[theme.pk], theme, rule) for theme in section.themes.all()],
    }


def _theme(key: str, theme: Theme, rule: _Rule) -> ThemeLine:
    earlier = list(theme.earlier.all())
    # What a theme comes from is told whole or not at all: the rest would point at what is missing.
    is_whole = not any(rule.is_silent(one.section) for one in earlier)
    return {
        "key": key,
        "title": theme.title,
        "central_idea": theme.central_idea,
        "boundaries": theme.boundaries,
        "narrative": theme.narrative,
        "lineage": theme.lineage if is_whole else "",
        "earlier": [one.title for one in earlier] if is_whole else [],
        "quotes": [_quote(one) for one in theme.quotes.all() if rule.stands(one)],
    }


def _quote(quote: Quote) -> QuoteLine:
    return {"words": quote.words, "cell": quote.cell}


def _relation(relation: Relation, keys: Keys) -> RelationLine:
    return {
        "from_theme": keys[relation.from_theme_id],
        "to_theme": keys[relation.to_theme_id],
        "kind": relation.kind,
        "words": relation.words,
    }
