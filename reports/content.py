"""What a report is made of at one moment, and a digest to tell whether a file is of it."""

import hashlib
import json
from typing import cast

from reports.models import Report
from reports.schema import TABLE_IDS, ReportData, Table


def report_data(report: Report) -> ReportData:
    """The frozen figures together with the report's title and what its authors wrote."""
    data = cast(ReportData, dict(report.data or {}))
    data["title"] = report.title
    data["authored"] = {
        "introduction_md": report.introduction,
        "recommendations_md": report.recommendations,
    }
    return data


def content_digest(report: Report) -> str:
    """SHA-256 over everything a rendering is made of."""
    content = json.dumps(report_data(report), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def tables_of(report: Report) -> list[tuple[str, Table]]:
    """The six tables in their order, which the database does not keep."""
    tables = (report.data or {}).get("tables", {})
    return [(key, tables[key]) for key in TABLE_IDS if key in tables]
