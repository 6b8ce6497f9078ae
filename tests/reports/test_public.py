"""Readers outside: a public link, and links of named people, that end when they are taken back."""

import pytest
from django.urls import reverse

from cop.core.errors import Refused
from reports.enums import FileFormat, RenderingState
from reports.models import NamedReader
from reports.services import (
    close_to_public,
    correct_report,
    name_reader,
    open_to_public,
    remove_reader,
)
from tests.pages import parse, select, texts
from tests.reports.editions import full_report, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast):
    report = full_report(cast, kind="summary")
    published(report)
    report.refresh_from_db()
    return report


def main(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def public(report) -> str:
    report.refresh_from_db()
    return reverse("reports_open:report_public", args=[report.public_key])


def test_nobody_outside_reads_it_until_a_co_chair_says_so(cast, as_, report):
    assert report.public_key is None
    open_to_public(actor=cast.actor("amara"), report=report)
    link = public(report)
    page = as_(None).get(link)
    assert "Our first year" in main(page)
    assert not page.cookies
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "no-referrer"
    with pytest.raises(Refused, match="public already"):
        open_to_public(actor=cast.actor("tom"), report=report)
    close_to_public(actor=cast.actor("tom"), report=report)
    assert as_(None).get(link).status_code == 404
    open_to_public(actor=cast.actor("amara"), report=report)
    assert public(report) != link, "a new key each time"
    assert as_(None).get(link).status_code == 404


def test_a_draft_is_given_to_nobody_outside(cast, report):
    draft = full_report(cast, kind="summary")
    with pytest.raises(Refused, match="Only what is published"):
        open_to_public(actor=cast.actor("amara"), report=draft)
    with pytest.raises(Refused, match="Only what is published"):
        name_reader(actor=cast.actor("amara"), report=draft, name="Somebody")


def test_outside_the_newest_edition_is_read_and_no_draft(cast, as_, report):
    open_to_public(actor=cast.actor("amara"), report=report)
    report.refresh_from_db()
    correct_report(actor=cast.actor("bilal"), report=report, erratum="Eleven came.")
    report.sections.filter(kind="limitations").update(body="Corrected words stand here.")
    assert "Corrected words" not in main(as_(None).get(public(report)))
    published(report)
    page = main(as_(None).get(public(report)))
    assert "Corrected words" in page
    assert "Edition 2 corrects the one before: Eleven came." in page


def test_a_readers_link_is_shown_once_and_ends_when_it_is_taken_back(cast, as_, report):
    share = reverse("reports:report_share", args=["northern", report.pk])
    amara = as_("amara")
    shown = main(amara.post(share, {"name": "The library"}))
    [address] = [word for word in shown.split() if "/report/r/" in word]
    path = "/report/r/" + address.split("/report/r/")[1]
    token = path.strip("/").split("/")[-1]
    assert token not in main(amara.get(share)), "only its digest is kept"
    reader = NamedReader.objects.get()
    assert token not in str(vars(reader))
    assert "Our first year" in main(as_(None).get(path))
    assert as_(None).get(path[:-3] + "aa/").status_code == 404
    remove_reader(actor=cast.actor("tom"), reader=reader)
    assert as_(None).get(path).status_code == 404


@pytest.mark.parametrize(
    ("file_format", "ending", "kind"),
    [
        ("pdf", ".pdf", "application/pdf"),
        ("html", ".html", "text/html; charset=utf-8"),
        (
            "docx",
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("zip", "-data.zip", "application/zip"),
        ("briefing", "-briefing.pdf", "application/pdf"),
    ],
)
def test_every_file_is_handed_out_by_both_links(cast, as_, report, file_format, ending, kind):
    assert file_format in FileFormat.values
    rendering = report.renderings.get()
    rendering.files.create(format=file_format, body=b"made", digest="")
    report.renderings.update(state=RenderingState.DONE)
    open_to_public(actor=cast.actor("amara"), report=report)
    token = name_reader(actor=cast.actor("amara"), report=report, name="The library")
    for page in (public(report), reverse("reports_open:report_reader", args=[token])):
        [link] = [
            one.get("href")
            for one in select(parse(as_(None).get(page).content), "main a[download]")
        ]
        given = as_(None).get(link)
        assert given["Content-Type"] == kind
        name = given["Content-Disposition"]
        assert name == f'attachment; filename="our-first-year-edition-1{ending}"'
        assert given.content == b"made"
