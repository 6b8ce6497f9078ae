"""One full report with nothing wrong in it: the scenario's figures, written, checked, agreed.

``full_report(cast)`` builds it through the services, as its people would; tests plant what they
need into it afterwards and call ``pass_gates`` again.
"""

import copy
import datetime as dt
from typing import Any

from caucus.models import Caucus, FindingsConsent
from cop.core import clock
from reports.enums import Colleague, Gate, SectionKind
from reports.gate_marks import gates_of
from reports.models import FindingsSection, Quote, Relation, Report, Section, Theme
from reports.schema import ReportData
from reports.services import begin_report, pass_gate, write_recommendation, write_section
from sessions_app.models import Session
from tests.people import Cast
from tests.reports.editions import CHECKED
from tests.reports.report_data import scenario_data

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 10, 31)
TITLE = "Our first sixteen months"
WORDS: dict[str, str] = {
    SectionKind.SUMMARY: "Meeting apart made it easier to speak together. 12 of 40 (30.0%) came "
    "once, and feedback from 6 of 6 sessions says why.",
    SectionKind.INTRODUCTION: "We are 40 members who met for six sessions over sixteen months.",
    SectionKind.CONTEXT: "Waiting lists grew, and so did what was asked of our members.",
    SectionKind.APPROACH: "A community of practice meets over a shared concern.",
    SectionKind.SETTING_UP: "Two co-chairs asked around, and wrote down what was agreed.",
    SectionKind.FINDINGS: "Two themes run through the comments.",
    SectionKind.DISCUSSION: "What was heard in the caucuses came back to the whole room.",
    SectionKind.LIMITATIONS: "57 of 99 (57.6%) answered. Who did not may have thought otherwise.",
    SectionKind.DATA_PROTECTION: "What is kept, for how long, and whom to ask.",
    SectionKind.ACCESSIBILITY: "The page is the report; other forms on request.",
    SectionKind.HELP: "Samaritans, 116 123.",
    SectionKind.OTHER_FORMATS: "Ask the secretary for another form.",
}
# Made from what others write, or added by who wants them.
WITHOUT = (SectionKind.REFLECTIONS, SectionKind.LAST_YEAR, SectionKind.REFERENCES)
SIGNS = {
    Gate.FINDINGS: "ines",
    Gate.VALIDATION: "ines",
    Gate.CONSENT: "bilal",
    Gate.APPROVAL: "okafor",
}
MINORITISED, WHITE = "racially_minoritised", "white"


def full_report(cast: Cast) -> Report:
    """The report as a co-chair could publish it now."""
    caucus_agrees(cast)
    report = begin_report(
        actor=cast.actor("bilal"), title=TITLE, from_on=FIRST, to_on=LAST, kind="full"
    )
    report.sections.filter(kind__in=WITHOUT).delete()
    freeze(report, figures())
    write(cast, report, WORDS)
    write_recommendation(
        actor=cast.actor("bilal"),
        report=report,
        title="Keep one topic",
        words="One topic with time to reflect on it.",
        responsible="Co-chairs",
        due_on=dt.date(2027, 3, 31),
    )
    findings(report)
    pass_gates(cast, report)
    return report


def figures() -> ReportData:
    """The scenario's, as they would be frozen: what is released in three sessions of six."""
    data = copy.deepcopy(scenario_data())
    for key in ("kind", "sections"):
        data.pop(key)  # type: ignore[misc]
    for one in data["ratings"]["by_session"]:
        if not one["cells"]:
            one["state"] = "too_few"
    return data


def freeze(report: Report, data: ReportData) -> None:
    """Other figures, in the place of those that were frozen."""
    report.data, report.frozen_at = data, clock.now()
    report.save(update_fields=["data", "frozen_at"])


def write(cast: Cast, report: Report, words: dict[str, str]) -> None:
    """The secretary writes sections, by kind."""
    for section in report.sections.filter(kind__in=words):
        write_section(actor=cast.actor("bilal"), section=section, body=words[section.kind])


def section(report: Report, kind: str) -> Section:
    return report.sections.get(kind=kind)


def caucus_agrees(cast: Cast) -> None:
    """At its last session the caucus agreed that its findings are published."""
    session = Session.objects.create(
        community=cast.community, key="S6", title="What we heard this year", held_on=LAST
    )
    caucus = Caucus.objects.get(community=cast.community, key=MINORITISED)
    FindingsConsent.objects.create(session=session, caucus=caucus, given_on=LAST)


def findings(report: Report) -> None:
    """A section for each caucus, with a theme and a checked quote each, and how they relate."""
    made = []
    for place, (key, title, said) in enumerate(
        [
            (MINORITISED, "Being the only one", "I was tired of being the only one who spoke."),
            (WHITE, "Learning to stay", "I noticed that I wanted to leave, and stayed."),
        ],
        start=1,
    ):
        caucus = Caucus.objects.get(community=report.community, key=key)
        part = FindingsSection.objects.create(
            report=report, position=place, title=caucus.name, caucus=caucus, narrative="In short."
        )
        theme = Theme.objects.create(
            section=part,
            position=1,
            title=title,
            central_idea="What it costs to be in the room.",
            boundaries="Not about who was invited.",
            narrative="People came back to this in every session.",
        )
        quote(theme, said, key)
        made.append(theme)
    Relation.objects.create(
        from_theme=made[0], to_theme=made[1], kind="leads_to", words="Being heard asks for it."
    )


def quote(theme: Theme, words: str, cell: str, **fields: Any) -> Quote:
    """Words somebody wrote, of which the secretary said that no colleague could tell whose."""
    checked = {"colleague": Colleague.NO, "checked_on": clock.today("Europe/London")}
    return Quote.objects.create(
        theme=theme, position=1, words=words, cell=cell, **{**checked, **fields}
    )


def pass_gates(cast: Cast, report: Report) -> None:
    """Whoever has not signed what is there now does so."""
    for state in gates_of(report):
        if not state.is_passed:
            facts = CHECKED if state.gate == Gate.VALIDATION else {}
            pass_gate(
                actor=cast.actor(SIGNS[state.gate]),
                report=report,
                gate=state.gate,
                role="As asked",
                facts=facts,
            )
