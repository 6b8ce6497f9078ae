"""Pages of files and editions ask the database as often for many as for one."""

import pytest
from django.urls import reverse

from cop.core import clock
from reports.enums import RenderingState
from reports.models import Edition, Rendering
from tests.pages import parse, select
from tests.reports.editions import full_report

pytestmark = pytest.mark.django_db


def test_asking_how_far_it_is_composes_nothing(cast, as_, django_assert_num_queries, monkeypatch):
    report = full_report(cast)
    Rendering.objects.create(
        report=report, content="of older words", state=RenderingState.RUNNING, done=40, step="Now"
    )
    page = reverse("reports:rendering_detail", args=["northern", report.pk])
    bilal = as_("bilal")
    bilal.get(page)
    with django_assert_num_queries(7):
        said = bilal.get(page, headers={"hx-request": "true"}).content.decode()
    assert "40 per cent done" in said
    Rendering.objects.update(state=RenderingState.DONE)
    said = bilal.get(page, headers={"hx-request": "true"}).content.decode()
    assert "There are no files of the draft as it is now" in said


@pytest.mark.parametrize("number", [1, 10])
def test_ten_editions_ask_as_often_as_one(cast, as_, django_assert_num_queries, number):
    report = full_report(cast, kind="summary")
    editions = Edition.objects.bulk_create(
        Edition(
            report=report,
            number=one,
            published_at=clock.now(),
            content={},
            digest=f"digest {one}",
            erratum="Mended." if one > 1 else "",
        )
        for one in range(1, number + 1)
    )
    for edition in editions:
        made = Rendering.objects.create(
            report=report, edition=edition, content=edition.digest, state=RenderingState.DONE
        )
        for file_format in ("zip", "pdf"):
            made.files.create(format=file_format, body=b"made", digest="")
    bilal = as_("bilal")
    for name, asked in (("edition_list", 8), ("rendering_detail", 13)):
        page = reverse(f"reports:{name}", args=["northern", report.pk])
        bilal.get(page)
        with django_assert_num_queries(asked):
            links = select(parse(bilal.get(page).content), "main a[href*='/files/edition-']")
        assert [one.get("href").split("/files/edition-")[1] for one in links] == [
            f"{one}/{file_format}/"
            for one in range(number, 0, -1)
            for file_format in ("pdf", "zip")
        ]
