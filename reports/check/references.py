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


def works_are_cited(draft: Draft) -> Iterator[Problem]:
    """Where they cannot be read, citations stand as they were typed."""
    if draft.document.refusal:
        yield error("works_not_cited", draft.document.refusal, draft.places.references)


REFERENCE_RULES = (everything_leads_somewhere, works_are_cited)
