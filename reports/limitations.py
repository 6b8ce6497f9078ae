"""A first draft of the limitations, from the figures themselves.

Under five headings: what nearly every report of this kind must say about itself, and what these
figures say about it. Figures are named, not copied, so that they follow when figures are taken
again; what is a matter of judgement is left to the authors, who find it said as a question.
"""

from collections.abc import Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from reports.figures import RATE_FLOOR, under_rate_floor
from reports.placeholders import placeholders
from reports.render import words
from reports.schema import ReportData


def draft_limitations(data: ReportData) -> str:
    """Markdown for the section, whoever is to write it."""
    known = {one.name for one in placeholders(data)}
    parts = (
        (_("Participation"), _participation(data, known)),
        (_("Who chose to answer"), _self_selection(known)),
        (_("Power and safety"), _power(data)),
        (_("What groups hide"), _intersections(data)),
        (_("Response rate"), _response_rate(data, known)),
    )
    return "\n\n".join(f"## {heading}\n\n{' '.join(said)}" for heading, said in parts) + "\n"


def _participation(data: ReportData, known: set[str]) -> Iterator[str]:
    if "attendance.total" not in known:
        yield _("No session took place in this period, so nothing can be said about who came.")
        return
    yield _("There were {{ attendance.total }} attendances over {{ sessions.total }} sessions.")
    if "attendance.once" in known:
        yield _("Of those who came, {{ attendance.once }} came once.")
        yield _(
            "What is said here about the community is said more by those who came often, and "
            "little is known of those who came once or stayed away."
        )
    if data.get("headcounts"):
        yield _("Some sessions are known by a headcount that is not exact.")
    if "members.not_stated" in known:
        yield _("The organisation is not on the register for {{ members.not_stated }} of members.")


def _self_selection(known: set[str]) -> Iterator[str]:
    yield _("Belonging, coming and answering are voluntary.")
    yield _(
        "Those who answered may differ from those who did not: people who were content, or angry, "
        "or had time, may have answered more often."
    )
    if "coverage" in known:
        yield _("There is feedback from {{ coverage }}.")
    yield _("Nobody’s answers can be followed from one session to the next, so nothing here is "
            "about change in one person.")  # fmt: skip


def _power(data: ReportData) -> Iterator[str]:
    yield _(
        "Members work with one another, and some lead others; what could be said may have been "
        "shaped by who might read it."
    )
    yield _(
        "Answers are anonymous and figures of few people are not shown, which protects people and "
        "leaves things out."
    )
    if words.is_caucused(data):
        yield _(
            "What was said in a caucus stays there unless it agreed to share it, so this report "
            "knows only a part of it."
        )


def _intersections(data: ReportData) -> Iterator[str]:
    if words.is_caucused(data):
        yield _(
            "A caucus joins people whose experiences differ. Figures for a caucus, and still more "
            "for all, can hide everyone who is few within it."
        )
    else:
        yield _("Figures for all can hide everyone who is few among them.")
    yield _(
        "No other characteristic was asked, so nothing can be said about how racism meets gender, "
        "class, disability, faith, sexuality or age in this community."
    )


def _response_rate(data: ReportData, known: set[str]) -> Iterator[str]:
    if "responses.rate" not in known:
        yield _("No number of responses can be shown for this period, so there is no rate.")
        return
    yield _("Of those who came, {{ responses.rate }} answered.")
    low = under_rate_floor(data["tables"]["responses_by_session"])
    if low:
        yield _("The rate lay under %(floor)d%% for %(sessions)s.") % {
            "floor": RATE_FLOOR,
            "sessions": get_text_list(low, _("and")),
        }
    yield _(
        "The rates are in {{ see table.responses_by_session }}. The others may think otherwise, "
        "and no figure here says how."
    )
