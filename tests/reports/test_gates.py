"""From draft to published: each gate in its order, by whose it is, and open after a change."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caucus.models import FindingsConsent
from cop.core.errors import Refused
from cop.governance.models import Governance
from reports.enums import Gate
from reports.gate_marks import gates_of
from reports.models import Edition, Quote
from reports.policies import why_not_published
from reports.services import (
    abandon_correction,
    pass_gate,
    publish_report,
    reopen_gate,
    write_section,
)
from tests.pages import parse, select, texts
from tests.reports.editions import CHECKED, MINORITISED, agreed, full_report, signed
from tests.reports.quoting import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast):
    return full_report(cast)


def standing(report) -> list[str]:
    report.refresh_from_db()
    return [state.gate.value for state in gates_of(report) if state.is_passed]


def words(report) -> str:
    return str(Edition.objects.get(report=report).content)


def publish(cast, report):
    return publish_report(actor=cast.actor("amara"), report=report, with_warnings=True)


def test_the_gates_come_in_their_order(cast, report):
    for gate, who in (("validation", "ines"), ("consent", "bilal"), ("approval", "okafor")):
        with pytest.raises(Refused, match="Findings agreed"):
            pass_gate(actor=cast.actor(who), report=report, gate=gate, role="x", facts=CHECKED)
    signed(cast, report)
    assert standing(report) == ["findings", "validation", "consent", "approval"]
    assert why_not_published(report) == ""
    with pytest.raises(Refused, match="passed already"):
        signed(cast, report, "findings")


@pytest.mark.parametrize("gate", Gate.values)
def test_each_gate_is_one_roles(cast, report, gate):
    whose = {"findings": "ines", "validation": "ines", "consent": "bilal", "approval": "okafor"}
    for who in ("amara", "tom", "bilal", "ines", "nkechi", "okafor", "dana", "rosa"):
        if who != whose[gate]:
            with pytest.raises(PermissionDenied):
                pass_gate(actor=cast.actor(who), report=report, gate=gate, role="x")


def test_a_full_report_waits_for_its_gates_and_a_summary_for_nobody(cast, report):
    with pytest.raises(Refused, match="“Findings agreed” comes first"):
        publish(cast, report)
    assert why_not_published(full_report(cast, kind="summary")) == ""
    with pytest.raises(PermissionDenied):
        publish_report(actor=cast.actor("bilal"), report=report)


def test_themes_and_quotes_need_the_stage_that_opens_them(cast, report):
    signed(cast, report)
    Governance.objects.filter(community=cast.community).update(validation="")
    assert "when and how members check the themes" in why_not_published(report)
    assert why_not_published(full_report(cast, kind="summary")) == ""


def test_a_quote_changed_after_findings_were_agreed_opens_all_gates(cast, report):
    signed(cast, report)
    Quote.objects.filter(cell=MINORITISED).update(words="Other words")
    assert standing(report) == []
    with pytest.raises(Refused, match="The findings have changed since"):
        publish(cast, report)


def test_no_answer_of_the_check_and_no_silence_opens_what_the_evaluators_agreed(cast, report):
    signed(cast, report, "findings", "validation")
    for answer in ("no", "yes", ""):
        Quote.objects.update(colleague=answer, checked_on=dt.date(2025, 11, 20) if answer else None)
        assert standing(report) == ["findings", "validation"], answer
    agreed(cast)
    assert standing(report) == ["findings", "validation"]


def test_approval_waits_for_the_last_answer_of_the_check(cast, as_, report):
    signed(cast, report, "findings", "validation", "consent")
    quote = Quote.objects.get(cell="white")
    Quote.objects.update(colleague="", checked_on=None)
    shown = main(as_("okafor").get(url(report, "gate_pass", "approval")))
    assert "1 quote still waits for the secretary" in shown, "the silent caucus’s is not counted"
    with pytest.raises(Refused, match="1 quote still waits for the secretary"):
        signed(cast, report, "approval")
    answered(cast, quote, "yes", "the job")
    signed(cast, report, "approval")
    publish(cast, report)
    assert "Words 2" not in words(report), "what is recognised leaves the print"


def test_a_word_changed_after_approval_opens_the_approval_alone(cast, report):
    signed(cast, report)
    section = report.sections.get(kind="discussion")
    write_section(actor=cast.actor("bilal"), section=section, body="Something else entirely.")
    assert standing(report) == ["findings", "validation", "consent"]
    with pytest.raises(Refused, match="changed since it was approved"):
        publish(cast, report)
    signed(cast, report, "approval")
    assert why_not_published(report) == ""


def test_what_is_signed_is_what_was_read(cast, report):
    with pytest.raises(Refused, match="changed since you read it"):
        pass_gate(
            actor=cast.actor("ines"), report=report, gate="findings", role="x", seen="an older one"
        )


def test_going_back_opens_what_depends_on_it(cast, report):
    signed(cast, report)
    with pytest.raises(PermissionDenied):
        reopen_gate(
            actor=cast.actor("bilal"), report=report, gate="validation", role="x", comment="y"
        )
    reopen_gate(
        actor=cast.actor("okafor"),
        report=report,
        gate="validation",
        role="Oversight chair",
        comment="Only five were asked.",
    )
    assert standing(report) == ["findings"]
    signed(cast, report, "validation")
    assert standing(report) == ["findings", "validation"], "those after it are signed again"
    signed(cast, report, "consent", "approval")
    assert why_not_published(report) == ""
    first = report.gate_records.get(is_passed=False)
    assert (first.person, first.role, first.comment) == (
        cast.okafor,
        "Oversight chair",
        "Only five were asked.",
    )


def test_silence_leaves_that_caucus_out_and_holds_nothing_else(cast, report):
    signed(cast, report)
    assert report.gate_records.get(gate="consent").facts["session"] == ""
    publish(cast, report)
    assert "Words 1" not in words(report)
    assert "Words 2 [of somebody]" in words(report)
    passed = Edition.objects.get(report=report).content["edition"]["passed"]
    assert len(passed) == 3
    assert "Racially Minoritised" not in str(passed), "silence leaves no trace"


def test_consent_is_what_the_caucus_said_and_nobody_types_it(cast, report):
    agreed(cast)
    typed = {"session": "Made up", "held_on": "2025-01-01"}
    signed(cast, report, "findings", "validation")
    pass_gate(
        actor=cast.actor("bilal"), report=report, gate="consent", role="Secretary", facts=typed
    )
    facts = report.gate_records.get(gate="consent").facts
    assert (facts["session"], facts["held_on"]) == ("What we heard", "2025-10-16")
    signed(cast, report, "approval")
    publish(cast, report)
    assert "Words 1 [of somebody]" in words(report)
    said = Edition.objects.get().content["edition"]["passed"]
    assert said[1].startswith(
        "Members checked the themes from 3 November 2025 to 14 November 2025. 12 of 40 (30.0%)"
    )
    assert "agreed to its findings at “What we heard” on 16 October 2025." in said[2]


def test_consent_given_later_or_taken_back_opens_its_gate(cast, report):
    signed(cast, report)
    agreed(cast)
    assert standing(report) == ["findings", "validation"]
    signed(cast, report, "consent", "approval")
    FindingsConsent.objects.all().delete()
    assert standing(report) == ["findings", "validation"]
    with pytest.raises(Refused, match="What the caucus answered has changed"):
        publish(cast, report)


def test_no_gate_opens_in_a_report_published_meanwhile(cast, report):
    signed(cast, report)
    publish(cast, report)
    assert report.is_being_written  # as it was read before
    with pytest.raises(PermissionDenied):
        reopen_gate(
            actor=cast.actor("okafor"), report=report, gate="approval", role="x", comment=""
        )
    with pytest.raises(PermissionDenied):
        abandon_correction(actor=cast.actor("bilal"), report=report)
    assert "approval" in standing(report)


def test_findings_are_not_agreed_before_there_are_any(cast, report):
    report.findings_sections.all().delete()
    with pytest.raises(Refused, match="no findings yet"):
        signed(cast, report, "findings")


def url(report, name, *more):
    return reverse(f"reports:{name}", args=["northern", report.pk, *more])


def main(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def test_a_gate_is_passed_on_its_page(cast, as_, report):
    signed(cast, report, "findings")
    ines = as_("ines")
    page = url(report, "gate_pass", "validation")
    typed = {"role": "Evaluator", "how": "period", "invited": "40", "answered": "41"}
    shown = ines.post(page, typed)
    assert "No more can answer than were asked." in main(shown)
    session = agreed(cast)
    typed |= {"how": "session", "session": str(session.pk), "answered": "12"}
    assert "changed since you read it" in main(ines.post(page, typed)), "nothing was read"
    [seen] = select(parse(shown.content), 'input[name="seen"]')
    assert ines.post(page, typed | {"seen": seen.get("value")}).status_code == 302
    assert standing(report) == ["findings", "validation"]
    facts = report.gate_records.last().facts
    assert (facts["session"], facts["invited"], facts["answered"]) == ("What we heard", 40, 12)
    shown = main(as_("bilal").get(url(report, "report_gates")))
    assert "12 of 40 (30.0%) of those who were asked answered" in shown
    assert "Next: this is for the secretary" in shown


def test_who_reads_answers_sees_roles_and_no_names(cast, as_, report):
    signed(cast, report)
    for name in ("report_gates", "report_detail"):
        assert "Secretary (Bilal Rahman)" in main(as_("okafor").get(url(report, name)))
        for reader in ("ines", "nkechi"):
            shown = main(as_(reader).get(url(report, name)))
            assert "Secretary, " in shown
            assert "Bilal" not in shown


def test_the_page_says_what_changed_after_the_session(cast, as_, report):
    agreed(cast)
    signed(cast, report, "findings", "validation")
    shown = main(as_("bilal").get(url(report, "gate_pass", "consent")))
    assert "agreed at “What we heard” on 16 October 2025" in shown
    assert "after that session" in shown
    report.gate_records.filter(gate="findings").update(at=dt.datetime(2025, 10, 1, tzinfo=dt.UTC))
    shown = main(as_("bilal").get(url(report, "gate_pass", "consent")))
    assert "after that session" not in shown


def typed_already(cast, as_, report) -> dict:
    page = as_("ines").get(url(report, "gate_pass", "validation"))
    form = select(parse(page.content), "main form")[0]
    return {name: value for name, value in form.fields.items() if value and "csrf" not in name}


def test_what_is_known_of_the_validation_is_not_asked(cast, as_, report):
    signed(cast, report, "findings")
    assert {"how", "session", "invited"}.isdisjoint(typed_already(cast, as_, report))
    session = agreed(cast)
    for name in ("amara", "rosa"):
        session.attendances.create(member=cast.members[name])
    typed = typed_already(cast, as_, report)
    assert (typed["how"], typed["session"], typed["invited"]) == ("session", str(session.pk), "2")
    assert "answered" not in typed
    as_("ines").post(url(report, "gate_pass", "validation"), {**typed, "answered": "1"})
    reopen_gate(
        actor=cast.actor("ines"), report=report, gate="validation", role="Evaluator", comment="Why"
    )
    agreed(cast, "A later one")
    again = typed_already(cast, as_, report)
    assert {**typed, "answered": "1"} == again, "as it was signed"


def test_days_of_a_validation_are_not_asked_twice_either(cast, as_, report):
    signed(cast, report, "findings", "validation")
    theme = Quote.objects.first().theme
    theme.narrative = "Somebody did."
    theme.save()
    signed(cast, report, "findings")
    typed = typed_already(cast, as_, report)
    assert (typed["how"], typed["invited"], typed["answered"]) == ("period", "40", "12")
    assert [typed[f"to_on_{part}"] for part in ("day", "month", "year")] == ["14", "11", "2025"]
