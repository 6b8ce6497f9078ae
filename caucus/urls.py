"""Addresses. A session has one for spaces and one for its share-back: the server finds which."""

from django.urls import path

from caucus.views import (
    board,
    caucuses,
    dialogue,
    findings,
    first_call,
    ledger,
    setup,
    share_back,
    signals,
    space,
)

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
    path("commitments/", ledger.ledger, name="ledger"),
    path("commitments/ask/", ledger.ask_add, name="ask_add"),
    path("commitments/asks/<int:ask_id>/", ledger.ask_change, name="ask_change"),
    path("commitments/asks/<int:ask_id>/answer/", ledger.commitment_add, name="ask_answer"),
    path("commitments/add/", ledger.commitment_add, name="commitment_add"),
    path("commitments/findings/", findings.findings_given, name="findings_given"),
    path("sessions/<int:session_id>/live/findings/", findings.findings_live, name="findings_live"),
    path("commitments/status/", ledger.commitment_status, name="commitment_status"),
    path(
        "commitments/<int:commitment_id>/",
        ledger.commitment_complete,
        name="commitment_complete",
    ),
    path("sessions/<int:session_id>/space/", space.space_choose, name="space_choose"),
    path("sessions/<int:session_id>/spaces/", setup.space_setup, name="space_setup"),
    path("sessions/<int:session_id>/live/door/", space.door_pause, name="door_pause"),
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
    path("sessions/<int:session_id>/live/signal/", signals.signal_send, name="signal_send"),
    path("sessions/<int:session_id>/live/desk/signals/", signals.signal_seen, name="signal_seen"),
    path("sessions/<int:session_id>/live/voice/", dialogue.voice_put, name="voice_put"),
    path("sessions/<int:session_id>/live/board/", board.board, name="board"),
    path("sessions/<int:session_id>/live/board/pulse/", board.board_pulse, name="board_pulse"),
    path("sessions/<int:session_id>/shared/", share_back.share_back_list, name="share_back_list"),
]
