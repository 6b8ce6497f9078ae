"""What this room enters elsewhere: words to keep out of mail, a section, cards, alarms."""

from django.urls import reverse
from django.utils.translation import gettext as _

from caucus import day, first_calls, selectors
from caucus.enums import SpaceKind
from caucus.models import ShareBack, Space
from caucus.policies import (
    can_choose_space,
    can_see_signals,
    can_set_up_spaces,
    can_view_caucuses,
    can_view_share_backs,
)
from cop.core import clock, registry
from cop.core.policy import Actor
from cop.core.registry import CaucusWords, Panel
from cop.members.enums import FACILITATES
from cop.members.models import Community
from sessions_app.models import Session
from sessions_app.policies import is_on


def register() -> None:
    """Enter them once, when the program starts."""
    registry.neutral_terms.append(selectors.terms_of)
    registry.nav_items.append(nav_items)
    registry.session_panels.append(panels)
    registry.first_page_panels.append(overdue_panels)
    registry.health_numbers.append(health_numbers)
    registry.first_calls.append(first_calls.open_calls)
    registry.caucus_words.append(caucus_words)
    registry.doors_on_paper.append(doors_on_paper)


def health_numbers() -> dict[str, int]:
    """Spaces that should be closed and are not, and those that were closed too late."""
    now = clock.now()
    return {
        "spaces overdue": len(selectors.overdue_sessions(now)),
        "spaces closed late in 30 days": selectors.number_closed_late(now),
    }


def caucus_words(community: Community) -> list[CaucusWords]:
    """The caucuses by name, for the texts a community adopts."""
    return [
        CaucusWords(caucus.name, caucus.definition, caucus.is_answered_to)
        for caucus in selectors.caucuses_of(community)
    ]


def doors_on_paper(actor: Actor, session: Session) -> list[tuple[str, str]]:
    """Rooms and telephones of all spaces in their order, for whoever sets them up.

    No meeting link, which nobody types from paper; and nobody's name, nor what is theirs.
    """
    if not can_set_up_spaces(actor, session):
        return []
    return [(selectors.name_of(space), _on_paper(space)) for space in selectors.spaces_of(session)]


def _on_paper(space: Space) -> str:
    by_telephone = _("by telephone: %s") % space.dial_in if space.dial_in else ""
    return " · ".join(filter(None, (space.room, by_telephone)))


def nav_items(actor: Actor) -> list[tuple[str, str, str]]:
    """The section of caucuses, for those who may see them."""
    if not can_view_caucuses(actor):
        return []
    url = reverse("caucus:caucus_list", kwargs={"slug": actor.community.slug})
    ledger = reverse("caucus:ledger", kwargs={"slug": actor.community.slug})
    return [(_("Caucuses"), url, "caucuses"), (_("Asks and commitments"), ledger, "ledger")]


def overdue_panels(actor: Actor) -> list[Panel]:
    """R7: what is past its day, for those who answer for it; never for the caucus that asks."""
    if not actor.holds(*FACILITATES):
        return []
    owing = selectors.owing_for(actor)
    if owing is None:
        return []
    if owing.pk not in {one.caucus_id for one in selectors.overdue_commitments(actor.community)}:
        return []
    return [
        Panel(
            title=_("Past its day"),
            text=_("Something your caucus took on is past its day. Say how it stands."),
            url=reverse("caucus:commitment_status", args=[actor.community.slug]),
            label=_("Say how it stands"),
            key="overdue",
        )
    ]


def panels(actor: Actor, session: Session) -> list[Panel]:
    """The cards of this room; none tells where anybody is, the reader included."""
    if session.is_cancelled or not session.is_caucused:
        return []
    cards = [_space_panel(actor, session), _share_back_panel(actor, session)]
    cards += [_call_panel(actor, session), _shared_panel(actor, session)]
    cards += [_setup_panel(actor, session)]
    return [card for card in cards if card is not None]


def _address(name: str, session: Session) -> str:
    kwargs = {"slug": session.community.slug, "session_id": session.pk}
    return reverse(f"caucus:{name}", kwargs=kwargs)


def _space_panel(actor: Actor, session: Session) -> Panel | None:
    if not can_choose_space(actor, session) or day.has_shut(session, clock.now()):
        return None
    if is_on(session):  # then the session's own page holds the choice and the door
        return None
    return Panel(
        title=_("Your space"),
        text=_("You choose a space afresh on the day, from an hour before we begin."),
        url=_address("space_choose", session),
        label=_("How it works"),
        key="space",
    )


def _share_back_panel(actor: Actor, session: Session) -> Panel | None:
    # Until the spaces shut all write on the board of theirs.
    has_shut = day.has_shut(session, clock.now())
    caucus = selectors.caucus_to_share_for(actor, session) if has_shut else None
    if caucus is None:
        return None
    released = ShareBack.objects.released().filter(session=session, caucus=caucus)
    is_released = released.exists()
    return Panel(
        title=_("Your caucus’s share-back"),
        text=_("What your caucus agrees to tell the others: at most two themes."),
        url=_address("share_back_write", session),
        label=_("Read it") if is_released else _("Write or read it"),
        key="share_back",
        is_next=session.is_over and not is_released,
    )


def _call_panel(actor: Actor, session: Session) -> Panel | None:
    """After the end, for who ran it; the name stands on their screen and nowhere else."""
    now = clock.now()
    if not day.has_shut(session, now) or now > day.kept_until(session):
        return None
    if not can_see_signals(actor, session) or not selectors.is_call_waiting(session):
        return None
    kwargs = {"slug": session.community.slug, "session_id": session.pk}
    return Panel(
        title=_("Somebody would like to be called"),
        text=_("They said so during the session. Whoever calls them, says so on the screen."),
        url=reverse("sessions_app:session_desk", kwargs=kwargs),
        label=_("See who"),
        key="call",
        is_next=True,
    )


def _shared_panel(actor: Actor, session: Session) -> Panel | None:
    if not can_view_share_backs(actor, session):
        return None
    if not ShareBack.objects.released().filter(session=session).exists():
        return None
    return Panel(
        title=_("What the caucuses shared"),
        text=_("What each caucus agreed to tell the others."),
        url=_address("share_back_list", session),
        label=_("Read it"),
        key="shared",
    )


def _setup_panel(actor: Actor, session: Session) -> Panel | None:
    if session.imported or not can_set_up_spaces(actor, session):
        return None
    if selectors.was_closed_late(session):
        text = _(
            "Please note: who was in which space was kept for more than 24 hours, because this "
            "session was not ended. It is deleted now. End each session on its page."
        )
    elif day.has_shut(session, clock.now()):
        return None
    else:
        text = _setup_in_words(session)
    return Panel(
        title=_("Setting up the spaces"),
        text=text,
        url=_address("space_setup", session),
        label=_("Set up the spaces"),
        key="space_setup",
    )


def _setup_in_words(session: Session) -> str:
    """How many doors are set, and who holds everyone's space."""
    spaces = list(
        selectors.spaces_of(session).prefetch_related(selectors.holders_in(session.community))
    )
    shared = [space for space in spaces if space.kind != SpaceKind.REFLECTION]
    numbers = {"doors": sum(bool(space.door) for space in shared), "spaces": len(shared)}
    doors = _("Meeting links: set for %(doors)d of %(spaces)d spaces.") % numbers
    holders = ", ".join(str(holder.person) for space in spaces for holder in space.holders.all())
    if holders:
        return f"{doors} " + _("Everyone’s space: held by %s.") % holders
    return f"{doors} " + _("Everyone’s space: not offered, since nobody holds it.")
