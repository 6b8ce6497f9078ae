"""Sections, findings, quotes, gates, period: each fault is found alone."""

import datetime as dt
from typing import Any

import pytest

from caucus.models import FindingsConsent
from cop.core import clock
from reports.check import check_report
from reports.enums import Gate, SectionKind
from reports.models import (
    FindingsSection,
    Quote,
    Relation,
    Remark,
    Report,
    Theme,
)
from reports.services import begin_report, reopen_gate
from tests.people import Cast
from tests.reports import quoting
from tests.reports.full_report import (
    FIRST,
    LAST,
    MINORITISED,
    SIGNS,
    full_report,
    quote,
    section,
)
from tests.reports.planted import Fault, find_each, in_figures, planted

pytestmark = pytest.mark.django_db


def says(kind: str, more: str) -> Any:
    """Adds to what a section says."""

    def plant(report: Report) -> None:
        held = section(report, kind)
        held.body = f"{held.body}\n\n{more}"
        held.save()

    return plant


def empty(kind: str) -> Any:
    return lambda report: report.sections.filter(kind=kind).update(body="")


def drop(kind: str) -> Any:
    return lambda report: report.sections.filter(kind=kind).delete()


def quotes(**fields: Any) -> Any:
    return lambda report: _first_quote(report).update(**fields)


def doubted(answer: str) -> Any:
    return lambda report: quote(_themes(report).first(), "As I said", "white", colleague=answer)


def _first_quote(report: Report) -> Any:
    first = Quote.objects.filter(theme__section__report=report).order_by("words")[:1]
    return Quote.objects.filter(pk__in=first.values("pk"))


def _themes(report: Report) -> Any:
    return Theme.objects.filter(section__report=report)


def _titled(title: str) -> Any:
    def plant(report: Report) -> None:
        report.title = title
        report.save()
        for kind in ("introduction", "summary"):
            held = section(report, kind)
            held.body = held.body.replace(" over sixteen months", "")
            held.save()

    return plant


def section_without_theme(report: Report) -> None:
    FindingsSection.objects.create(report=report, position=9, title="Together", narrative="So.")


def without_findings(report: Report) -> None:
    report.findings_sections.all().delete()


def remark(report: Report) -> None:
    Remark.objects.create(
        section=section(report, SectionKind.CONTEXT), words="Which lists?", at=clock.now()
    )


def _session_not_asked(data: Any) -> None:
    """S5 had no survey, as if its box had never been opened."""
    table = data["tables"]["responses_by_session"]
    table["rows"][4][1:] = ["not asked", 11, "not shown"]
    table["rows"][-1][1:] = [50, 88, "50 of 88 (56.8%)"]
    table["total"] = 50
    data["ratings"]["by_session"][4]["state"] = "not_asked"


def five_of_six(report: Report) -> None:
    in_figures(_session_not_asked)(report)
    for kind, words in (
        ("summary", "We met."),
        ("limitations", "50 of 88 (56.8%) answered. Who did not may have thought otherwise."),
    ):
        report.sections.filter(kind=kind).update(body=words)


def feedback_dropped(report: Report) -> None:
    drop(SectionKind.FEEDBACK)(report)


def taken_early(report: Report) -> None:
    in_figures(lambda data: data.update(so_far=True))(report)


