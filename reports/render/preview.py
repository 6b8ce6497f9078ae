"""A section's words as readers will see them."""

from django.utils.safestring import SafeString

from cop.core.text import markdown_to_html
from reports.models import Section


def preview_of(_section: Section, body: str) -> SafeString:
    """What the report prints of these words, by the same renderer."""
    return markdown_to_html(body, heading_offset=2)
