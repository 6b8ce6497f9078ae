"""The personal data this room keeps, in words and deeds (cop.core.registry.Holding)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core import registry
from cop.core.registry import Holding, Subject
from cop.members import expiry
from cop.members.enums import Role
from cop.members.erasing import (
    end_browser_sessions,
    forget_in_sessions,
    forget_name,
    is_known_elsewhere,
    leave_tombstone,
    support_entries,
)
from cop.members.models import Appointment, Community, ReaderSwap


def kept_roster(_community: Community) -> str:
    """How long an entry on the roster is kept."""
    return _(
        "While you are a member. After you left: until %(edition)d months after the annual report "
        "over your last day is published, or %(without)d months after that day if none is. Then "
        "only numbers are kept. If you erase yourself: the entry without a name until nothing is "
        "counted by it, and that somebody belonged to an organisation until the annual report over "
        "that time is published, or for %(without)d months if none is."
    ) % {"edition": expiry.KEPT.after_edition, "without": expiry.KEPT.without_edition}


def kept_account(_community: Community) -> str:
    """An account may serve several communities."""
    return _(
        "Until no community knows you any more: you have erased yourself in the last one, or what "
        "it keeps about you has come to its end."
    )


def kept_roles(_community: Community) -> str:
    """Roles that have ended stay, with their days."""
    return _("Until you erase yourself: a community can say later who held which role.")


def signed_in_days() -> int:
    """The days after which a browser that does nothing is signed out."""
    return int(settings.SESSION_COOKIE_AGE) // (24 * 3600)


def kept_sign_in(_community: Community) -> str:
    """A sign-in ends by itself."""
    days = signed_in_days()
    return ngettext(
        "A sign-in ends by itself at most %d day after you last did something. The rest as long "
        "as the account.",
        "A sign-in ends by itself at most %d days after you last did something. The rest as long "
        "as the account.",
        days,
    ) % days  # fmt: skip


def export_membership(subject: Subject) -> list[dict[str, Any]]:
    """The person's entry on the roster."""
    member = subject.member
    if member is None or member.is_erased:
        return []
    return [
        {
            "reference": member.reference,
            "name": member.name,
            "email": member.email,
            "organisation": member.organisation.name if member.organisation else "",
            "profession": member.profession,
            "joined_on": member.joined_on,
            "left_on": member.left_on,
            "pronouns": member.pronouns,
            "access_needs": member.access_needs,
            "shown_to_other_members": member.is_listed,
            "leads_others": member.leads_others,
            "mail": member.get_mail_display(),
        }
    ]


def erase_membership(subject: Subject) -> int:
    """The nameless row stays for what hangs on it."""
    return leave_tombstone(subject.member) if subject.member else 0


def export_roles(subject: Subject) -> list[dict[str, Any]]:
    """Every role the person holds or held in the community."""
    return [
        {
            "role": held.get_role_display(),
            "name": held.name,
            "from": held.from_on,
            "until": held.until_on,
        }
        for held in _roles(subject)
    ]


def erase_roles(subject: Subject) -> int:
    """End and forget every role here."""
    return _roles(subject).delete()[0]


def _roles(subject: Subject) -> QuerySet[Appointment]:
    return Appointment.objects.filter(community=subject.community, person=subject.person)


def export_swaps(subject: Subject) -> list[dict[str, Any]]:
    """Loans of readers in which the person has a part."""
    person = subject.person
    return [
        {
            "part": _("Reader") if person in {swap.lent, swap.returned} else _("Co-chair"),
            "from": swap.from_on,
            "until": swap.until_on,
            "state": swap.get_state_display(),
        }
        for swap in _swaps(subject).select_related("lent", "returned")
    ]


def erase_swaps(subject: Subject) -> int:
    """A loan of the person is forgotten; who was asked for another, or agreed to it, too."""
    swaps = _swaps(subject)
    lent = swaps.filter(Q(lent=subject.person) | Q(returned=subject.person)).delete()[0]
    return lent + swaps.update(to_email="", answered_by=None)


def _swaps(subject: Subject) -> QuerySet[ReaderSwap]:
    person = subject.person
    if person is None:
        return ReaderSwap.objects.none()
    asked = Q(to_email=person.email, other=subject.community) | Q(
        to_email=person.email, other__isnull=True
    )
    lent = Q(community=subject.community) | Q(other=subject.community)
    answered = Q(answered_by=person, other=subject.community)
    return ReaderSwap.objects.filter(
        asked | answered | lent & (Q(lent=person) | Q(returned=person))
    )


def export_account(subject: Subject) -> list[dict[str, Any]]:
    """With what the person signs in; what other communities call them is in their own downloads."""
    if subject.person is None:
        return []
    return [
        {
            "email": subject.person.email,
            "administrator": subject.person.is_staff,
            "has_signed_in": subject.person.has_signed_in,
        }
    ]


def erase_account(subject: Subject) -> int:
    """Where no other community needs it, with everything that points at it; else the name alone.

    The account was given the name by the community that entered it first.
    """
    if subject.person is None:
        return 0
    if is_known_elsewhere(subject):
        return forget_name(subject)
    return int(type(subject.person).objects.filter(pk=subject.person.pk).delete()[0])


