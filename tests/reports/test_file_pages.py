"""Pages of files and editions ask the database as often for many as for one."""

import pytest
from django.urls import reverse

from reports.enums import RenderingState
from reports.models import Rendering
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
