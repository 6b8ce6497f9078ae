"""The evaluator writes findings: sections, themes, and how themes are related."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from caucus.models import Caucus
from cop.audit.services import record
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from reports.models import FindingsSection, Relation, Report, Theme
from reports.policies import can_edit_findings, why_not_of_lineage
from reports.selectors.findings import themes_before
from reports.services.moving import moved
from reports.services.quotes import settle_answers
from reports.services.reports import locked
from reports.services.revising import saved


@transaction.atomic
def add_findings_section(
    *, actor: Actor, report: Report, title: str, caucus: Caucus | None = None, narrative: str = ""
) -> FindingsSection:
    """A section after the others: a caucus's own, or nobody's. Raises Refused before its stage."""
    report = _opened(actor, report)
    return FindingsSection.objects.create(
        report=report,
        position=_last(report.findings_sections.all()),
        title=title,
        caucus=_of(report, caucus),
        narrative=narrative,
    )


@transaction.atomic
def change_findings_section(
    *,
    actor: Actor,
    section: FindingsSection,
    title: str,
    caucus: Caucus | None,
    narrative: str,
    revision: int,
) -> FindingsSection:
    """Raises Refused where somebody has saved it since ``revision`` was read."""
    report = _written_in(actor, section.report)
    section = report.findings_sections.get(pk=section.pk)
    words = {"title": title, "caucus": _of(report, caucus), "narrative": narrative}
    return saved(section, revision, words)


@transaction.atomic
def remove_findings_section(*, actor: Actor, section: FindingsSection) -> None:
    """Its themes, their relations and their quotes go with it."""
    report = _written_in(actor, section.report)
    report.findings_sections.filter(pk=section.pk).delete()
    settle_answers(report)


@transaction.atomic
def move_findings_section(*, actor: Actor, section: FindingsSection, up: bool) -> None:
    """One place up or down."""
    report = _written_in(actor, section.report)
    moved(report.findings_sections.all(), section.pk, up=up)


@dataclass(frozen=True)
class ThemeWords:
    """What is typed of a theme; ``earlier`` are themes of the report before."""

    title: str
    central_idea: str = ""
    boundaries: str = ""
    narrative: str = ""
    lineage: str = ""
    earlier: Sequence[Theme] = ()

    @property
    def columns(self) -> dict[str, Any]:
        names = ("title", "central_idea", "boundaries", "narrative", "lineage")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def add_theme(*, actor: Actor, section: FindingsSection, words: ThemeWords) -> Theme:
    """A theme after the others of its section. Raises Refused before its stage."""
    report = _opened(actor, section.report)
    before = _earlier(report, words)
    section = report.findings_sections.get(pk=section.pk)
    last = _last(section.themes.all())
    theme = Theme.objects.create(section=section, position=last, **words.columns)
    theme.earlier.set(before)
    return theme


@transaction.atomic
def change_theme(
    *, actor: Actor, theme: Theme, section: FindingsSection, words: ThemeWords, revision: int
) -> Theme:
    """Reword a theme or put it into another section, as its last.

    Raises Refused where somebody has saved it since ``revision`` was read.
    """
    report = _written_in(actor, theme.section.report)
    theme = Theme.objects.get(pk=theme.pk, section__report=report)
    before = _earlier(report, words)
    columns = words.columns
    if section.pk != theme.section_id:
        section = report.findings_sections.get(pk=section.pk)
        columns |= {"section": section, "position": _last(section.themes.all())}
    theme = saved(theme, revision, columns)
    theme.earlier.set(before)
    return theme


@transaction.atomic
def remove_theme(*, actor: Actor, theme: Theme) -> None:
    """Its relations and its quotes go with it."""
    report = _written_in(actor, theme.section.report)
    Theme.objects.filter(pk=theme.pk, section__report=report).delete()
    settle_answers(report)


@transaction.atomic
def move_theme(*, actor: Actor, theme: Theme, up: bool) -> None:
    """One place up or down in its section."""
    report = _written_in(actor, theme.section.report)
    around = Theme.objects.filter(section__report=report, section__themes=theme)
    moved(around, theme.pk, up=up)


@transaction.atomic
def write_relation(
    *,
    actor: Actor,
    report: Report,
    from_theme: Theme,
    to_theme: Theme,
    kind: str,
    words: str,
    relation: Relation | None = None,
    revision: int | None = None,
) -> Relation:
    """How one theme stands to another: a new line of the map, or ``relation`` changed.

    Raises Refused for a theme and itself, for two that are related already, and where somebody
    has saved the line since ``revision`` was read.
    """
    report = _written_in(actor, report) if relation else _opened(actor, report)
    pair = {from_theme.pk, to_theme.pk}
    if Theme.objects.filter(section__report=report, pk__in=pair).count() != 2:
        raise Refused(_("Choose two different themes of this report."))
    lines = Relation.objects.filter(from_theme__section__report=report)
    if relation is not None and (relation := lines.filter(pk=relation.pk).first()) is None:
        raise Refused(_("This line is no longer there."))
    others = Relation.objects.filter(from_theme__in=pair, to_theme__in=pair)
    if others.exclude(pk=relation.pk if relation else 0).exists():
        raise Refused(_("These two themes are related already. Change that line instead."))
    told = {"from_theme": from_theme, "to_theme": to_theme, "kind": kind, "words": words}
    return saved(relation, revision, told) if relation else Relation.objects.create(**told)


@transaction.atomic
def remove_relation(*, actor: Actor, relation: Relation) -> None:
    """Take a line from the map."""
    report = _written_in(actor, relation.from_theme.section.report)
    Relation.objects.filter(pk=relation.pk, from_theme__section__report=report).delete()


def _written_in(actor: Actor, report: Report) -> Report:
    """The report, held: one writes in its findings at a time. The record says that, not what."""
    report = locked(report)
    require(can_edit_findings(actor, report))
    record(actor=actor, verb="change", target=report, fields=["findings"])
    return report


def _opened(actor: Actor, report: Report) -> Report:
    """What is begun is begun while its stage is open; what stands there may always be mended."""
    report = _written_in(actor, report)
    refuse_if_shut(actor, Stage.PUBLISH)
    return report


def _of(report: Report, caucus: Caucus | None) -> Caucus | None:
    if caucus is not None and caucus.community_id != report.community_id:
        raise ValueError("a caucus of another community")
    return caucus


def _earlier(report: Report, words: ThemeWords) -> Sequence[Theme]:
    """The themes it comes from, which must fit what is said of them."""
    known = themes_before(report).filter(pk__in=[one.pk for one in words.earlier])
    if words.earlier and known.count() != len(words.earlier):
        raise ValueError("themes of another report")
    refuse_if(why_not_of_lineage(words.lineage, len(words.earlier)))
    return words.earlier


def _last(rows: models.QuerySet[Any]) -> int:
    """The place after all of these."""
    return int(rows.aggregate(last=models.Max("position"))["last"] or 0) + 1
