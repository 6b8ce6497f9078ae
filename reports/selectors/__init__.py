"""Reads of reports, by flow; other rooms import them from here."""

from reports.selectors.recommendations import (
    FollowedUp,
    get_published_recommendation_or_404,
    get_recommendation_or_404,
    published_recommendations,
    recommendations_written,
)
from reports.selectors.reports import (
    earlier_files,
    edition_shown,
    edition_to_read,
    editions_of,
    files_of,
    finished_file_or_404,
    get_visible_report_or_404,
    latest_rendering,
    reports_for,
)
from reports.selectors.summaries import (
    approved_summary,
    finished_sheet_or_404,
    get_session_to_sum_up_or_404,
    get_sheet_or_404,
    own_words,
    summary_draft,
    words_of_summary,
)
from reports.selectors.writing import section_rows

__all__ = [
    "FollowedUp",
    "approved_summary",
    "earlier_files",
    "edition_shown",
    "edition_to_read",
    "editions_of",
    "files_of",
    "finished_file_or_404",
    "finished_sheet_or_404",
    "get_published_recommendation_or_404",
    "get_recommendation_or_404",
    "get_session_to_sum_up_or_404",
    "get_sheet_or_404",
    "get_visible_report_or_404",
    "latest_rendering",
    "own_words",
    "published_recommendations",
    "recommendations_written",
    "reports_for",
    "section_rows",
    "summary_draft",
    "words_of_summary",
]
