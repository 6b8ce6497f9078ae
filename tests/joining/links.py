"""Invitations and requests for tests, and the links in the mails they lead to."""

import re
from typing import Any

from cop.joining.models import JoinInvitation, JoinPage, JoinQuestion, JoinRequest
from cop.joining.services import (
    Application,
    Invitee,
    ask_about_request,
    change_join_page,
    invite_to_join,
    make_request,
)
from cop.post.models import Message
from tests.people import Cast

LINK = re.compile(r"/in/join/(?:answer/)?([0-9a-f]{48})/")
HERE = "127.0.0.1"


def without_secretary(cast: Cast) -> None:
    """Nobody holds the role any more, as in a community that begins."""
    cast.bilal.appointments.filter(community=cast.community, role="secretary").delete()


def link_in_newest(kind: str = "join_invitation") -> str:
    """The path of the link in the newest mail of that kind that waits."""
    message = Message.objects.filter(kind=kind).latest("pk")
    found = LINK.search(message.text)
    assert found, message.text
    return found.group(0)


def token_of(path: str) -> str:
    found = LINK.search(path)
    assert found
    return found.group(1)


def invite(
    cast: Cast, email: str = "nura@example.org", name: str = "Nura Bello", by: str = "bilal"
) -> tuple[JoinInvitation, str]:
    """An open invitation and the token in its mail."""
    (invitation,) = invite_to_join(actor=cast.actor(by), people=[Invitee(email, name)])
    return invitation, token_of(link_in_newest())


def open_page(cast: Cast, **changes: Any) -> JoinPage:
    values: dict[str, Any] = {
        "headline": "Join us",
        "text": "We meet.\n\n## Why\n\nTo change something.",
        "is_open": True,
        "names_me": True,
    }
    return change_join_page(actor=cast.actor("amara"), **(values | changes))


def ask(cast: Cast, **changes: str) -> JoinRequest:
    """A request that waits."""
    values = {
        "name": "Nura Bello",
        "email": "nura@example.org",
        "profession": "Occupational therapist",
        "organisation": "Calder Care",
        "why": "A colleague told me of it.",
    }
    application = Application(**(values | changes))
    make_request(community=cast.community, application=application)
    return JoinRequest.objects.get(community=cast.community, email=application.email)


def asked_question(cast: Cast) -> tuple[JoinQuestion, str]:
    """A question to somebody who asked, and the token in its mail."""
    question = ask_about_request(
        actor=cast.actor("bilal"), request=ask(cast), question="Which team do you work in?"
    )
    return question, token_of(link_in_newest("join_question"))
