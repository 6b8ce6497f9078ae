"""A request to join, and what becomes of it."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.joining.enums import UNDECIDED, RequestState
from cop.joining.letters import why_not_neutral, write_decline, write_question, write_somebody_asks
from cop.joining.models import JoinInvitation, JoinQuestion, JoinRequest
from cop.joining.policies import can_decide_request, why_request_is_decided
from cop.joining.selectors import question_for
from cop.joining.services.invitations import Invitee, LinkUnusable, invite_to_join
from cop.joining.tokens import address_of, digest_of, end_of_day_in, new_token
from cop.members.enums import Role
from cop.members.models import Community
from cop.members.selectors import people_holding
from cop.members.services import lock
from cop.post.services import post_letter, was_queued_today

QUESTION_LASTS = 28  # days, the last one whole


@dataclass(frozen=True)
class Application:
    """What somebody says who asks to join; all of it cleaned."""

    name: str
    email: str
    profession: str = ""
    organisation: str = ""
    why: str = ""


@transaction.atomic
def make_request(*, community: Community, application: Application) -> None:
    """Put a request in the queue. The same is done whoever asks, known or not.

    A second request from an address that has one waiting joins it: what was said stays, what was
    left out is filled in.
    """
    values = asdict(application)
    today = clock.today(community.time_zone)
    fresh = JoinRequest(community=community, received_on=today, **values)
    JoinRequest.objects.bulk_create([fresh], ignore_conflicts=True)
    waiting = (
        JoinRequest.objects.select_for_update()
        .filter(community=community, email=application.email, state__in=UNDECIDED)
        .first()
    )
    if waiting is None:  # decided in this very moment
        return
    for field, value in values.items():
        if not getattr(waiting, field):
            setattr(waiting, field, value)
    waiting.save(update_fields=list(values))
    _tell_queue(community)


def _tell_queue(community: Community) -> None:
    """Whoever works the queue hears that somebody asks: no name, and one mail a day at most.

    The mail leaves out a community's name that mail may not carry.
    """
    lock(community)  # two requests at once are told of once
    if was_queued_today(community_id=community.pk, kind="join_waiting"):
        return
    people = people_holding(community, Role.SECRETARY, Role.CO_CHAIR)
    url = settings.SITE_URL + reverse("joining:request_list", args=[community.slug])
    for name in (community.name, ""):
        letter = write_somebody_asks(community, url=url, name=name)
        if not why_not_neutral(community, letter):
            post_letter(
                community_id=community.pk,
                kind="join_waiting",
                recipients=[(person.email, "") for person in people],
                letter=letter,
            )
            return


@transaction.atomic
def accept_request(*, actor: Actor, request: JoinRequest, words: str = "") -> JoinInvitation:
    """Say yes: an invitation goes to the address, and using it proves that it is theirs."""
    request = _undecided(actor, request)
    person = Invitee(email=request.email, name=request.name)
    (invitation,) = invite_to_join(actor=actor, people=[person], words=words, request=request)
    _decide(actor, request, RequestState.ACCEPTED, "accept")
    return invitation


@transaction.atomic
def decline_request(*, actor: Actor, request: JoinRequest, words: str = "") -> None:
    """Say no, kindly, by mail."""
    request = _undecided(actor, request)
    post_letter(
        community_id=request.community_id,
        kind="join_decline",
        recipients=[(request.email, request.name)],
        letter=write_decline(request.community, words=words),
    )
    _decide(actor, request, RequestState.DECLINED, "decline")


@transaction.atomic
def ask_about_request(*, actor: Actor, request: JoinRequest, question: str) -> JoinQuestion:
    """Ask by mail; the answer comes back to the queue. A question asked before lapses."""
    request = _undecided(actor, request)
    if not question.strip():
        raise Refused(_("Write your question."))
    community, token, now = request.community, new_token(), clock.now()
    today = clock.today(community.time_zone)
    request.questions.filter(answered_on=None, expires_at__gt=now).update(expires_at=now)
    asked = JoinQuestion.objects.create(
        request=request,
        question=question.strip(),
        token_hash=digest_of(token),
        expires_at=end_of_day_in(community, QUESTION_LASTS),
        asked_on=today,
    )
    post_letter(
        community_id=community.pk,
        kind="join_question",
        recipients=[(request.email, request.name)],
        letter=write_question(
            community,
            last_day=last_day_to_answer(community),
            question=question,
            url=address_of("question_open", token),
        ),
    )
    request.state = RequestState.ASKED
    request.save(update_fields=["state"])
    record(actor=actor, verb="ask", target=request)
    return asked


def last_day_to_answer(community: Community) -> dt.date:
    """The last day of the link in a question that is asked today."""
    return clock.today(community.time_zone) + dt.timedelta(days=QUESTION_LASTS)


@transaction.atomic
def answer_question(*, token: str, answer: str) -> None:
    """Keep what the applicant answers, once, and put the request back in the queue.

    Raises LinkUnusable for any other link, and where the request has been decided meanwhile.
    """
    found = question_for(token)
    if found is None:
        raise LinkUnusable
    request = JoinRequest.objects.select_for_update().get(pk=found.request_id)
    question = JoinQuestion.objects.select_for_update().get(pk=found.pk)
    if not question.is_open or not request.is_undecided:
        raise LinkUnusable
    if not answer.strip():
        raise Refused(_("Write your answer."))
    question.answer = answer.strip()
    question.answered_on = clock.today(found.request.community.time_zone)
    question.save(update_fields=["answer", "answered_on"])
    request.state = RequestState.WAITING
    request.save(update_fields=["state"])


def _undecided(actor: Actor, request: JoinRequest) -> JoinRequest:
    """The request as it is now, held; refuses whoever may not decide, and what is decided."""
    require(can_decide_request(actor, request))
    lock(actor.community)
    request = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=request.pk)
    )
    refuse_if(why_request_is_decided(request))
    return request


def _decide(actor: Actor, request: JoinRequest, state: str, verb: str) -> None:
    request.state = state
    request.decided_on = clock.today(request.community.time_zone)
    request.save(update_fields=["state", "decided_on"])
    record(actor=actor, verb=verb, target=request)
