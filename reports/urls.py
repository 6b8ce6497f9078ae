"""Addresses of reports, of what follows a session, and of papers, below a community's."""

from django.urls import include, path

from reports.urls_writing import urlpatterns as of_writing
from reports.views import (
    attended,
    beginnings,
    check,
    editions,
    files,
    gates,
    publishing,
    quotes,
    readers,
    recommendations,
    references,
    summaries,
    testimonials,
)
from reports.views import reports as views

app_name = "reports"

urlpatterns = [
    path("reports/", views.report_list, name="report_list"),
    path("reports/add/", views.report_add, name="report_add"),
    path("reports/<int:report_id>/", views.report_detail, name="report_detail"),
    path("reports/<int:report_id>/change/", views.report_change, name="report_change"),
    path("reports/<int:report_id>/read/", views.report_read, name="report_read"),
    path(
        "reports/<int:report_id>/tables/<slug:table>.csv", views.report_table, name="report_table"
    ),
    path("reports/<int:report_id>/freeze/", views.report_freeze, name="report_freeze"),
    # From draft to published editions.
    path("reports/<int:report_id>/gates/", gates.report_gates, name="report_gates"),
    path("reports/<int:report_id>/gates/<slug:gate>/", gates.gate_pass, name="gate_pass"),
    path(
        "reports/<int:report_id>/gates/<slug:gate>/reopen/", gates.gate_reopen, name="gate_reopen"
    ),
    path("reports/<int:report_id>/publish/", publishing.report_publish, name="report_publish"),
    path("reports/<int:report_id>/correct/", publishing.report_correct, name="report_correct"),
    path(
        "reports/<int:report_id>/correct/abandon/",
        publishing.correction_abandon,
        name="correction_abandon",
    ),
    path("reports/<int:report_id>/editions/", editions.edition_list, name="edition_list"),
    path(
        "reports/<int:report_id>/editions/<int:number>/",
        editions.edition_read,
        name="edition_read",
    ),
    # Readers outside.
    path("reports/<int:report_id>/share/", readers.report_share, name="report_share"),
    path(
        "reports/<int:report_id>/share/public/",
        readers.report_public_open,
        name="report_public_open",
    ),
    path(
        "reports/<int:report_id>/share/public/end/",
        readers.report_public_close,
        name="report_public_close",
    ),
    path(
        "reports/<int:report_id>/share/<int:reader_id>/remove/",
        readers.reader_remove,
        name="reader_remove",
    ),
    # Recommendations: written with the report, followed up after it.
    path(
        "reports/<int:report_id>/recommendations/",
        recommendations.recommendation_list,
        name="recommendation_list",
    ),
    path(
        "reports/<int:report_id>/recommendations/add/",
        recommendations.recommendation_add,
        name="recommendation_add",
    ),
    path(
        "reports/<int:report_id>/recommendations/<int:recommendation_id>/",
        recommendations.recommendation_change,
        name="recommendation_change",
    ),
    path(
        "reports/<int:report_id>/recommendations/<int:recommendation_id>/move/",
        recommendations.recommendation_move,
        name="recommendation_move",
    ),
    path(
        "reports/<int:report_id>/recommendations/<int:recommendation_id>/remove/",
        recommendations.recommendation_remove,
        name="recommendation_remove",
    ),
    path(
        "reports/<int:report_id>/follow-up/", recommendations.follow_up_list, name="follow_up_list"
    ),
    path(
        "reports/<int:report_id>/follow-up/<int:number>/",
        recommendations.follow_up_change,
        name="follow_up_change",
    ),
    # Files.
    path("reports/<int:report_id>/files/", files.rendering_detail, name="rendering_detail"),
    path("reports/<int:report_id>/files/stop/", files.rendering_stop, name="rendering_stop"),
    path(
        "reports/<int:report_id>/files/<slug:file_format>/",
        files.rendering_file,
        name="rendering_file",
    ),
    path(
        "reports/<int:report_id>/files/edition-<int:number>/<slug:file_format>/",
        files.rendering_file,
        name="edition_file",
    ),
    # References.
    path(
        "reports/<int:report_id>/references/",
        references.report_references,
        name="report_references",
    ),
    # What a section begins with, and the names that authors print.
    path(
        "reports/<int:report_id>/sections/<int:section_id>/begin/",
        beginnings.section_begin,
        name="section_begin",
    ),
    path("reports/<int:report_id>/names/", beginnings.report_names, name="report_names"),
    path("reports/<int:report_id>/newsletter/", files.report_newsletter, name="report_newsletter"),
    # The publication check.
    path("reports/<int:report_id>/check/", check.report_check, name="report_check"),
    # Quotes, the colleague check, the bank; testimonials
    path("reports/<int:report_id>/quotes/", quotes.quote_list, name="quote_list"),
    path(
        "reports/<int:report_id>/quotes/from/<int:theme_id>/", quotes.quote_pick, name="quote_pick"
    ),
    path(
        "reports/<int:report_id>/quotes/from/<int:theme_id>/<uuid:comment_id>/",
        quotes.quote_add,
        name="quote_add",
    ),
    path(
        "reports/<int:report_id>/quotes/<uuid:quote_id>/", quotes.quote_change, name="quote_change"
    ),
    path(
        "reports/<int:report_id>/quotes/<uuid:quote_id>/move/", quotes.quote_move, name="quote_move"
    ),
    path(
        "reports/<int:report_id>/quotes/<uuid:quote_id>/remove/",
        quotes.quote_remove,
        name="quote_remove",
    ),
    path("reports/<int:report_id>/quotes/check/", quotes.quote_check, name="quote_check"),
    path(
        "reports/<int:report_id>/quotes/check/<uuid:quote_id>/",
        quotes.quote_answer,
        name="quote_answer",
    ),
    path("reports/quotes/", quotes.quote_bank, name="quote_bank"),
    path("reports/testimonials/", testimonials.testimonial_list, name="testimonial_list"),
    path("testimonials/", testimonials.testimonial_own, name="testimonial_own"),
    path(
        "testimonials/<uuid:testimonial_id>/withdraw/",
        testimonials.testimonial_withdraw,
        name="testimonial_withdraw",
    ),
    *of_writing,
    path("sessions/<int:session_id>/summary/", summaries.summary_read, name="summary_read"),
    path(
        "sessions/<int:session_id>/summary/leaders/",
        summaries.summary_read,
        {"kind": "leaders"},
        name="summary_leaders",
    ),
    path(
        "sessions/<int:session_id>/summary/draft/",
        summaries.summary_draft_page,
        name="summary_draft",
    ),
    path(
        "sessions/<int:session_id>/summary/approve/",
        summaries.summary_approve,
        name="summary_approve",
    ),
    path(
        "sessions/<int:session_id>/summary/discard/",
        summaries.summary_discard,
        name="summary_discard",
    ),
    path("sessions/<int:session_id>/summary/mail/", summaries.summary_mail, name="summary_mail"),
    path(
        "sessions/<int:session_id>/summary/<slug:kind>/pdf/",
        summaries.summary_sheet,
        name="summary_sheet",
    ),
    path("sessions/<int:session_id>/catch-up/", summaries.catch_up, name="catch_up"),
    path(
        "sessions/<int:session_id>/certificate/",
        attended.certificate_detail,
        name="certificate_detail",
    ),
    path("attended/", attended.attended_year, name="attended_year"),
    path("sheets/<uuid:sheet_id>/", attended.sheet_detail, name="sheet_detail"),
    path("sheets/<uuid:sheet_id>/file/", attended.sheet_file, name="sheet_file"),
    # findings: sections, themes, relations
    path("reports/<int:report_id>/findings/", include("reports.urls_findings")),
]
