"""Addresses under a community's own."""

from django.urls import path

from cop.governance.views import papers, registers, stages

app_name = "governance"

urlpatterns = [
    path("governance/", stages.stage_list, name="stage_list"),
    path("governance/meet/change/", stages.meet_change, name="meet_change"),
    path("governance/listen/change/", stages.listen_change, name="listen_change"),
    path("governance/publish/change/", stages.publish_change, name="publish_change"),
    path("governance/screening/", stages.screening_change, name="screening_change"),
    path("governance/registers/change/", stages.registers_change, name="registers_change"),
    path("governance/notice/", papers.notice_read, name="notice_read"),
    path("governance/assessment/", papers.assessment_read, name="assessment_read"),
    path("governance/papers/<str:paper>.docx", papers.paper_download, name="paper_download"),
    path("governance/stages/<str:stage>/", stages.stage_detail, name="stage_detail"),
    path("governance/complaints/", registers.complaint_list, name="complaint_list"),
    path("governance/complaints/new/", registers.complaint_file, name="complaint_file"),
    path("governance/complaints/add/", registers.complaint_add, name="complaint_add"),
    path(
        "governance/complaints/<int:complaint_id>/",
        registers.complaint_detail,
        name="complaint_detail",
    ),
    path("governance/breaches/", registers.breach_list, name="breach_list"),
    path("governance/breaches/add/", registers.breach_add, name="breach_add"),
    path("governance/breaches/<int:breach_id>/", registers.breach_detail, name="breach_detail"),
]
