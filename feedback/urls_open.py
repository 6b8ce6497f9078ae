"""Addresses outside the cookies' path: what a survey is, its form, and the box."""

from django.urls import path

from feedback.views import box, coded, promise

app_name = "box"

urlpatterns = [
    path("feedback/", promise.promise_page, name="promise_page"),
    path("feedback/protocol/", promise.protocol_page, name="protocol_page"),
    path("feedback/threat-model/", promise.threat_model_page, name="threat_model_page"),
    path("feedback/<uuid:survey_id>/", box.survey_landing, name="survey_landing"),
    path("feedback/<uuid:survey_id>/code/", coded.coded_form, name="coded_form"),
    path("feedback/<uuid:survey_id>/code/thanks/", coded.coded_thanks, name="coded_thanks"),
    path("box/<uuid:survey_id>/", box.envelope, name="envelope"),
    path("box/<uuid:survey_id>/code/", coded.coded_envelope, name="coded_envelope"),
    path("box/<uuid:survey_id>/counted/", box.counted_list, name="counted_list"),
]
