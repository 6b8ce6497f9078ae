"""Addresses outside the cookies' path: a published report, by a link."""

from django.urls import path

from reports.views import public

app_name = "reports_open"

urlpatterns = [
    path("report/<uuid:key>/", public.report_public, name="report_public"),
    path(
        "report/<uuid:key>/<slug:file_format>/",
        public.report_public_file,
        name="report_public_file",
    ),
    path("report/r/<slug:token>/", public.report_reader, name="report_reader"),
    path(
        "report/r/<slug:token>/<slug:file_format>/",
        public.report_reader_file,
        name="report_reader_file",
    ),
]
