"""Writes of reports, by flow; other rooms import them from here."""

from reports.services.authors import (
    add_editor,
    keep_reflection,
    name_oneself,
    remove_editor,
    take_back_reflection,
)
from reports.services.beginnings import begin_section, beginnings_of
from reports.services.exporting import download_report, export_report, export_table
from reports.services.findings import (
    ThemeWords,
    add_findings_section,
    add_theme,
    change_findings_section,
    change_theme,
    move_findings_section,
    move_theme,
    remove_findings_section,
    remove_relation,
    remove_theme,
    write_relation,
)
from reports.services.gates import pass_gate, reopen_gate
from reports.services.mailing import draft_summary_mail
from reports.services.publishing import abandon_correction, correct_report, publish_report
from reports.services.quotes import add_quote, change_quote, check_quote, move_quote, remove_quote
from reports.services.readers import close_to_public, name_reader, open_to_public, remove_reader
from reports.services.recommendations import (
    follow_up,
    move_recommendation,
    remove_recommendation,
    write_recommendation,
)
from reports.services.references import write_references
from reports.services.remarks import add_remark, resolve_remark
from reports.services.rendering import (
    render_report,
    start_rendering,
    stop_rendering,
    tend_renderings,
)
from reports.services.reports import begin_report, change_report, freeze_report
from reports.services.sections import add_section, drop_section, move_section, put_back_section
from reports.services.sheets import (
    make_sheet,
    start_certificate,
    start_summary_sheet,
    start_year_sheet,
    tend_sheets,
)
from reports.services.summaries import approve_summary, discard_summary, draft_summary
from reports.services.testimonials import sign_testimonial, withdraw_testimonial
from reports.services.writing import restore_wording, write_section

__all__ = [
    "ThemeWords",
    "abandon_correction",
    "add_editor",
    "add_findings_section",
    "add_quote",
    "add_remark",
    "add_section",
    "add_theme",
    "approve_summary",
    "begin_report",
    "begin_section",
    "beginnings_of",
    "change_findings_section",
    "change_quote",
    "change_report",
    "change_theme",
    "check_quote",
    "close_to_public",
    "correct_report",
    "discard_summary",
    "download_report",
    "draft_summary",
    "draft_summary_mail",
    "drop_section",
    "export_report",
    "export_table",
    "follow_up",
    "freeze_report",
    "keep_reflection",
    "make_sheet",
    "move_findings_section",
    "move_quote",
    "move_recommendation",
    "move_section",
    "move_theme",
    "name_oneself",
    "name_reader",
    "open_to_public",
    "pass_gate",
    "publish_report",
    "put_back_section",
    "remove_editor",
    "remove_findings_section",
    "remove_quote",
    "remove_reader",
    "remove_recommendation",
    "remove_relation",
    "remove_theme",
    "render_report",
    "reopen_gate",
    "resolve_remark",
    "restore_wording",
    "sign_testimonial",
    "start_certificate",
    "start_rendering",
    "start_summary_sheet",
    "start_year_sheet",
    "stop_rendering",
    "take_back_reflection",
    "tend_renderings",
    "tend_sheets",
    "withdraw_testimonial",
    "write_recommendation",
    "write_references",
    "write_relation",
    "write_section",
]
