"""Two communities lend each other a reader, so that nobody reads the answers of colleagues."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.addresses import clean_email
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.enums import READS_ANSWERS, SwapState
from cop.members.models import Community, ReaderSwap, User
from cop.members.policies import can_answer_swap, can_appoint, why_union_is_forbidden
from cop.members.selectors import actor_in, actor_now
from cop.members.services.appointments import appoint, lock, lock_person
from cop.members.services.people import person_for
from cop.post.services import post_letter, write_letter


@transaction.atomic
def offer_swap(
    *,
    actor: Actor,
    to_email: str,
    lent_email: str,
    lent_name: str,
    lent_role: str,
    from_on: dt.date,
    until_on: dt.date,
) -> ReaderSwap:
    """Offer a reader to another community's co-chair and ask for one in return.

    Whether somebody is a co-chair elsewhere is not said here: the offer waits for whoever is.
    Raises Refused for an address that is none, a role that does not read, and dates in the past
    or the wrong way round.
    """
    lock(actor.community)
    require(can_appoint(actor_now(actor)))
    if lent_role not in READS_ANSWERS:
        raise Refused(_("Lend an evaluator or a second reviewer."))
    if from_on < clock.today(actor.community.time_zone) or until_on < from_on:
        raise Refused(_("The first day must not be past, nor the last day before the first."))
    address = clean_email(to_email)
    swap = ReaderSwap.objects.create(
        community=actor.community,
        to_email=address,
        lent=person_for(lent_email, lent_name),
        lent_name=lent_name,
        lent_role=lent_role,
        from_on=from_on,
        until_on=until_on,
    )
    record(actor=actor, verb="offer", target=swap)
    letter = write_letter(
        subject=_("Another community offers to lend you a reader"),
        text_template="mail/swap_offered.txt",
        context={"community": actor.community},
    )
    post_letter(
        community_id=actor.community.pk,
        kind="swap_offered",
        recipients=[(address, "")],
        letter=letter,
    )
    return swap


@transaction.atomic
def answer_swap(
    *, actor: Actor, swap: ReaderSwap, returned_email: str, returned_name: str, returned_role: str
) -> ReaderSwap:
    """Take the offer and name somebody in return. The first community confirms before it counts.

    Raises Refused where either reader may not read for the community they are lent to.
    """
    lock(actor.community)
    require(can_answer_swap(actor_now(actor), swap))
    swap = _locked(swap, SwapState.OFFERED)
    if returned_role not in READS_ANSWERS:
        raise Refused(_("Lend an evaluator or a second reviewer."))
    if swap.until_on < clock.today(actor.community.time_zone):
        raise Refused(_("The time of this offer is past. Ask for a new one."))
    returned = person_for(returned_email, returned_name)
    _refuse_union(actor.community, swap.lent, swap.lent_role, swap)
    _refuse_union(swap.community, returned, returned_role, swap)
    swap.other = actor.community
    swap.returned, swap.returned_name = returned, returned_name
    swap.returned_role = returned_role
    swap.answered_by = actor.person
    swap.state = SwapState.ANSWERED
    swap.save()
    record(actor=actor, verb="answer", target=swap)
    return swap


@transaction.atomic
def confirm_swap(*, actor: Actor, swap: ReaderSwap) -> ReaderSwap:
    """Agree to the reader offered in return: both are appointed, or neither.

    Raises Refused where one of them may not read any more, and where the other community's
    co-chair who answered is none any more.
    """
    require(swap.community_id == actor.community.pk)
    both = [pk for pk in (swap.community_id, swap.other_id) if pk]
    # In the same order for everybody, so that two swaps never wait for each other.
    list(Community.objects.filter(pk__in=both).order_by("pk").select_for_update())
    require(can_appoint(actor_now(actor)))
    swap = _locked(swap, SwapState.ANSWERED)
    theirs = actor_in(swap.answered_by, swap.other)  # type: ignore[arg-type]  # answered
    if not can_appoint(theirs):
        raise Refused(_("Who answered is no co-chair there any more. Make a new offer."))
    pairs = (
        (actor, swap.returned, swap.returned_name, swap.returned_role),
        (theirs, swap.lent, swap.lent_name, swap.lent_role),
    )
    for appointing, reader, name, role in pairs:
        appoint(
            actor=appointing,
            email=reader.email,  # type: ignore[union-attr]  # answered, so there is one
            name=name,
            role=role,
            from_on=max(swap.from_on, clock.today(appointing.community.time_zone)),
            until_on=swap.until_on,
            tell=True,
        )
    swap.state = SwapState.AGREED
    swap.save(update_fields=["state"])
    record(actor=actor, verb="confirm", target=swap)
    return swap


@transaction.atomic
def shut_swap(*, actor: Actor, swap: ReaderSwap) -> ReaderSwap:
    """Withdraw an offer, or decline it: nothing comes of it. Agreed ones end as roles do."""
    lock(actor.community)
    now = actor_now(actor)
    is_ours = can_appoint(now) and swap.community_id == actor.community.pk
    require(is_ours or can_answer_swap(now, swap))
    swap = ReaderSwap.objects.select_for_update().get(pk=swap.pk)
    if swap.state not in (SwapState.OFFERED, SwapState.ANSWERED):
        raise Refused(_("This offer is no longer open."))
    swap.state = SwapState.WITHDRAWN if is_ours else SwapState.DECLINED
    swap.save(update_fields=["state"])
    record(actor=actor, verb="withdraw" if is_ours else "decline", target=swap)
    return swap


def _locked(swap: ReaderSwap, state: str) -> ReaderSwap:
    """The swap as it is now. Raises Refused where it has gone on meanwhile."""
    swap = ReaderSwap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
    if swap.state != state:
        raise Refused(_("This offer has changed meanwhile. Look at it again."))
    return swap


def _refuse_union(community: Community, person: User, role: str, swap: ReaderSwap) -> None:
    """Raise Refused where the person may not read for the community at that time.

    The reason may speak of another community's roster, so it is not told: only that it is so.
    """
    reason = why_union_is_forbidden(
        community=community,
        person=lock_person(person),
        role=role,
        from_on=swap.from_on,
        until_on=swap.until_on,
    )
    if reason:
        raise Refused(
            _("%(name)s cannot read for %(community)s: whoever reads must not belong there.")
            % {
                "name": swap.lent_name if person == swap.lent else _("This person"),
                "community": community,
            }
        )
