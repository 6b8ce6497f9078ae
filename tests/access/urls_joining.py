"""Who gets what from the pages of joining."""

from typing import Any

from cop.joining.models import JoinInvitation
from tests.access.matrix import ANYBODY, page
from tests.joining import links
from tests.people import Cast

CO_CHAIRS = {"amara", "tom"}
WORKS_QUEUE = {"bilal"}  # there is a secretary, so the co-chairs do not
OPEN = {"strangers": set(), "outside": True}
FOR_NOBODY = "0" * 48


def a_request(cast: Cast) -> dict[str, Any]:
    return {"request_id": links.ask(cast).pk}


def an_invitation(cast: Cast) -> dict[str, Any]:
    invitation, _token = links.invite(cast)
    return {"invitation_id": invitation.pk}


def one_invited(cast: Cast) -> dict[str, Any]:
    links.invite(cast)
    return {}


def a_link(cast: Cast) -> dict[str, Any]:
    _invitation, token = links.invite(cast)
    return {"token": token}


def an_old_link(cast: Cast) -> dict[str, Any]:
    _invitation, token = links.invite(cast)
    JoinInvitation.objects.update(expires_at="2026-01-01T00:00Z")
    return {"token": token}


def a_question(cast: Cast) -> dict[str, Any]:
    _question, token = links.asked_question(cast)
    return {"token": token}


def a_page(cast: Cast) -> dict[str, Any]:
    links.open_page(cast)
    return {"slug": cast.community.slug}


NOT_NEUTRAL = {"words": "Come to the White Caucus"}

MATRIX = [
    page("joining:request_list", WORKS_QUEUE),
    page("joining:request_detail", WORKS_QUEUE, world=a_request),
    page("joining:request_accept", WORKS_QUEUE, world=a_request, invalid=NOT_NEUTRAL),
    page("joining:request_ask", WORKS_QUEUE, world=a_request, invalid=NOT_NEUTRAL),
    page("joining:request_decline", WORKS_QUEUE, world=a_request, invalid=NOT_NEUTRAL),
    page(
        "joining:request_decline", WORKS_QUEUE, world=a_request, method="post", looks=False
    ).redirecting(),
    page("joining:invitation_list", WORKS_QUEUE, world=one_invited),
    page("joining:invitation_add", WORKS_QUEUE, invalid={"people": "nobody"}),
    page(
        "joining:invitation_resend", WORKS_QUEUE, world=an_invitation, method="post", looks=False
    ).redirecting(),
    page(
        "joining:invitation_withdraw", WORKS_QUEUE, world=an_invitation, method="post", looks=False
    ).redirecting(),
    page("joining:page_change", CO_CHAIRS, invalid={"headline": ""}),
    page("joining_open:page_public", ANYBODY, **OPEN, world=a_page),
    page("joining_open:request_make", ANYBODY, **OPEN, world=a_page, invalid={"name": ""}),
    page("joining_open:request_made", ANYBODY, **OPEN, world=a_page),
    # Whoever is signed in already reads that somebody else is: sign out first.
    page("joining_open:invitation_open", ANYBODY, **OPEN, world=a_link),
    page("joining_open:invitation_open", ANYBODY, **OPEN, world=an_old_link),
    page(
        "joining_open:invitation_open",
        ANYBODY,
        **OPEN,
        world=lambda cast: {"token": FOR_NOBODY},
        looks=False,
    ),
    page("joining_open:invitation_accept", ANYBODY, **OPEN, method="post", looks=False),
    page("joining_open:invitation_renew", ANYBODY, **OPEN, method="post", looks=False),
    page("joining_open:question_open", ANYBODY, **OPEN, world=a_question, invalid={"answer": ""}),
    page("joining_open:question_answer", ANYBODY, **OPEN, method="post", looks=False),
]
