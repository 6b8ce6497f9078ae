"""Reads of reports, by flow; other rooms import them from here."""

from reports.selectors.quotes import (
    comments_to_quote,
    get_comment_to_quote_or_404,
    get_quote_or_404,
    get_quote_to_check_or_404,
    get_theme_to_quote_or_404,
    published_quotes,
    quote_to_check,
    quoted_themes,
    quotes_to_check,
)
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
from reports.selectors.testimonials import (
    own_testimonials,
    signed_testimonials,
    stands_in,
)
from reports.selectors.writing import (
    section_rows,
)

__all__ = [
    "FollowedUp",
    "approved_summary",
    "comments_to_quote",
    "earlier_files",
    "edition_shown",
    "edition_to_read",
    "editions_of",
    "files_of",
    "finished_file_or_404",
    "finished_sheet_or_404",
    "get_comment_to_quote_or_404",
    "get_published_recommendation_or_404",
    "get_quote_or_404",
    "get_quote_to_check_or_404",
    "get_recommendation_or_404",
    "get_session_to_sum_up_or_404",
    "get_sheet_or_404",
    "get_theme_to_quote_or_404",
    "get_visible_report_or_404",
    "latest_rendering",
    "own_testimonials",
    "own_words",
    "published_quotes",
    "published_recommendations",
    "quote_to_check",
    "quoted_themes",
    "quotes_to_check",
    "recommendations_written",
    "reports_for",
    "section_rows",
    "signed_testimonials",
    "stands_in",
    "summary_draft",
    "words_of_summary",
]
