"""Addresses of feedback and results, below a community's."""

from django.urls import path

from feedback.views import asking, assurance, comments, results, review, series, surveys

app_name = "feedback"

urlpatterns = [
    path("anonymity/", assurance.certificate_list, name="certificate_list"),
    path(
        "anonymity/<int:certificate_id>/", assurance.certificate_detail, name="certificate_detail"
    ),
    path("feedback/open/<int:session_id>/", asking.survey_open, name="survey_open"),
    path("feedback/ask/", asking.community_survey_open, name="community_survey_open"),
    path("feedback/questionnaires/", asking.questionnaire_list, name="questionnaire_list"),
    path(
        "feedback/questionnaires/<slug:code>/",
        asking.questionnaire_detail,
        name="questionnaire_detail",
    ),
    path("feedback/<uuid:survey_id>/", surveys.survey_detail, name="survey_detail"),
    path("feedback/<uuid:survey_id>/ballot", surveys.ballot_collect, name="ballot_collect"),
    path("feedback/<uuid:survey_id>/code", surveys.code_collect, name="code_collect"),
    path("results/", results.result_list, name="result_list"),
    path("results/year/", series.result_year, name="result_year"),
    path("results/over-time/", series.result_trend, name="result_trend"),
    path("results/<uuid:survey_id>/", results.result_detail, name="result_detail"),
    path("results/review/", review.review_list, name="review_list"),
    path(
        "results/review/<uuid:unit_id>/<slug:code>/<slug:question>/",
        review.bundle_review,
        name="bundle_review",
    ),
    path("results/review/<uuid:slip_id>/", review.slip_review, name="slip_review"),
    path("results/review/<uuid:slip_id>/edit/", review.slip_edit, name="slip_edit"),
    path("results/review/<uuid:slip_id>/confirm/", review.slip_confirm, name="slip_confirm"),
    path("results/comments/", comments.comment_list, name="comment_list"),
    path("results/comments/<uuid:comment_id>/", comments.comment_reply, name="comment_reply"),
    path(
        "results/<uuid:survey_id>/next-steps/", results.next_steps_change, name="next_steps_change"
    ),
    path("results/period/<str:from_on>/", results.period_detail, name="period_detail"),
]
