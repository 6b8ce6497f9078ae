"""Addresses. A session has one for spaces and one for its share-back: the server finds which."""

from django.urls import path

from caucus.views import caucuses, dialogue, first_call, share_back, space

app_name = "caucus"

urlpatterns = [
    path("caucuses/", caucuses.caucus_list, name="caucus_list"),
    path("caucuses/first-call/", first_call.first_call, name="first_call"),
    path("caucuses/offer/", caucuses.publication_offer, name="publication_offer"),
    path(
        "caucuses/offer/<int:publication_id>/",
        caucuses.publication_answer,
        name="publication_answer",
    ),
    path("sessions/<int:session_id>/space/", space.space_choose, name="space_choose"),
    path("sessions/<int:session_id>/spaces/", space.space_setup, name="space_setup"),
    path(
        "sessions/<int:session_id>/share-back/",
        share_back.share_back_write,
        name="share_back_write",
    ),
    path(
        "sessions/<int:session_id>/share-back/release/",
        share_back.share_back_release,
        name="share_back_release",
    ),
    path("sessions/<int:session_id>/live/voice/", dialogue.voice_put, name="voice_put"),
    path("sessions/<int:session_id>/shared/", share_back.share_back_list, name="share_back_list"),
]
