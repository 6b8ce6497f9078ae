"""People, known by their e-mail address across the whole installation."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.addresses import clean_email
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import Community, Member, User
from cop.members.signals import member_person_changed
from cop.post.services import forget_mail_to, post_letter, readdress_mail, write_letter


def person_for(email: str, name: str = "") -> User:
    """The person with this address, created by that name if new.

    An existing person is never named: what one community calls them is not another's business.
    """
    address = clean_email(email)
    person = User.objects.filter(email=address).first()
    if person is not None:
        return person
    try:
        with transaction.atomic():
            return User.objects.create_user(address, name)
    except IntegrityError:  # somebody entered the address a moment earlier
        return User.objects.get(email=address)


def refuse_if_theirs(person: User | None) -> None:
    """Raise Refused where an address is its owner's alone to change.

    Whoever sets an address can sign in with it. Once somebody has signed in, what they chose and
    answered hangs on their entry, so nobody else may set it. The row stays locked: they cannot
    sign in meanwhile.
    """
    if person and User.objects.select_for_update().get(pk=person.pk).has_signed_in:
        raise Refused(_("Only they can change it, under “My e-mail address”."))


@transaction.atomic
def change_own_address(*, person: User, address: str) -> None:
    """Take a new address, which the person has proven to read; every other session ends.

    The rosters they are on follow, and mail on its way. Raises Refused when somebody else has it.
    """
    address = clean_email(address)
    person = User.objects.select_for_update().get(pk=person.pk)
    if is_address_taken(address):
        raise Refused(_("This address cannot be used. Choose another."))
    was, person.email = person.email, address
    person.save(update_fields=["email"])
    person.end_sessions()
    Member.objects.filter(person=person).update(email=address)
    readdress_mail(was=was, now=address)
    record_for_person(by=person, person=person, fields=["email"])


def is_address_taken(address: str) -> bool:
    """Whether somebody signs in with the address. Not for a page: it says who is here."""
    return User.objects.filter(email=address).exists()


def change_by_support(*, by: User, person: User, before: str, fields: list[str]) -> None:
    """After support saved an account: a new address ends its sessions, and it is on record.

    The record is each community's that the person is in. Raises Refused for the address of
    somebody who has signed in.
    """
    if person.email != before:
        refuse_if_theirs(person)
        person.end_sessions()
    if fields:
        record_for_person(by=by, person=person, fields=fields)


@transaction.atomic
def take_second_step(*, by: User, person: User) -> None:
    """Take away the second step of somebody whose device is lost, and sign them out everywhere.

    On record in every community they are in. Raises Refused for one's own: whoever has it can
    switch it off themselves, and whoever has not got it asks another administrator.
    """
    require(by.is_active and by.is_staff)
    if by == person:
        raise Refused(_("Not your own. Ask another administrator, or use a recovery code."))
    if Authenticator.objects.filter(user=person).delete()[0]:
        person.end_sessions()
        record_for_person(by=by, person=person, fields=["second_step"])


def record_for_person(*, by: User, person: User, fields: Iterable[str]) -> None:
    """Put a change of a person on the record of every community they are or were in."""
    theirs = Q(members__person=person) | Q(appointments__person=person)
    for community in Community.objects.filter(theirs).distinct():
        actor = Actor(community=community, person=by)
        record(actor=actor, verb="change", target=person, fields=fields)


def tell_person_changed(
    community: Community, moved: list[Member], before: Iterable[tuple[User, str]]
) -> None:
    """Somebody else may sign in as each of these members: forget what was theirs for the day.

    ``before`` are the people who could until now, with the addresses on the roster; their
    sessions end, mail to the old address goes, and it is told.
    """
    member_person_changed.send(sender=Member, members=moved)
    told = []
    before = list(before)
    old = [person.email for person, _name in before]
    forget_mail_to(community_id=community.pk, addresses=old)
    for person, name in before:
        person.end_sessions()
        told.append((person.email, name))
    if not told:
        return
    letter = write_letter(
        subject=_("Your address was changed"),
        text_template="mail/address_changed.txt",
        context={},
    )
    post_letter(community_id=community.pk, kind="address_changed", recipients=told, letter=letter)
