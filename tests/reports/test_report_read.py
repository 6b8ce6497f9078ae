"""The report as a page of the site: the same document, inside the site's frame."""

import datetime as dt
import itertools
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.enums import RenderingState
from reports.models import Rendering, Report
from tests.reports.report_data import SECTIONS, scenario_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast) -> Report:
    report = Report.objects.create(
        community=cast.community,
        title="Our first year",
        from_on=dt.date(2025, 7, 1),
        to_on=dt.date(2026, 10, 31),
        data=scenario_data(),
    )
    for place, kind in enumerate(SECTIONS):
        report.sections.create(kind=kind, title=kind.capitalize(), position=place)
    attack = "# Welcome\n\n<script>alert(1)</script> [away](javascript:alert(1))"
    report.sections.filter(kind="introduction").update(body=attack)
    return report


def test_the_page_holds_the_document_and_nothing_inline(as_, cast, report: Report) -> None:
    url = reverse("reports:report_read", args=[cast.community.slug, report.pk])
    page = as_("bilal").get(url)
    assert page.status_code == 200
    html = page.content.decode()
    assert html.count("<h1") == 1
    assert "Our first year" in html
    assert "12 of 40 (30.0%) came once" in html
    assert "at least 5 of 7 answered high" in html
    assert "css/report.css" in html
    assert not re.search(r"<style|\sstyle=|\son\w+=|=.javascript:|<script>", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_headings_of_the_page_never_skip_a_level(as_, cast, report: Report) -> None:
    url = reverse("reports:report_read", args=[cast.community.slug, report.pk])
    main = as_("bilal").get(url).content.decode().split("<main", 1)[1].split("</main>")[0]
    levels = [int(level) for level in re.findall(r"<h(\d)", main)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("number", [1, 10])
def test_a_reports_page_asks_as_often_for_ten_as_for_one(
    as_, cast, report: Report, django_assert_num_queries, number: int, monkeypatch
) -> None:
    """Each flow counts what its own card asks."""
    for cards in ("WAY", "CARDS"):
        monkeypatch.setattr(f"reports.views.cards.{cards}", {})
    Rendering.objects.bulk_create(
        Rendering(report=report, state=RenderingState.FAILED) for _one in range(number)
    )
    section = report.sections.get(kind="summary")
    for _one in range(number):
        report.sections.create(kind="text", title="More", position=20)
        section.remarks.create(words="Says who?", person=cast.nkechi, at=timezone.now())
    client = as_("bilal")
    url = reverse("reports:report_detail", args=[cast.community.slug, report.pk])
    with django_assert_num_queries(12):
        assert client.get(url).status_code == 200
    url = reverse("reports:report_read", args=[cast.community.slug, report.pk])
    with django_assert_num_queries(10):
        assert client.get(url).status_code == 200


def test_sections_are_listed_in_their_order_whatever_theirs_in_the_table(
    as_, cast, report: Report
) -> None:
    report.sections.filter(kind="introduction").update(position=99)
    last = report.sections.get(kind="introduction")
    last.title = "Written last"
    last.save()
    url = reverse("reports:report_detail", args=[cast.community.slug, report.pk])
    html = as_("bilal").get(url).content.decode()
    titles = [one.title for one in report.sections.all()]
    places = [html.index(f". {title}") for title in titles]
    assert titles[-1] == "Written last"
    assert places == sorted(places)
