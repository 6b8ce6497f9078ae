"""Reads of quotes: for who chooses them, for who checks them, and once they are published."""

from collections import Counter
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from caucus.models import Caucus
from caucus.selectors import caucuses_of
from cop.core.policy import Actor, require
from cop.members.models import Community
from feedback.models import Comment
from feedback.policies import can_view_comments
from feedback.selectors import quotable_comments
from reports.findings_part import quotes_heard, quotes_waiting, silent_caucuses, stays_out
from reports.models import Edition, Quote, Report, Theme
from reports.policies import (
    can_check_quotes,
    can_edit_findings,
    can_view_quote_bank,
    why_not_quoted_in,
)
from reports.policies.quotes import TOGETHER
from reports.quotes import attribution
from reports.schema import ReportData

OF_CHECK = ("pk", "words", "colleague", "colleague_words", "checked_on")


@dataclass(frozen=True)
class ChosenQuote:
    """A quote as the evaluator sees it."""

    quote: Quote
    speaker: str
    stays_out: bool  # R7: its caucus has not agreed so far
    serves_twice: bool


@dataclass(frozen=True)
class QuotedTheme:
    theme: Theme
    quotes: list[ChosenQuote]


@dataclass(frozen=True)
class QuotableComment:
    comment: Comment
    speaker: str
    themes: list[str]  # where it is quoted already


@dataclass(frozen=True)
class PublishedQuote:
    """A quote of the bank, from an edition: its comment may be gone long since."""

    words: str
    speaker: str
    theme: str
    edition: Edition


def quoted_themes(actor: Actor, report: Report) -> list[QuotedTheme]:
    """Every theme with its quotes, for the evaluator. Six queries."""
    require(can_edit_findings(actor, report))
    quotes = Quote.objects.select_related("comment").defer("comment__body")
    themes = list(_themes(report).prefetch_related(Prefetch("quotes", quotes)))
    served: Counter[UUID | None] = Counter(
        quote.comment_id for theme in themes for quote in theme.quotes.all() if quote.comment_id
    )
    speakers, silent = _singulars(report.community), silent_caucuses(report)
    return [
        QuotedTheme(
            theme,
            [
                ChosenQuote(
                    quote,
                    attribution(quote.cell, speakers),
                    stays_out=stays_out(quote, silent),
                    serves_twice=bool(quote.comment_id) and served[quote.comment_id] > 1,
                )
                for quote in theme.quotes.all()
            ],
        )
        for theme in themes
    ]


def comments_to_quote(
    actor: Actor, report: Report, theme: Theme | None = None
) -> list[tuple[str, list[QuotableComment]]]:
    """What may be quoted, in this theme, question by question, and where each is quoted already."""
    _require_reading(actor, report)
    used: dict[UUID, list[str]] = {}
    quotes = Quote.objects.filter(theme__section__report=report, comment__isnull=False)
    for comment, title in quotes.values_list("comment", "theme__title"):
        used.setdefault(comment, []).append(title)
    speakers = _singulars(report.community)
    found = quotable_comments(report.community, from_on=report.from_on, to_on=report.to_on)
    return [
        (
            question.text,
            [
                QuotableComment(one, attribution(one.cell, speakers), used.get(one.pk, []))
                for one in comments
                if theme is None
                or not why_not_quoted_in(theme, one.cell if one.cell in speakers else TOGETHER)
            ],
        )
        for question, comments in found
    ]


def get_comment_to_quote_or_404(actor: Actor, report: Report, comment_id: UUID) -> Comment:
    """Door: a comment that this report may quote."""
    _require_reading(actor, report)
    found = quotable_comments(report.community, from_on=report.from_on, to_on=report.to_on)
    for _question, comments in found:
        for one in comments:
            if one.pk == comment_id:
                return one
    raise Http404


def get_theme_to_quote_or_404(actor: Actor, report: Report, theme_id: int) -> Theme:
    """Door: a theme of the report, for its evaluator."""
    require(can_edit_findings(actor, report))
    return get_object_or_404(_themes(report), pk=theme_id)


def get_quote_or_404(actor: Actor, report: Report, quote_id: UUID) -> Quote:
    """Door: a quote of the report, for its evaluator."""
    require(can_edit_findings(actor, report))
    quotes = quotes_of(report).select_related("theme", "comment")
    return get_object_or_404(quotes, pk=quote_id)


def quotes_of(report: Report) -> QuerySet[Quote]:
    """All quotes of a report, in the order of random keys."""
    return Quote.objects.filter(theme__section__report=report).order_by("pk")


def quotes_to_check(actor: Actor, report: Report) -> int:
    """How many quotes wait for the colleague check; 0 for whoever does not answer it."""
    if not can_check_quotes(actor, report):
        return 0
    return quotes_waiting(report)


def quote_to_check(actor: Actor, report: Report) -> Quote | None:
    """The next quote nobody has answered for."""
    return _of_check(actor, report).filter(colleague="").first()


def get_quote_to_check_or_404(actor: Actor, report: Report, quote_id: UUID) -> Quote:
    """Door: one quote, to answer for it or to answer otherwise."""
    return get_object_or_404(_of_check(actor, report), pk=quote_id)


def _of_check(actor: Actor, report: Report) -> QuerySet[Quote]:
    """Keys, words and answers alone: who checks learns no theme, caucus, comment or neighbours."""
    require(can_check_quotes(actor, report))
    return quotes_heard(report).only(*OF_CHECK)


def published_quotes(actor: Actor) -> list[PublishedQuote]:
    """The bank: quotes in the newest edition of each report, as they stand there."""
    require(can_view_quote_bank(actor))
    newest = (
        Report.objects.filter(community=actor.community)
        .annotate(newest=Max("editions__pk"))
        .exclude(newest=None)
        .values("newest")
    )
    editions = Edition.objects.filter(pk__in=newest).select_related("report")
    return [
        one for edition in editions.order_by("-report__to_on", "-pk") for one in _quotes_in(edition)
    ]


def next_position(theme: Theme) -> int:
    """The place after the theme's last quote."""
    return (theme.quotes.aggregate(last=Max("position"))["last"] or 0) + 1


def _quotes_in(edition: Edition) -> list[PublishedQuote]:
    content = cast("ReportData", edition.content)
    speakers = {key: term["singular"] for key, term in content.get("terms", {}).items()}
    findings = content.get("findings")
    return [
        PublishedQuote(
            quote["words"], attribution(quote["cell"], speakers), theme["title"], edition
        )
        for part in (findings["parts"] if findings else [])
        for theme in part["themes"]
        for quote in theme["quotes"]
    ]


def _require_reading(actor: Actor, report: Report) -> None:
    require(can_edit_findings(actor, report) and can_view_comments(actor))


def _themes(report: Report) -> QuerySet[Theme]:
    themes = Theme.objects.filter(section__report=report).select_related("section__caucus")
    return themes.order_by("section__position", "section", "position", "pk")


def _singulars(community: Community) -> dict[str, str]:
    caucuses: list[Caucus] = list(caucuses_of(community))
    return {caucus.key: caucus.singular for caucus in caucuses}