def taken_long_ago(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(frozen_at=clock.now() - dt.timedelta(days=60))
    report.refresh_from_db()


SECTIONS = [
    Fault("empty_section", "“Context” is promised", empty(SectionKind.CONTEXT)),
    Fault("summary_missing", "“Summary” has figures and no words", empty(SectionKind.SUMMARY)),
    Fault("summary_missing", "no summary", drop(SectionKind.SUMMARY)),
    Fault("left_to_fill_in", "“Table X”", says("context", "See Table X for more.")),
    Fault("left_to_fill_in", "“TODO”", says("discussion", "TODO write this.")),
    Fault("left_to_fill_in", "“[ref]”", says("approach", "Others found the same [ref].")),
    Fault("left_to_fill_in", "“???”", says("approach", "Since 2024 (???) we meet.")),
    Fault(
        "unresolved_placeholder",
        "no figure called “attendance.nobody”",
        says("context", "{{ attendance.nobody }} came."),
    ),
    Fault(
        "unresolved_reference",
        "“table.of_nothing”",
        says("context", "{{ see table.of_nothing }} has more."),
    ),
    Fault("unresolved_citation", "“nobody2020”", says("context", "Known before [@nobody2020].")),
    Fault("unresolved_footnote", "footnote", says("context", "A note.\n\n[^8]: Here.")),
    Fault(
        "promise_not_kept",
        "promises Membership",
        lambda report: (
            says("introduction", "This report gives an overview of membership.")(report),
            drop(SectionKind.MEMBERSHIP)(report),
        ),
        "warning",
    ),
    Fault(
        "recommendation_due_before",
        "Recommendation 1",
        lambda report: report.recommendations.update(due_on=report.to_on),
        "warning",
    ),
    Fault("remark_open", "1 remark on “Context”", remark, "warning"),
]
FINDINGS = [
    Fault("findings_without_themes", "“Together” has no theme", section_without_theme),
    Fault("findings_without_themes", "“Findings” has no theme", without_findings),
    Fault(
        "theme_without_words",
        "“Being the only one” has no narrative",
        lambda report: _themes(report).filter(title="Being the only one").update(narrative=""),
        "warning",
    ),
    Fault(
        "theme_without_quote",
        "“Being the only one” has no quote",
        lambda report: _themes(report).first().quotes.all().delete(),
        "warning",
    ),
    Fault("quote_unchecked", "1 quote was not checked", quotes(colleague="", checked_on=None)),
    Fault("quote_recognised", "1 quote could be recognised", doubted("yes"), "warning"),
    Fault("quote_recognised", "1 quote could be recognised", doubted("unsure"), "warning"),
    Fault("quote_without_attribution", "no words for", quotes(cell="somebody")),
]
FEEDBACK = [
    Fault("ratings_not_printed", "prints none", drop(SectionKind.RATINGS)),
    Fault("responses_not_printed", "not how many answered", feedback_dropped),
    Fault("coverage_unstated", "5 of 6 sessions", five_of_six),
    Fault(
        "limitations_missing",
        "Fewer than 60% of those who came answered after S1, S2, S3, S4",
        drop(SectionKind.LIMITATIONS),
    ),
    Fault("period_no_year", "16 months (1 July 2025 to 31", _titled("Our first year")),
    Fault(
        "period_no_year",
        "“In our first year we listened.” speaks of a year",
        lambda report: (
            _titled("What we did")(report),
            says("context", "In our first year we listened.")(report),
        ),
    ),
    Fault("figures_before_end", "before the period ended on 31 October 2026", taken_early),
    Fault("figures_old", "are those of 23 September 2026", taken_long_ago, "warning"),
    Fault("number_disagrees", "40 members", says("membership", "We have 41 members.")),
    Fault("impossible_percentage", "34 of 66", says("context", "34 of 66 (51.4%) moved.")),
    Fault("figure_without_denominator", "says 30%", says("context", "30% moved.")),
    Fault("vague_share", "“Most members”", says("context", "Most members agreed."), "warning"),
]


@pytest.mark.parametrize(
    "faults", [SECTIONS, FINDINGS, FEEDBACK], ids=["sections", "findings", "figures"]
)
def test_each_fault_is_found_alone(cast: Cast, as_: Any, faults: list[Fault]) -> None:
    find_each(cast, full_report(cast), faults, as_("bilal"))


def test_a_gate_that_was_opened_again_is_named(cast: Cast, as_: Any) -> None:
    def opened(gate: Gate) -> Any:
        who, said = cast.actor(SIGNS[gate]), {"role": "As asked", "comment": "Not so."}
        return lambda report: reopen_gate(actor=who, report=report, gate=gate, **said)

    faults = [Fault("gate_open", str(gate.label), opened(gate)) for gate in Gate]
    find_each(cast, full_report(cast), faults, as_("bilal"))


def test_words_of_a_caucus_that_is_silent_stand_in_no_section(cast: Cast, as_: Any) -> None:
    report = full_report(cast)

    def plant(report: Report) -> None:
        FindingsConsent.objects.filter(caucus__key=MINORITISED).delete()
        says("discussion", "We heard: I was TIRED of being the *only one* who spoke.")(report)

    fault = Fault("quoted_by_hand", "“Discussion”", plant)
    [problem] = find_each(cast, report, [fault], as_("bilal"))
    assert "tired" not in problem.words.lower()


SAID = "We heard: I was TIRED of being the *only one* who spoke."


def _in_relation(report: Report) -> None:
    Relation.objects.filter(from_theme__section__report=report).update(words=SAID)


def _in_boundaries(report: Report) -> None:
    _themes(report).filter(title="Learning to stay").update(boundaries=SAID)


def _in_reflection(report: Report) -> None:
    report.sections.create(kind="reflections", title="Looking back", position=99)
    report.reflections.create(
        person=report.community.members.first().person,
        words=SAID,
        named_as="A facilitator",
        released_on=dt.date(2026, 11, 1),
    )


@pytest.mark.parametrize(
    ("place", "plant_words"),
    [
        ("“Findings”", _in_relation),
        ("“Looking back”", _in_reflection),
        ("“Keep one topic”", lambda report: report.recommendations.update(words=SAID)),
        ("“Keep one topic”", lambda report: report.recommendations.update(status_words=SAID)),
        ("“Learning to stay”", _in_boundaries),
    ],
)
def test_words_left_out_are_found_wherever_they_are_typed(
    cast: Cast, as_: Any, place: str, plant_words: Any
) -> None:
    def plant(report: Report) -> None:
        plant_words(report)
        Quote.objects.filter(words__contains="tired").update(colleague="yes")

    report = full_report(cast)
    with planted(cast, report, Fault("quoted_by_hand", place, plant)) as faulty:
        problems = check_report(faulty, cast.actor("bilal"))
    [problem] = [one for one in problems if one.code == "quoted_by_hand"]
    assert place in problem.words
    assert "tired" not in problem.words.lower()


def test_words_left_out_of_one_report_stand_in_no_summary_either(cast: Cast) -> None:
    full_report(cast)
    summary = begin_report(
        actor=cast.actor("bilal"), title="In short", from_on=FIRST, to_on=LAST, kind="summary"
    )
    says("introduction", SAID)(summary)

    def found() -> list[str]:
        problems = check_report(summary, cast.actor("bilal"))
        return [one.words for one in problems if one.code == "quoted_by_hand"]

    assert found() == []
    FindingsConsent.objects.all().delete()
    [words] = found()
    assert words.startswith("“Introduction” repeats a quote that may not stand in the report.")


def test_a_quote_that_waits_does_not_tell_its_theme(cast: Cast, as_: Any) -> None:
    """Neither by its theme being named as without quotes, nor by being the only one not named."""

    def plant(report: Report) -> None:
        waits = _first_quote(report).get()
        waits.theme.quotes.update(colleague="", checked_on=None)
        Quote.objects.filter(theme__section__report=report).exclude(pk=waits.pk).delete()

    fault = Fault("quote_unchecked", "1 quote was not checked", plant)
    find_each(cast, full_report(cast), [fault], as_("bilal"))


def test_a_comment_that_serves_twice_is_told(cast: Cast, as_: Any) -> None:
    def plant(report: Report) -> None:
        said = quoting.comment(cast)
        for theme in _themes(report):
            theme.quotes.update(comment=said)

    fault = Fault("comment_twice", "1 comment is quoted twice", plant, "warning")
    find_each(cast, full_report(cast), [fault], as_("bilal"))
