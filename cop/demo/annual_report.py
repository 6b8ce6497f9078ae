"""The fictional year's report as far as it is: written, quoted, checked; not approved yet."""

import datetime as dt

from caucus.models import Caucus, FindingsConsent
from cop.core import clock
from cop.core.policy import Actor
from cop.demo import report_words, story
from cop.demo.findings import RELATIONS, SECTIONS
from cop.documents.selectors import fingerprint
from cop.members.models import Community, User
from cop.members.selectors import actor_in
from feedback.models import Comment
from reports.enums import Colleague, Gate, ReportKind
from reports.models import Quote, Report
from reports.quotes import digest_of
from reports.services import (
    ThemeWords,
    add_findings_section,
    add_quote,
    add_theme,
    begin_report,
    check_quote,
    keep_reflection,
    pass_gate,
    write_recommendation,
    write_references,
    write_relation,
    write_section,
)
from sessions_app.models import Session

ASKED_AGAIN = dt.timedelta(days=150)  # after the year, when the recommendations are due


def begin_annual_report(community: Community) -> Report:
    """Everything a visitor may try stands there: the next step is the oversight chair's."""
    today = clock.today(community.time_zone)
    bilal, ines = (_actor(community, name) for name in ("bilal.m03", "ines"))
    report = begin_report(
        actor=bilal,
        kind=ReportKind.FULL,
        title=story.REPORT_TITLE,
        from_on=story.year_began_on(today),
        to_on=story.year_ended_on(today),
    )
    _write(report, bilal)
    _find(report, ines)
    last = _last_session(report)
    _agree(last)
    for quote in Quote.objects.filter(theme__section__report=report):
        check_quote(
            actor=bilal,
            report=report,
            quote=quote,
            seen=digest_of(quote.words),
            answer=Colleague.NO,
        )
    _sign(report, last, ines, bilal)
    return report


def _write(report: Report, bilal: Actor) -> None:
    nothing = fingerprint(report.references)
    write_references(actor=bilal, report=report, references=report_words.REFERENCES, seen=nothing)
    for kind, words in report_words.SECTIONS.items():
        write_section(actor=bilal, section=report.sections.get(kind=kind), body=words)
    for title, words, responsible in report_words.RECOMMENDATIONS:
        write_recommendation(
            actor=bilal,
            report=report,
            title=title,
            words=words,
            responsible=responsible,
            due_on=report.to_on + ASKED_AGAIN,
        )
    for email, named_as, words in report_words.REFLECTIONS:
        keep_reflection(
            actor=_actor(report.community, email),
            report=report,
            words=words,
            named_as=named_as,
            release=True,
        )


def _find(report: Report, ines: Actor) -> None:
    """The themes, with quotes from the comments that are released."""
    caucuses = {caucus.key: caucus for caucus in Caucus.objects.filter(community=report.community)}
    comments = dict(
        Comment.objects.filter(period__community=report.community).values_list("body", "pk")
    )
    themes = {}
    for part in SECTIONS:
        section = add_findings_section(
            actor=ines,
            report=report,
            title=part.title,
            caucus=caucuses.get(part.caucus),
            narrative=part.narrative,
        )
        for one in part.themes:
            words = ThemeWords(one.title, one.central_idea, one.boundaries, one.narrative)
            themes[one.title] = theme = add_theme(actor=ines, section=section, words=words)
            for quote in one.quotes:
                add_quote(
                    actor=ines,
                    report=report,
                    theme=theme,
                    comment_id=next(pk for body, pk in comments.items() if quote in body),
                    words=quote,
                )
    for before, after, kind, said in RELATIONS:
        write_relation(
            actor=ines,
            report=report,
            from_theme=themes[before],
            to_theme=themes[after],
            kind=kind,
            words=said,
        )


def _last_session(report: Report) -> Session:
    held = Session.objects.filter(community=report.community, held_on__lte=report.to_on)
    return held.latest("held_on")


def _agree(session: Session) -> None:
    """The caucus that was asked agreed, so its quotes are among those put to the secretary."""
    FindingsConsent.objects.create(
        session=session,
        caucus=Caucus.objects.get(community=session.community, is_answered_to=True),
        given_on=session.held_on,
    )


def _sign(report: Report, last: Session, ines: Actor, bilal: Actor) -> None:
    """The last session validated the themes."""
    pass_gate(actor=ines, report=report, gate=Gate.FINDINGS, role="Evaluator")
    pass_gate(
        actor=ines,
        report=report,
        gate=Gate.VALIDATION,
        role="Evaluator",
        comment="Read and talked about in the second half of the October session.",
        facts={
            "session": last.title,
            "held_on": last.held_on.isoformat(),
            "invited": last.attendances.count(),
            "answered": last.attendances.count(),
        },
    )
    pass_gate(actor=bilal, report=report, gate=Gate.CONSENT, role="Secretary")


def _actor(community: Community, name: str) -> Actor:
    email = name if "@" in name else f"{name}@example.org"
    return actor_in(User.objects.get(email=email), community)
