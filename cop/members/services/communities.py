"""Beginning a community, and the settings its co-chairs decide on."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.members.enums import Role, TermSet
from cop.members.models import Community
from cop.members.policies import can_change_settings
from cop.members.selectors import system_actor
from cop.members.services.appointments import appoint, lock
from cop.members.signals import community_created
from cop.post.services import post_letter, write_letter

LONGEST_NAME = 200
LONGEST_SLUG = 50
THRESHOLDS = ("t_figures", "t_text", "t_text_caucus")


@transaction.atomic
def create_community(
    *,
    slug: str,
    name: str,
    terms: str = TermSet.RACIALLY_MINORITISED,
    starts_on: dt.date | None = None,
    co_chair_email: str = "",
) -> Community:
    """Create a community with its caucuses and, if an address is given, its first co-chair.

    Raises Refused for a taken or malformed slug, an unusable name and an unknown term set.
    """
    _check_slug(slug)
    name = clean_line(name)
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give the community a name of at most %d characters.") % LONGEST_NAME)
    if terms not in TermSet.values:
        raise Refused(_("Unknown terms. Choose one of: %s.") % ", ".join(TermSet.values))
    community = _created(Community(slug=slug, name=name, term_set=terms, starts_on=starts_on))
    actor = system_actor(community)
    community_created.send(sender=Community, community=community)
    record(actor=actor, verb="create", target=community)
    if co_chair_email:
        appointment = appoint(actor=actor, email=co_chair_email, role=Role.CO_CHAIR)
        _tell_first_co_chair(community, appointment.person.email)
    return community


def _tell_first_co_chair(community: Community, address: str) -> None:
    """How to sign in, and what comes next.

    The mail leaves out a name that holds one of the community's own words for race, since mail
    never carries one.
    """
    for name in (community.name, ""):
        letter = write_letter(
            subject=_("You can begin: your community is ready"),
            text_template="mail/community_begun.txt",
            context={"name": name, "url": settings.SITE_URL + reverse("account_login")},
        )
        try:
            post_letter(
                community_id=community.pk,
                kind="community_begun",
                recipients=[(address, "")],
                letter=letter,
            )
        except Refused:
            continue
        return


def _created(community: Community) -> Community:
    """Save it, or raise Refused for a slug that is taken, also by somebody a moment earlier."""
    try:
        with transaction.atomic():
            community.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            _("There is a community “%s” already. Choose another slug.") % community.slug
        ) from None
    return community


def _check_slug(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise Refused(_("Use letters, digits and hyphens for the slug.")) from None
    if len(slug) > LONGEST_SLUG:
        raise Refused(_("Choose a slug of at most %d characters.") % LONGEST_SLUG)


@dataclass(frozen=True)
class Settings:
    """What a community decides for itself."""

    name: str
    nation: str
    figures_rhythm: str
    comments_rhythm: str
    period_length: str
    results_moment: str
    t_figures: int
    t_text: int
    t_text_caucus: int


@transaction.atomic
def change_settings(*, actor: Actor, settings: Settings, thresholds_reason: str = "") -> list[str]:
    """Change what a community decides for itself; returns the names of the changed fields.

    A survey that is open keeps what it was opened with. Raises Refused when a threshold would be
    lowered, and when one is raised without a sentence why.
    """
    require(can_change_settings(actor))
    community = lock(actor.community)
    values = {**asdict(settings), "name": clean_line(settings.name)}
    changed = [field for field, value in values.items() if getattr(community, field) != value]
    if not set(changed).isdisjoint(THRESHOLDS):
        _check_thresholds(community, settings, thresholds_reason)
        values["thresholds_reason"] = " ".join(thresholds_reason.split())
        changed.append("thresholds_reason")
    if changed:
        for field in changed:
            setattr(community, field, values[field])
        community.save(update_fields=changed)
        record(actor=actor, verb="change", target=community, fields=changed)
    return changed


def _check_thresholds(community: Community, settings: Settings, reason: str) -> None:
    if any(getattr(settings, field) < getattr(community, field) for field in THRESHOLDS):
        raise Refused(
            _("A threshold can be raised and never lowered: people answered relying on it.")
        )
    if not settings.t_figures <= settings.t_text <= settings.t_text_caucus:
        raise Refused(
            _(
                "Comments need at least as many answers as figures, and comments by caucus at "
                "least as many as comments."
            )
        )
    if not reason.strip():
        raise Refused(_("Say in a sentence why you raise a threshold. Members can read it."))
