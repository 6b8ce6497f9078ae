"""What was written moves into sections, a published report into its first edition."""

import hashlib
import json
from typing import Any

from django.db import migrations

KEPT = ("introduction", "recommendations")
TITLES = {"introduction": "Introduction", "recommendations": "Recommendations"}
MADE = ("summary", "membership", "sessions", "attendance", "feedback", "ratings", "share_backs")


def carry_over(apps: Any, _schema_editor: Any) -> None:
    report_model = apps.get_model("reports", "Report")
    section_model = apps.get_model("reports", "Section")
    edition_model = apps.get_model("reports", "Edition")
    file_model = apps.get_model("reports", "RenderedFile")
    for report in report_model.objects.all():
        kinds = ("introduction", *MADE, "recommendations")
        sections = section_model.objects.bulk_create(
            section_model(
                report=report,
                kind=kind,
                title=TITLES.get(kind, kind.replace("_", " ").capitalize()),
                body=getattr(report, kind) if kind in KEPT else "",
                position=place,
            )
            for place, kind in enumerate(kinds, start=1)
        )
        if report.published_at is None:
            report.renderings.all().delete()
            continue
        texts = [
            {"key": one.kind, "kind": one.kind, "title": one.title, "body": one.body}
            for one in sections
        ]
        day = report.published_at.date().isoformat()
        content = {
            **(report.data or {}),
            "title": report.title,
            "kind": report.kind,
            "sections": texts,
            "edition": {"number": 1, "published_on": day, "erratum": ""},
        }
        words = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
        edition = edition_model.objects.create(
            report=report,
            number=1,
            published_at=report.published_at,
            content=content,
            digest=hashlib.sha256(words).hexdigest(),
        )
        for made in report.renderings.filter(state="done", pdf__isnull=False):
            made.edition, made.content = edition, edition.digest
            made.save(update_fields=["edition", "content"])
            file_model.objects.create(
                rendering=made,
                format="pdf",
                body=made.pdf,
                digest=hashlib.sha256(bytes(made.pdf)).hexdigest(),
            )


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_full_report")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
