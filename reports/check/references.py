"""References, placeholders, citations and notes that lead nowhere."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.check.draft import Draft
from reports.check.problem import Problem, error
from reports.enums import SectionKind


def everything_leads_somewhere(draft: Draft) -> Iterator[Problem]:
    """What authors name is there: figures, tables, sections, works and notes."""
    titles = {text["key"]: text["title"] for text in draft.sections}
    for missed in draft.document.unresolved:
        place = draft.places.section(missed.section)
        if missed.kind == "citation":
            place = draft.places.references or place
        elif missed.section == SectionKind.RECOMMENDATIONS:
            place = draft.places.recommendations
        yield error(
            f"unresolved_{missed.kind}",
            _("“%(title)s”: %(words)s Put it right.")
            % {"title": titles.get(missed.section, missed.section), "words": missed.words},
            place,
        )


REFERENCE_RULES = (everything_leads_somewhere,)
