"""What is written, frozen and published: annual reports, summaries of sessions, their files."""

from reports.models.findings import FindingsSection, Quote, Relation, Testimonial, Theme
from reports.models.making import Making, RenderedFile, Rendering, Sheet
from reports.models.reports import Edition, GateRecord, NamedReader, Report
from reports.models.summaries import SessionSummary
from reports.models.writing import (
    Editor,
    OwnReflection,
    Recommendation,
    Remark,
    Section,
    Wording,
)

__all__ = [
    "Edition",
    "Editor",
    "FindingsSection",
    "GateRecord",
    "Making",
    "NamedReader",
    "OwnReflection",
    "Quote",
    "Recommendation",
    "Relation",
    "Remark",
    "RenderedFile",
    "Rendering",
    "Report",
    "Section",
    "SessionSummary",
    "Sheet",
    "Testimonial",
    "Theme",
    "Wording",
]
