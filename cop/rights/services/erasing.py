"""Erasing a person from one community: every room forgets, and no number moves."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock, registry
from cop.core.policy import Actor, require
from cop.core.registry import Holding, Subject
from cop.members.models import Community, Member, User
from cop.members.selectors import system_actor
from cop.members.services import lock, refuse_last_co_chair
from cop.post.services import post_letter, post_letters
from cop.rights.enums import RequestKind
from cop.rights.letters import letter_with_contact
from cop.rights.models import DataRequest
from cop.rights.policies import can_answer_request, is_own
from cop.rights.selectors import get_request_or_404, subject_of_request

LAST = "erased"  # cop.post keeps nothing of this kind, not even what does not arrive


@transaction.atomic
def erase_own(*, actor: Actor, subject: Subject) -> bool:
    """Erase the actor from the community; returns whether their account is gone too.

    Raises Refused for the last co-chair, who needs a successor first. Twice is the same as once.
    """
    require(is_own(actor, subject))
    if actor.person is None:
        return False
    if _erase(subject):
        # On record as an act of the system: with a key it would say whose.
        record(actor=system_actor(subject.community), verb="erase", target=subject.community)
    return not User.objects.filter(pk=actor.person.pk).exists()


@transaction.atomic
def erase_for_request(*, actor: Actor, request: DataRequest) -> None:
    """Erase whom a logged request is about. Raises Refused as for one's own."""
    require(can_answer_request(actor, request, RequestKind.ERASE))
    lock(actor.community)
    request = get_request_or_404(actor, request.pk)  # nobody changes the entry meanwhile
    require(can_answer_request(actor, request, RequestKind.ERASE))
    _erase(subject_of_request(request))
    DataRequest.objects.filter(pk=request.pk).update(
        done_on=clock.today(request.community.time_zone)
    )
    record(actor=actor, verb="erase", target=request)


def _erase(subject: Subject) -> bool:
    """Let every room forget, in the caller's transaction; whether there was anybody."""
    community = lock(subject.community)
    now = _as_they_are(subject)
    if now is None:
        return False
    refuse_last_co_chair(community, now.person)
    address = now.person.email if now.person else now.member.email if now.member else ""
    # Written while it is known what they hold, and sent when it is not any more.
    farewells = [letter for provider in registry.farewells for letter in provider(now)]
    for holding in sorted(registry.holdings, key=_is_last):
        holding.erase(now)
    post_letters(community_id=community.pk, kind=LAST, letters=farewells)
    if address:
        _confirm(community, address)
    return True


def _as_they_are(subject: Subject) -> Subject | None:
    """The person's rows as they are now, locked; None: erased by another request meanwhile."""
    people = User.objects.select_for_update()
    person = people.filter(pk=subject.person.pk).first() if subject.person else None
    member = None
    if subject.member is not None:
        member = Member.objects.filter(pk=subject.member.pk, is_erased=False).first()
    if (subject.person and not person) or (subject.member and not member):
        return None
    return Subject(subject.community, person, member)


def _is_last(holding: Holding) -> bool:
    """Everything points at the account."""
    return holding.key == "account"


def _confirm(community: Community, address: str) -> None:
    """The last mail. Its row forgets the address as soon as it has left, or has failed for good."""
    letter = letter_with_contact(
        community,
        subject=_("What was kept about you is erased"),
        text_template="mail/erased.txt",
    )
    post_letter(community_id=community.pk, kind=LAST, recipients=[(address, "")], letter=letter)
