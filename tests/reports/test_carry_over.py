"""What stood in a report before it had sections is in them now, and what was published stays."""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reports.models import Edition, RenderedFile, Rendering, Report
from tests.reports.report_data import scenario_data

pytestmark = pytest.mark.django_db
BEFORE = ("reports", "0004_full_report")
DAY = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
PDF = b"%PDF-1.7 as it was published"


def earlier_report(apps: Any, community: Any, title: str, **fields: Any) -> Any:
    """As the program kept it then, with a PDF that was made of it."""
    report = apps.get_model("reports", "Report").objects.create(
        community_id=community.pk,
        title=title,
        from_on=dt.date(2025, 1, 1),
        to_on=dt.date(2025, 12, 31),
        introduction="We **began**.",
        recommendations="- Keep one topic",
        data={"tables": scenario_data()["tables"]},
        **fields,
    )
    report.renderings.create(state="failed", content="x" * 64)
    report.renderings.create(state="done", content="x" * 64, pdf=PDF)
    return report


def test_former_words_are_in_sections_and_what_was_published_is_an_edition(cast):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes("reports")
    apps = executor.migrate([BEFORE]).apps
    draft = earlier_report(apps, cast.community, "A draft")
    public = earlier_report(apps, cast.community, "Our first year", published_at=DAY)
    MigrationExecutor(connection).migrate(newest)

    for one in (draft, public):
        sections = list(Report.objects.get(pk=one.pk).sections.values_list("kind", "body"))
        assert sections[0] == ("introduction", "We **began**.")
        assert sections[-1] == ("recommendations", "- Keep one topic")
        assert [kind for kind, _body in sections[1:4]] == ["summary", "membership", "sessions"]
        assert not any(body for _kind, body in sections[1:-1])
    edition = Edition.objects.get()
    assert (edition.report_id, edition.number, edition.published_at) == (public.pk, 1, DAY)
    content = edition.content
    assert (content["title"], content["edition"]["published_on"]) == (
        "Our first year",
        "2026-01-15",
    )
    assert content["sections"][0]["body"] == "We **began**."
    assert content["tables"] == scenario_data()["tables"]
    file = RenderedFile.objects.get()
    assert (bytes(file.body), file.digest) == (PDF, hashlib.sha256(PDF).hexdigest())
    assert (file.rendering.edition, file.rendering.content) == (edition, edition.digest)
    assert set(Rendering.objects.values_list("report", flat=True)) == {public.pk}
