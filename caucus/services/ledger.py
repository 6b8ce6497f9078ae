"""R7: asks, what is taken on, and how it stands.

It is said by a caucus, so nothing says by whom: the record names the program itself.
"""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from caucus.enums import CommitmentState
from caucus.models import Ask, Caucus, Commitment, CommitmentStatus, ShareBack
from caucus.selectors import asking_for, commitments_to_tell_of, owing_for, session_to_tell_of
from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.names import clean_line, clean_lines
from cop.core.policy import Actor
from cop.members.models import Community
from cop.members.selectors import names_in, system_actor
from sessions_app.models import Session

AHEAD = dt.timedelta(days=731)  # two years, one of them a long one


@transaction.atomic
def enter_share_back(share_back: ShareBack) -> None:
    """What is released of asks and responsibilities stands in the ledger from then on.

    Its day is the session's. A responsibility waits for its role and day.
    """
    entered = {"caucus": share_back.caucus, "session": share_back.session}
    day = share_back.session.held_on
    if share_back.ask:
        Ask.objects.create(words=share_back.ask, posted_on=day, **entered)
    if share_back.responsibility:
        Commitment.objects.create(words=share_back.responsibility, made_on=day, **entered)


@transaction.atomic
def post_ask(*, actor: Actor, words: str) -> Ask | None:
    """Ask the others for something between sessions. No words: nothing is asked."""
    caucus = _allowed(asking_for(actor))
    words = clean_lines(words)
    if not words:
        return None
    ask = Ask.objects.create(caucus=caucus, words=words, posted_on=_today(actor.community))
    _note(actor.community)
    return ask


@transaction.atomic
def respond_to_answers(*, actor: Actor, ask: Ask, words: str) -> None:
    """What the asking caucus says to what was answered; "" takes it back."""
    ask = _own_ask(actor, ask)
    ask.response = clean_lines(words)
    ask.save(update_fields=["response"])
    _note(actor.community)


@transaction.atomic
def withdraw_ask(*, actor: Actor, ask: Ask) -> None:
    """Take an ask back: it is gone, and what was taken on because of it stays taken on."""
    _own_ask(actor, ask).delete()
    _note(actor.community)


@transaction.atomic
def take_on(
    *, actor: Actor, words: str, role: str, due_on: dt.date, ask: Ask | None = None
) -> Commitment:
    """Take something on, to answer an ask or unasked, with a role that sees to it and a day.

    Raises Refused for what is missing, for a day that lies behind or two years ahead, and where
    the ask was taken back meanwhile.
    """
    caucus = _allowed(owing_for(actor))
    if ask is not None:
        own = Ask.objects.filter(caucus__community=actor.community)
        ask = own.select_for_update(of=("self",)).filter(pk=ask.pk).first()
        if ask is None:
            raise Refused(_("This ask was taken back meanwhile. You owe it no answer any more."))
    words = clean_lines(words)
    if not words:
        raise Refused(_("Write what your caucus will do."))
    commitment = Commitment.objects.create(
        caucus=caucus,
        ask=ask,
        words=words,
        role=_checked_role(actor.community, role),
        due_on=_checked_day(actor.community, due_on),
        made_on=_today(actor.community),
    )
    _note(actor.community)
    return commitment


@transaction.atomic
def complete_commitment(
    *, actor: Actor, commitment: Commitment, role: str, due_on: dt.date
) -> None:
    """Say who sees to what was taken on in a session, and by when. Said once, it stays."""
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if _allowed(owing_for(actor)).pk != commitment.caucus_id:
        raise PermissionDenied
    if commitment.role:
        raise Refused(_("Role and day are said already. How it stands you say at each session."))
    commitment.role = _checked_role(actor.community, role)
    commitment.due_on = _checked_day(actor.community, due_on)
    commitment.save(update_fields=["role", "due_on"])
    _note(actor.community)


@transaction.atomic
def tell_how_it_stands(
    *, actor: Actor, session: Session, told: Mapping[int, tuple[str, str]]
) -> None:
    """Say how commitments of the actor's caucus stand: by their key, the state and why.

    What is not told of stays as it was. Raises Refused for "not kept" without a why, and where
    another session has come since the page was opened.
    """
    caucus = _allowed(owing_for(actor))
    if session != session_to_tell_of(actor.community):
        raise Refused(_("Another session has come since. Read how things stand now."))
    own = {one.pk: one for one in commitments_to_tell_of(caucus, session)}
    changed = False
    for key in told.keys() & own.keys():
        state, why = CommitmentState(told[key][0]), clean_line(told[key][1])
        if state == CommitmentState.NOT_KEPT and not why:
            raise Refused(_("Say in a sentence why it was not kept."))
        said = {"state": state, "why": why}
        found = CommitmentStatus.objects.filter(commitment=own[key], session=session)
        if not found.filter(**said).exists():
            found.update_or_create(defaults=said, commitment=own[key], session=session)
            changed = True
    if changed:
        _note(actor.community)


def _allowed(caucus: Caucus | None) -> Caucus:
    """The caucus the actor acts for; PermissionDenied (403) where there is none."""
    if caucus is None:
        raise PermissionDenied
    return caucus


def _own_ask(actor: Actor, ask: Ask) -> Ask:
    caucus = _allowed(asking_for(actor))
    found = Ask.objects.select_for_update().filter(pk=ask.pk, caucus=caucus).first()
    if found is None:
        raise Refused(_("This ask was taken back meanwhile."))
    return found


def _checked_role(community: Community, role: str) -> str:
    role = clean_line(role)
    if not role:
        raise Refused(_("Say which role sees to it."))
    names = names_in(community, role)
    if len(names) > 1 or role in names:
        raise Refused(_("Name a role and not a person: people change, and the promise stays."))
    return role


def _checked_day(community: Community, day: dt.date) -> dt.date:
    today = _today(community)
    if day < today:
        raise Refused(_("Choose a day that has not passed."))
    if day > today + AHEAD:
        raise Refused(_("Choose a day within two years: what is further away is soon forgotten."))
    return day


def _today(community: Community) -> dt.date:
    return clock.today(community.time_zone)


def _note(community: Community) -> None:
    """On record of the community, as the program's: which caucus it was is not said."""
    record(actor=system_actor(community), verb=Verb.CHANGE, target=community, fields=["ledger"])
