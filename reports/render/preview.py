"""A section's words as readers will see them, whatever its author has typed so far."""

from django.utils.safestring import SafeString

from reports.content import report_data
from reports.models import Section
from reports.render.document import preview


def preview_of(section: Section, body: str) -> SafeString:
    """What the report prints of these words, by the same renderer; nothing of none."""
    return preview(report_data(section.report), body) if body.strip() else SafeString()
