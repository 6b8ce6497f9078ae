"""Writes of reports, by flow; other rooms import them from here."""

from reports.services.exporting import (
    download_report,
    export_report,
    export_table,
)
from reports.services.mailing import (
    draft_summary_mail,
)
from reports.services.publishing import (
    publish_report,
)
from reports.services.quotes import (
    add_quote,
    change_quote,
    check_quote,
    move_quote,
    remove_quote,
)
from reports.services.recommendations import (
    follow_up,
    move_recommendation,
    remove_recommendation,
    write_recommendation,
)
from reports.services.references import write_references
from reports.services.rendering import (
    render_report,
    start_rendering,
    stop_rendering,
    tend_renderings,
)
from reports.services.reports import (
    begin_report,
    freeze_report,
)
from reports.services.sheets import (
    make_sheet,
    start_certificate,
    start_summary_sheet,
    start_year_sheet,
    tend_sheets,
)
from reports.services.summaries import (
    approve_summary,
    discard_summary,
    draft_summary,
)
from reports.services.testimonials import (
    sign_testimonial,
    withdraw_testimonial,
)
from reports.services.writing import (
    write_section,
)

__all__ = [
    "add_quote",
    "approve_summary",
    "begin_report",
    "change_quote",
    "check_quote",
    "discard_summary",
    "download_report",
    "draft_summary",
    "draft_summary_mail",
    "export_report",
    "export_table",
    "follow_up",
    "freeze_report",
    "make_sheet",
    "move_quote",
    "move_recommendation",
    "publish_report",
    "remove_quote",
    "remove_recommendation",
    "render_report",
    "sign_testimonial",
    "start_certificate",
    "start_rendering",
    "start_summary_sheet",
    "start_year_sheet",
    "stop_rendering",
    "tend_renderings",
    "tend_sheets",
    "withdraw_testimonial",
    "write_recommendation",
    "write_references",
    "write_section",
]
