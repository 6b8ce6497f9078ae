"""Addresses of the annual report, below a community's."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("reports/", views.report_list, name="report_list"),
    path("reports/add/", views.report_add, name="report_add"),
    path("reports/<int:report_id>/", views.report_detail, name="report_detail"),
    path("reports/<int:report_id>/text/", views.report_change, name="report_change"),
    path("reports/<int:report_id>/read/", views.report_read, name="report_read"),
    path(
        "reports/<int:report_id>/tables/<slug:table>.csv", views.report_table, name="report_table"
    ),
    path("reports/<int:report_id>/freeze/", views.report_freeze, name="report_freeze"),
    path("reports/<int:report_id>/publish/", views.report_publish, name="report_publish"),
    path("reports/<int:report_id>/pdf/", views.rendering_detail, name="rendering_detail"),
    path("reports/<int:report_id>/pdf/file/", views.rendering_pdf, name="rendering_pdf"),
]
