"""Addresses of feedback and results, below a community's."""

from django.urls import path

from feedback.views import results, surveys

app_name = "feedback"

urlpatterns = [
    path("feedback/open/<int:session_id>/", surveys.survey_open, name="survey_open"),
    path("feedback/<uuid:survey_id>/", surveys.survey_detail, name="survey_detail"),
    path("feedback/<uuid:survey_id>/ballot", surveys.ballot_collect, name="ballot_collect"),
    path("results/", results.result_list, name="result_list"),
    path("results/<uuid:survey_id>/", results.result_detail, name="result_detail"),
    path("results/period/<str:from_on>/", results.period_detail, name="period_detail"),
]