def export_sign_in(subject: Subject) -> list[dict[str, Any]]:
    """Addresses and second factors, without their secrets."""
    if subject.person is None:
        return []
    addresses = EmailAddress.objects.filter(user=subject.person).order_by("pk")
    browsers = UserSession.objects.filter(user=subject.person).order_by("pk")
    accounts = SocialAccount.objects.filter(user=subject.person).order_by("pk")
    factors = Authenticator.objects.filter(user=subject.person).order_by("pk")
    return [
        *({"email": one.email, "verified": one.verified} for one in addresses),
        *(
            {"second_factor": one.get_type_display(), "set_up_on": one.created_at.date()}
            for one in factors
        ),
        *({"organisation_account": one.uid} for one in accounts),
        *({"browser_signed_in_on": one.created_at.date()} for one in browsers),
    ]


def erase_sign_in(subject: Subject) -> int:
    """Sign the person out everywhere and forget their second factor, if the account goes.

    What others have filled in about them and not sent goes in any case.
    """
    forgotten = forget_in_sessions(subject)
    if subject.person is None or is_known_elsewhere(subject):
        return forgotten
    addresses = EmailAddress.objects.filter(user=subject.person).delete()[0]
    factors = Authenticator.objects.filter(user=subject.person).delete()[0]
    browsers = UserSession.objects.filter(user=subject.person).delete()[0]
    accounts = SocialAccount.objects.filter(user=subject.person).delete()[0]
    ended = end_browser_sessions(subject.person)
    return forgotten + addresses + factors + browsers + accounts + ended


def export_support(subject: Subject) -> list[dict[str, Any]]:
    """What support did with the account."""
    if subject.person is None:
        return []
    return [
        {"on": entry.action_time.date(), "what": entry.get_action_flag_display()}
        for entry in support_entries(subject.person)
    ]


def erase_support(subject: Subject) -> int:
    """If the account goes."""
    if subject.person is None or is_known_elsewhere(subject):
        return 0
    return support_entries(subject.person).delete()[0]


MEMBERSHIP = Holding(
    key="membership",
    title=gettext_lazy("Your entry on the roster"),
    models=("members.Member", "members.ErasedMembership"),
    what=gettext_lazy(
        "Your entry on the roster: name, address, organisation, profession, since when you belong, "
        "and what you chose to say about yourself (pronouns; what you need to take part, which "
        "only the facilitators of your own sessions read). Nothing about race. Other members see "
        "your name, pronouns, profession and organisation only if you chose that. If you erase "
        "yourself, a nameless entry stays so that no number moves: that somebody came to "
        "a session, and, apart from it, that somebody belonged to an organisation."
    ),
    why=gettext_lazy("So that the community knows who belongs to it and can write to you."),
    readers=(
        "own",
        Role.SECRETARY,
        Role.CO_CHAIR,
        Role.FACILITATOR,
        Role.DATA_PROTECTION_CONTACT,
    ),
    kept=kept_roster,
    export=export_membership,
    erase=erase_membership,
    expire=expiry.expire_membership,
    data_class="D1",
)
ROLES = Holding(
    key="roles",
    title=gettext_lazy("Your roles"),
    models=("members.Appointment",),
    what=gettext_lazy("The roles you hold or held, and from when until when."),
    why=gettext_lazy("So that everybody knows who is responsible, and only they can do it."),
    readers=("own", "member"),
    kept=kept_roles,
    export=export_roles,
    erase=erase_roles,
)
SWAPS = Holding(
    key="reader_swaps",
    title=gettext_lazy("Readers lent"),
    models=("members.ReaderSwap",),
    what=gettext_lazy(
        "That your community lends you to another as a reader, or that you were asked for such a "
        "loan as its co-chair: your name, your address, from when until when."
    ),
    why=gettext_lazy("So that two communities can lend each other a reader."),
    readers=("own", Role.CO_CHAIR),
    kept=kept_roles,
    export=export_swaps,
    erase=erase_swaps,
)
SIGN_IN = Holding(
    key="sign_in",
    title=gettext_lazy("Signing in"),
    models=(
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "sessions.Session",
        "usersessions.UserSession",
        "socialaccount.SocialAccount",
    ),
    what=gettext_lazy(
        "That a browser of yours is signed in, since which day, and your second factor if you set "
        "one up. Its secrets are in no download. If you sign in with your organisation’s account: "
        "its name for that account. No internet address is stored, and no name of a device: tries "
        "are counted for a while under a key from which no address can be read."
    ),
    why=gettext_lazy("So that nobody else can act as you."),
    readers=("own",),
    kept=kept_sign_in,
    export=export_sign_in,
    erase=erase_sign_in,
    expire=expiry.expire_sign_ins,
)
SUPPORT = Holding(
    key="support",
    title=gettext_lazy("Support"),
    models=("admin.LogEntry",),
    what=gettext_lazy(
        "Nothing: the support desk could keep a list of its own of what was done with your "
        "account, and writes none. What support does is in the record of acts."
    ),
    why=gettext_lazy("The list comes with the program the desk is made of, and stays empty."),
    readers=("own", "administrator"),
    kept=kept_account,
    export=export_support,
    erase=erase_support,
)
ACCOUNT = Holding(
    key="account",
    title=gettext_lazy("Your account"),
    models=("members.User", "members.User_groups", "members.User_user_permissions"),
    what=gettext_lazy(
        "The address you sign in with, whether you ever did, and whether you run the installation. "
        "Not when. It is the same account in every community you belong to."
    ),
    why=gettext_lazy("So that you can sign in without a password."),
    readers=("own", "administrator"),
    kept=kept_account,
    export=export_account,
    erase=erase_account,
    expire=expiry.expire_accounts,
)


def register() -> None:
    """Enter them; the account last, since everything points at it."""
    registry.hold(MEMBERSHIP, ROLES, SWAPS, SIGN_IN, SUPPORT, ACCOUNT)
