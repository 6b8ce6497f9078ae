"""A report whose evaluator chooses quotes: released comments, a theme, and the way of a quote."""

import datetime as dt

from feedback.enums import Outcome
from feedback.models import Comment
from reports.enums import Gate
from reports.models import FindingsSection, Quote, Report, Theme
from reports.quotes import digest_of
from reports.services import add_quote, begin_report, check_quote
from tests.feedback import slips
from tests.people import Cast

WHITE, MINORITISED = "white", "racially_minoritised"
DATES = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2027, 12, 31)}
SAID = "I do not feel safe at the Royal Infirmary, and it helped to say so."


def full_report(cast: Cast) -> Report:
    """Begun, and its quotes are put to the secretary: a caucus's silence is on record."""
    report = begin_report(actor=cast.actor("bilal"), title="Our year", kind="full", **DATES)
    silence_recorded(report)
    return report


def silence_recorded(report: Report) -> None:
    """As if the gates before had been passed."""
    report.gate_records.create(
        gate=Gate.CONSENT, is_passed=True, role="Secretary", at=report.frozen_at
    )


def theme_in(report: Report, title: str = "Silence") -> Theme:
    section, _made = FindingsSection.objects.get_or_create(
        report=report, title="What we heard", defaults={"position": 1}
    )
    return Theme.objects.create(section=section, title=title, position=section.themes.count() + 1)


def comment(cast: Cast, body: str = SAID, *, cell: str = WHITE, **fields: object) -> Comment:
    """Released, of the period of a survey that is over."""
    question = str(fields.pop("question", "2"))
    survey = cast.community.surveys.first() or slips.survey_in(cast)
    fields = {"outcome": Outcome.AS_WRITTEN, **fields}
    return Comment.objects.create(
        period=survey.period,
        questionnaire="PPN-1",
        question=question,
        cell=cell,
        body=body,
        **fields,
    )


def quote_of(cast: Cast, report: Report, theme: Theme, said: Comment, words: str = "") -> Quote:
    return add_quote(
        actor=cast.actor("ines"),
        report=report,
        theme=theme,
        comment_id=said.pk,
        words=words or said.body,
    )


def answered(cast: Cast, quote: Quote, answer: str = "no", words: str = "") -> Quote:
    """By the secretary, of the words as they are."""
    check_quote(
        actor=cast.actor("bilal"),
        report=quote.theme.section.report,
        quote=quote,
        seen=digest_of(quote.words),
        answer=answer,
        words=words,
    )
    quote.refresh_from_db()
    return quote
