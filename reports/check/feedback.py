"""What was asked is reported: coverage, numbers of responses, ratings, and what they cannot say."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.check.draft import Draft
from reports.check.known import rows_of
from reports.check.problem import Problem, error
from reports.enums import SectionKind
from reports.figures import RATE_FLOOR, under_rate_floor


def ratings_are_printed(draft: Draft) -> Iterator[Problem]:
    """Ratings that were collected and released have a section."""
    if _has_ratings(draft) and SectionKind.RATINGS not in draft.kinds:
        yield error(
            "ratings_not_printed",
            _("Ratings were released and the report prints none. Put the section “%s” back.")
            % SectionKind.RATINGS.label,
            draft.places.sections,
        )


def responses_are_printed(draft: Draft) -> Iterator[Problem]:
    """Who answered stands there, and from how many sessions."""
    asked = rows_of(draft.data["tables"]["responses_by_session"])
    prints_ratings = _has_ratings(draft) and SectionKind.RATINGS in draft.kinds
    if prints_ratings and (SectionKind.FEEDBACK not in draft.kinds or not asked):
        yield error(
            "responses_not_printed",
            _("The report prints ratings and not how many answered. Put the section “%s” back.")
            % SectionKind.FEEDBACK.label,
            draft.places.sections,
        )
    elif asked and not _states_coverage(draft):
        known = draft.known
        yield error(
            "coverage_unstated",
            _("The report does not say that there is feedback from %(part)d of %(whole)d sessions.")
            % {"part": min(known.coverage), "whole": known.sessions},
            draft.places.section(SectionKind.FEEDBACK),
        )


def _states_coverage(draft: Draft) -> bool:
    """In the program's words or the authors'; only where some session is missing it must."""
    known = draft.known
    if known.sessions in known.coverage or not draft.can_be_printed:
        return True
    part = "|".join(map(str, known.coverage))
    said = re.compile(rf"\b(?:{part}) (?:out )?of (?:the )?{known.sessions} sessions")
    return bool(said.search(draft.text))


def _has_ratings(draft: Draft) -> bool:
    ratings = draft.data["ratings"]
    return any(one["cells"] for one in [*ratings["by_session"], ratings["period"]])


def limitations_stand(draft: Draft) -> Iterator[Problem]:
    """While a rate is under the floor, the report says what its figures cannot."""
    low = under_rate_floor(draft.data["tables"]["responses_by_session"])
    text = draft.section(SectionKind.LIMITATIONS)
    if low and (text is None or not text["body"].strip()):
        yield error(
            "limitations_missing",
            _(
                "Fewer than %(floor)d%% of those who came answered after %(sessions)s. "
                "Write the section “%(name)s”."
            )
            % {
                "floor": RATE_FLOOR,
                "sessions": ", ".join(low),
                "name": SectionKind.LIMITATIONS.label,
            },
            draft.places.section(SectionKind.LIMITATIONS),
        )


FEEDBACK_RULES = (ratings_are_printed, responses_are_printed, limitations_stand)
