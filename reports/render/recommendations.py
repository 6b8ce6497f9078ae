"""Recommendations as they are printed, and what became of those of the report before."""

from typing import TypedDict

from django.utils.translation import gettext as _

from reports.enums import RecommendationStatus
from reports.render import words
from reports.render.authored import Authored
from reports.render.document import Builder, Section
from reports.render.tables import CellView, RowView, TableView
from reports.schema import RecommendationLine


class RecommendationView(TypedDict):
    number: int
    title: str
    text: Authored
    facts: str


def recommendations(builder: Builder, section: Section) -> None:
    """Numbered, each with an anchor of its own; then those of the report before."""
    given = builder.data.get("recommendations", [])
    if given:
        views = [_view(builder, section, line) for line in given]
        builder.fill(section, "recommendations", recommendations=views)
    for line in given:
        number = line["number"]
        called = _("Recommendation %d") % number
        builder.target(f"recommendation.{number}", f"recommendation-{number}", called)
    earlier = builder.data.get("earlier_recommendations", [])
    if earlier:
        builder.part(
            section,
            "earlier-recommendations",
            _("What became of the recommendations before"),
            sentence=statuses_sentence(earlier),
            table=builder.table(_earlier_table(earlier)),
        )


def statuses_sentence(lines: list[RecommendationLine]) -> str:
    """How many stand how, each with the number it is of."""
    said = [line for line in lines if line["status_on"]]
    counts = [
        f"{status.label}: {sum(line['status'] == status for line in said)}"
        for status in RecommendationStatus
    ]
    if len(said) < len(lines):
        counts.append(_("nothing recorded: %d") % (len(lines) - len(said)))
    return _("Of the %(total)d recommendations of the report before: %(counts)s.") % {
        "total": len(lines),
        "counts": ", ".join(counts),
    }


def _view(builder: Builder, section: Section, line: RecommendationLine) -> RecommendationView:
    return {
        "number": line["number"],
        "title": line["title"],
        "text": builder.authored(section, line["words"], offset=3),
        "facts": " · ".join(filter(None, [_who_and_when(line), _standing(line)])),
    }


def _who_and_when(line: RecommendationLine) -> str:
    who = line["responsible"] or _("Nobody named yet")
    if not line["due_on"]:
        return who
    return _("%(who)s, by %(day)s") % {"who": who, "day": words.day(line["due_on"])}


def _standing(line: RecommendationLine) -> str:
    """What became of it, once somebody has said so."""
    if not line["status_on"]:
        return ""
    return _("%(status)s, as of %(day)s") % {
        "status": RecommendationStatus(line["status"]).label,
        "day": words.day(line["status_on"]),
    }


def _earlier_table(lines: list[RecommendationLine]) -> TableView:
    return TableView(
        caption=_("Recommendations of the report before, and how each stands"),
        columns=[
            CellView(_("Recommendation")),
            CellView(_("Who, and by when")),
            CellView(_("How it stands")),
        ],
        rows=[
            RowView(
                CellView(f"{line['number']}. {line['title']}"),
                [
                    CellView(_who_and_when(line)),
                    CellView(_standing(line) or _("Nothing recorded"), detail=line["status_words"]),
                ],
            )
            for line in lines
        ],
        notes=[],
        even=True,
        key="earlier_recommendations",
    )
