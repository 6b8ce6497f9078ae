"""Sections that are promised and empty, and parts that must stand."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.check.draft import Draft
from reports.check.problem import Problem, error


def empty_sections(draft: Draft) -> Iterator[Problem]:
    """In the contents, and nothing stands there."""
    for text, made in zip(draft.sections, draft.document.sections, strict=True):
        if made.is_empty:
            yield error(
                "empty_section",
                _("“%s” is promised in the contents and is empty. Write it, or take it out.")
                % text["title"],
                draft.places.section(text["key"]),
            )


SECTION_RULES = (empty_sections,)
