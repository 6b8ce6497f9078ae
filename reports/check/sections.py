"""Sections that are promised and empty, and what was left to fill in."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.check.draft import Draft
from reports.check.problem import Problem, error, warning
from reports.check.reading import prose
from reports.enums import RecommendationStatus, SectionKind
from reports.sections import is_made

# Left by somebody who meant to come back.
LEFTOVER = re.compile(
    r"\b(?:Table|Figure|Fig\.|Section|Recommendation|Appendix|Page)s? (?:X{1,3}|N{1,2}|Y)\b"
    r"|\b(?:table|figure|section|page) (?:XX?X?|\?+|_{2,})(?!\w)|\b(?:TODO|TBC|TBD|FIXME)\b"
    r"|\bX{2,}\b|\?{3,}|\[(?:ref|reference|citation|citation needed|source|name|date|number|insert"
    r"[^\]]*|to (?:add|write|come)[^\]]*|\?+|x+|…|\.\.\.)\](?!\()|\blorem ipsum\b|_{4,}",
)
# What an introduction promises, and the section that keeps it.
PROMISES = (
    (r"\b(?:membership|who belongs|our members)\b", SectionKind.MEMBERSHIP),
    (r"\b(?:topics|what we met about)\b", SectionKind.SESSIONS),
    (r"\b(?:attendance|who came)\b", SectionKind.ATTENDANCE),
    (r"\b(?:ratings|what people rated)\b", SectionKind.RATINGS),
    (r"\bfindings\b", SectionKind.FINDINGS),
    (r"\brecommendations\b", SectionKind.RECOMMENDATIONS),
)
_PROMISING = re.compile(
    r"\b(?:this report|overview|sets? out|describes?|presents?|reports? on|covers?|below|following)"
    r"\b",
    re.IGNORECASE,
)


def empty_sections(draft: Draft) -> Iterator[Problem]:
    """In the contents, and nothing stands there."""
    made = {section.id: section for section in draft.document.sections}
    for text in draft.sections:
        printed = made.get(f"section-{text['key']}")
        if (printed and printed.is_empty) or not (
            text["body"].strip() or is_made(text["kind"], draft.data)
        ):
            yield error(
                "empty_section",
                _("“%s” is promised in the contents and is empty. Write it, or take it out.")
                % text["title"],
                draft.places.section(text["key"]),
            )


def summary_stands(draft: Draft) -> Iterator[Problem]:
    """The page most people read is there, and a full report's says more than figures."""
    text = draft.section(SectionKind.SUMMARY)
    if text is None:
        yield error(
            "summary_missing",
            _("The report has no summary. Put the section “%s” back.") % SectionKind.SUMMARY.label,
            draft.places.sections,
        )
    elif draft.report.is_full and not text["body"].strip():
        yield error(
            "summary_missing",
            _("“%s” has figures and no words. Say what was found.") % text["title"],
            draft.places.section(text["key"]),
        )


def promises_are_kept(draft: Draft) -> Iterator[Problem]:
    """What the summary and the introduction say will follow, follows."""
    opening = {SectionKind.SUMMARY, SectionKind.INTRODUCTION}
    urls = {draft.places.section(kind) for kind in opening}
    for passage, sentence in draft.sentences:
        if passage.url not in urls or not _PROMISING.search(sentence):
            continue
        for words, kind in PROMISES:
            if kind not in draft.kinds and re.search(words, sentence, re.IGNORECASE):
                yield warning(
                    "promise_not_kept",
                    _("“%(here)s” promises %(kind)s, and there is no such section.")
                    % {"here": passage.name, "kind": kind.label},
                    passage.url,
                )


def left_to_fill_in(draft: Draft) -> Iterator[Problem]:
    """“Table X”, “TODO” and their like."""
    for passage in draft.passages:
        for found in dict.fromkeys(match[0] for match in LEFTOVER.finditer(prose(passage.text))):
            yield error(
                "left_to_fill_in",
                _("“%(name)s” still says “%(found)s”. Fill it in, or take it out.")
                % {"name": passage.name, "found": found},
                passage.url,
            )


def last_years_recommendations(draft: Draft) -> Iterator[Problem]:
    """Each says what became of it."""
    for one in draft.data.get("earlier_recommendations", []):
        if one["status"] == RecommendationStatus.OPEN and not one["status_words"]:
            yield warning(
                "recommendation_without_status",
                _("Recommendation %(number)d of last year, “%(title)s”: say what became of it.")
                % {"number": one["number"], "title": one["title"]},
                draft.places.follow_up,
            )


def recommendations_lie_ahead(draft: Draft) -> Iterator[Problem]:
    """What is recommended at the end of the period cannot be due within it."""
    for one in draft.data.get("recommendations", []):
        if one["due_on"] and one["due_on"] <= draft.data["period"]["to"]:
            yield warning(
                "recommendation_due_before",
                _(
                    "Recommendation %(number)d, “%(title)s”, is due before the report’s period "
                    "ends. Give a later day."
                )
                % {"number": one["number"], "title": one["title"]},
                draft.places.recommendations,
            )


PRINTED_SECTION_RULES = (empty_sections,)
SECTION_RULES = (
    summary_stands,
    promises_are_kept,
    left_to_fill_in,
    last_years_recommendations,
    recommendations_lie_ahead,
)
