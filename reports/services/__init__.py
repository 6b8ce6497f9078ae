"""Writes of reports, by flow; other rooms import them from here."""

from reports.services.exporting import download_report, export_report, export_table
from reports.services.rendering import render_report, start_rendering, tend_renderings
from reports.services.writing import begin_report, freeze_report, publish_report, write_report

__all__ = [
    "begin_report",
    "download_report",
    "export_report",
    "export_table",
    "freeze_report",
    "publish_report",
    "render_report",
    "start_rendering",
    "tend_renderings",
    "write_report",
]
