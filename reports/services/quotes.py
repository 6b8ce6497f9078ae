"""Quotes are chosen for themes, and checked by somebody who knows who came.

On record stands the report and never a quote: nothing there leads from one to who touched it.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from feedback.models import Comment
from feedback.selectors import holds_a_name
from reports.enums import Colleague
from reports.findings_part import quotes_waiting
from reports.models import Quote, Report, Theme
from reports.policies import can_edit_findings, why_not_quoted_in
from reports.policies.quotes import TOGETHER
from reports.quotes import digest_of, quoted
from reports.selectors.quotes import (
    get_comment_to_quote_or_404,
    get_quote_or_404,
    get_quote_to_check_or_404,
    get_theme_to_quote_or_404,
    next_position,
    quotes_of,
)
from reports.services.moving import moved
from reports.services.reports import locked
from reports.services.revising import refuse_if_overtaken, saved


@transaction.atomic
def add_quote(*, actor: Actor, report: Report, theme: Theme, comment_id: UUID, words: str) -> Quote:
    """Quote a released comment in a theme.

    Raises Refused where the words are not its own, or are another caucus's than the theme.
    """
    report = _held(actor, report)
    theme = get_theme_to_quote_or_404(actor, report, theme.pk)
    comment = get_comment_to_quote_or_404(actor, report, comment_id)
    cell = _cell_of(report, comment)
    refuse_if(why_not_quoted_in(theme, cell))
    quote = Quote.objects.create(
        theme=theme,
        comment=comment,
        position=next_position(theme),
        words=quoted(comment.body, words),
        cell=cell,
    )
    _record(actor, report)
    return quote


@transaction.atomic
def change_quote(
    *,
    actor: Actor,
    report: Report,
    quote: Quote,
    words: str,
    theme: Theme | None = None,
    revision: int | None = None,
) -> Quote:
    """Word it otherwise, or move it to another theme. Other words are checked again.

    Where the comment is deleted, what was taken of it is all there is to change. Raises Refused
    where somebody has saved it since ``revision`` was read.
    """
    report = _held(actor, report)
    quote = get_quote_or_404(actor, report, quote.pk)
    refuse_if_overtaken(quote, revision)
    told: dict[str, Any] = {}
    words = quoted(quote.comment.body if quote.comment else quote.words, words)
    if words != quote.words:
        told |= {"words": words, "colleague": "", "colleague_words": "", "checked_on": None}
    if theme is not None and theme.pk != quote.theme_id:
        theme = get_theme_to_quote_or_404(actor, report, theme.pk)
        refuse_if(why_not_quoted_in(theme, quote.cell))
        told |= {"theme": theme, "position": next_position(theme)}
    quote = saved(quote, revision, told)
    _record(actor, report)
    return quote


@transaction.atomic
def move_quote(*, actor: Actor, report: Report, quote: Quote, up: bool) -> None:
    """One place up or down in its theme; at the end it stays."""
    report = _held(actor, report)
    around = Quote.objects.filter(theme__section__report=report, theme__quotes=quote)
    if moved(around, quote.pk, up=up):
        _record(actor, report)


@transaction.atomic
def remove_quote(*, actor: Actor, report: Report, quote: Quote) -> None:
    """Drop it; its comment stays."""
    report = _held(actor, report)
    get_quote_or_404(actor, report, quote.pk).delete()
    settle_answers(report)
    _record(actor, report)


@transaction.atomic
def check_quote(
    *, actor: Actor, report: Report, quote: Quote, seen: str, answer: str, words: str = ""
) -> None:
    """Could a colleague recognise who said this? Answered of the words that were ``seen``.

    Raises Refused where the answer is final, where they have changed, where a doubt has no reason,
    or where it holds a name: the evaluator, who reads it, knows nobody's.
    """
    report = locked(report)
    quote = get_quote_to_check_or_404(actor, report, quote.pk)
    if quote.is_final:
        raise Refused(_("This answer is final: drafts may have shown whose words these are."))
    if seen != digest_of(quote.words):
        raise Refused(_("These words have changed since you read them. Read them again."))
    answer, words = Colleague(answer), clean_line(words)
    if answer == Colleague.NO:
        words = ""
    elif not words:
        raise Refused(_("Say in a few words what gives it away, so that it can be changed."))
    elif holds_a_name(report.community, words):
        raise Refused(
            _(
                "There is a name or an address in your words. The evaluator does not know who is "
                "who here: say which words give it away, and not whom you thought of."
            )
        )
    quote.colleague, quote.colleague_words = answer, words
    quote.save(update_fields=["colleague", "colleague_words"])
    settle_answers(report)
    record(actor=actor, verb="change", target=report, fields=["quote_checks"])


def settle_answers(report: Report) -> None:
    """Where no quote waits for an answer, those that were given are final."""
    if not quotes_waiting(report):
        open_still = quotes_of(report).filter(checked_on=None).exclude(colleague="")
        open_still.update(checked_on=clock.today(report.community.time_zone))


def _held(actor: Actor, report: Report) -> Report:
    report = locked(report)
    require(can_edit_findings(actor, report))
    refuse_if_shut(actor, Stage.PUBLISH)
    return report


def _cell_of(report: Report, comment: Comment) -> str:
    """The caucus's key where there is one, and nothing about sessions."""
    keys = report.community.caucuses.values_list("key", flat=True)
    return comment.cell if comment.cell in set(keys) else TOGETHER


def _record(actor: Actor, report: Report) -> None:
    record(actor=actor, verb="change", target=report, fields=["quotes"])
