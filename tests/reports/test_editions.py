"""What was published stays: editions, corrections, and pages made of an edition alone."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from caucus.models import Caucus
from cop.core.errors import Refused
from cop.members.models import Community
from reports.content import digest_of
from reports.gate_marks import gates_of
from reports.models import Edition, Quote, Report
from reports.services import (
    abandon_correction,
    correct_report,
    publish_report,
    write_section,
)
from sessions_app.models import Session
from tests.at_once import at_once, while_somebody_else
from tests.pages import parse, select, texts
from tests.people import build_cast
from tests.reports.editions import agreed, full_report, published, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast):
    return full_report(cast)


def publish(cast, report, **more):
    return publish_report(actor=cast.actor("amara"), report=report, with_warnings=True, **more)


def url(report, name, *more):
    return reverse(f"reports:{name}", args=["northern", report.pk, *more])


def main(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def write(cast, report, body):
    section = report.sections.get(kind="discussion")
    write_section(actor=cast.actor("bilal"), section=section, body=body)


def test_an_edition_is_neither_changed_nor_deleted(report):
    edition = published(report)
    for act in (
        lambda: Edition.objects.filter(pk=edition.pk).update(content={}),
        lambda: Edition.objects.filter(pk=edition.pk).update(erratum="x", number=2),
        edition.delete,
        report.delete,
    ):
        with pytest.raises(IntegrityError, match="stays as it was published"), transaction.atomic():
            act()


def test_its_page_is_made_of_it_alone_whatever_happens_to_the_rest(cast, as_, report):
    agreed(cast)
    signed(cast, report)
    edition = publish(cast, report)
    page = as_("rosa").get(url(report, "edition_read", 1))
    before = main(page)
    assert "Words 1 [of somebody]" in before
    Community.objects.update(name="Another name")
    Caucus.objects.update(name="Renamed", singular="Renamed", plural="Renamed")
    Session.objects.update(title="Another title")
    Quote.objects.all().delete()
    report.sections.all().delete()
    report.gate_records.all().delete()
    cast.ines.name = "Somebody Else"
    cast.ines.save()
    assert main(as_("rosa").get(url(report, "edition_read", 1))) == before
    edition.refresh_from_db()
    assert digest_of(edition.content) == edition.digest


def test_a_correction_is_another_edition_with_its_erratum(cast, as_, report):
    signed(cast, report)
    publish(cast, report)
    with pytest.raises(Refused, match="published already"):
        publish(cast, report)
    report.refresh_from_db()
    correct_report(actor=cast.actor("bilal"), report=report, erratum="Eleven came, and not ten.")
    report.refresh_from_db()
    standing = [state.gate.value for state in gates_of(report) if state.is_passed]
    assert standing == ["findings", "validation", "consent"], "the approval is given anew"
    write(cast, report, "Corrected words stand here.")
    assert "Corrected words" not in main(as_("rosa").get(url(report, "report_read")))
    assert "Corrected words" in main(as_("bilal").get(url(report, "report_read")))
    with pytest.raises(Refused, match="changed since it was approved"):
        publish(cast, report)
    signed(cast, report, "approval")
    second = publish(cast, report)
    assert (second.number, second.erratum) == (2, "Eleven came, and not ten.")
    shown = main(as_("rosa").get(url(report, "report_read")))
    assert "Corrected words" in shown
    assert "Edition 2 corrects the one before: Eleven came, and not ten." in shown
    first = main(as_("rosa").get(url(report, "edition_read", 1)))
    assert "Corrected words" not in first
    assert "Read edition 2, which corrects it" in first
    listed = main(as_("rosa").get(url(report, "edition_list")))
    assert "Edition 1" in listed
    assert "It corrects: Eleven came, and not ten." in listed


def test_during_a_correction_the_page_says_what_stands_and_who_is_next(cast, as_, report):
    signed(cast, report)
    publish(cast, report)
    report.refresh_from_db()
    correct_report(actor=cast.actor("bilal"), report=report, erratum="Eleven came, and not ten.")
    report.refresh_from_db()
    for who in ("bilal", "amara", "okafor", "ines"):
        shown = main(as_(who).get(url(report, "report_detail")))
        assert "Edition 2 is being written" in shown
        assert "edition 1, published on" in shown
        assert "Eleven came, and not ten." in shown
        assert "It is for the oversight chair. The report has changed since" in shown
    signed(cast, report, "approval")
    shown = main(as_("tom").get(url(report, "report_detail")))
    assert "Then a co-chair publishes it." in shown
    assert "Published, and being corrected" in shown
    assert "is being written" not in main(as_("rosa").get(url(report, "report_detail")))
    publish(cast, report)
    assert "is being written" not in main(as_("tom").get(url(report, "report_detail")))


def test_findings_changed_in_a_correction_pass_their_gates_again(cast, report):
    signed(cast, report)
    publish(cast, report)
    report.refresh_from_db()
    correct_report(actor=cast.actor("bilal"), report=report, erratum="A quote is left out.")
    Quote.objects.filter(cell="white").delete()
    report.refresh_from_db()
    assert not any(state.is_passed for state in gates_of(report))


def test_a_correction_given_up_leaves_the_edition(cast, as_, report):
    published(report)
    report.refresh_from_db()
    correct_report(actor=cast.actor("bilal"), report=report, erratum="Something.")
    report.refresh_from_db()
    write(cast, report, "Half a correction.")
    abandon_correction(actor=cast.actor("bilal"), report=report)
    for who in ("rosa", "bilal", "ines"):
        assert "Half a correction" not in main(as_(who).get(url(report, "report_read")))
    report.refresh_from_db()
    assert not report.is_being_written
    assert Edition.objects.count() == 1


def test_what_is_published_is_what_the_co_chair_read(cast, as_):
    report = full_report(cast, kind="summary")
    amara = as_("amara")
    page = parse(amara.get(url(report, "report_publish")).content)
    [seen] = select(page, 'input[name="seen"]')
    report.sections.filter(kind="limitations").update(body="Other words, typed meanwhile.")
    for read in ({"seen": seen.get("value")}, {}):
        answer = amara.post(url(report, "report_publish"), {"with_warnings": "1"} | read)
        assert "has changed since you opened this page" in main(answer)
    assert not Edition.objects.exists()


@pytest.fixture
def at_the_same_time(transactional_db):
    """Committed, so that two connections see it."""
    cast = build_cast()
    return cast, full_report(cast, kind="summary")


@pytest.mark.django_db(transaction=True)
def test_two_co_chairs_publish_one_edition(at_the_same_time):
    cast, report = at_the_same_time
    refused = at_once(
        lambda: publish(cast, Report.objects.get(pk=report.pk)),
        lambda: publish_report(
            actor=cast.actor("tom"), report=Report.objects.get(pk=report.pk), with_warnings=True
        ),
    )
    assert Edition.objects.count() == 1
    assert refused in ([], ["The report is published already."])


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_it_is_published_is_in_it_or_refused(at_the_same_time):
    cast, report = at_the_same_time
    body = "Written at the last moment."
    section = report.sections.get(kind="limitations")
    edition = while_somebody_else(
        lambda: write_section(actor=cast.actor("bilal"), section=section, body=body),
        lambda: publish(cast, report),
    )
    assert body in str(edition.content)
