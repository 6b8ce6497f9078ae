"""What this room enters elsewhere: a section, cards on the first page and on a session's."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import clock, registry
from cop.core.policy import Actor
from cop.core.registry import Panel
from cop.documents import selectors
from cop.documents.enums import DOCUMENTS, OPENING, Kind
from cop.documents.holdings import HOLDINGS
from cop.documents.models import Version
from cop.documents.policies import can_change_documents, can_view_documents


def register() -> None:
    """Enter them once, when the program starts."""
    registry.nav_items.append(nav_items)
    registry.first_page_panels.append(first_page_panels)
    registry.session_panels.append(session_panels)
    registry.hold(*HOLDINGS)


def nav_items(actor: Actor) -> list[tuple[str, str, str]]:
    """The section of documents, for whoever may read some."""
    if not can_view_documents(actor):
        return []
    return [(_("Documents"), _address("document_list", actor), "documents")]


def first_page_panels(actor: Actor) -> list[Panel]:
    """What is unread; for co-chairs also what is due for review, or not begun."""
    current = selectors.current_versions(actor.community)
    cards = [
        _unread_panel(actor, selectors.unread_of(actor, current)),
        _co_chairs_panel(actor, current),
    ]
    return [card for card in cards if card is not None]


def session_panels(actor: Actor, session: Any) -> list[Panel]:
    """What to read before the session, never a condition; and what opens it."""
    if session.is_cancelled or session.is_over or not can_view_documents(actor):
        return []
    current = selectors.current_versions(actor.community)
    card = _unread_panel(actor, selectors.unread_of(actor, current))
    return [card] if card else _opening_panels(actor, current)


def _address(name: str, actor: Actor, *more: str) -> str:
    return reverse(f"documents:{name}", args=[actor.community.slug, *more])


def _unread_panel(actor: Actor, unread: list[Version]) -> Panel | None:
    """Ground rules now, the rest after; one text alone goes straight to it."""
    if not unread:
        return None
    if len(unread) == 1 and selectors.has_read_earlier(actor, unread[0].kind):
        return Panel(
            title=_("There is a new version"),
            text=_("“%s” has changed since you read it. See what is new when it suits you.")
            % Kind(unread[0].kind).label,
            url=_address("document_detail", actor, unread[0].kind),
            label=_("Read it"),
            key="documents",
        )
    is_ruled = Kind.GROUND_RULES in [version.kind for version in unread]
    return Panel(
        title=_("Before your first session: three minutes"),
        text=(
            _(
                "You have not read the ground rules yet. Read those now, and the other texts when "
                "it suits you: nothing is shut to you until then."
            )
            if is_ruled
            else _("You know the ground rules. The rest can wait for a quiet moment.")
        ),
        url=_address("document_read", actor),
        label=_("Read it"),
        key="documents",
    )


def _opening_panels(actor: Actor, current: dict[str, Version]) -> list[Panel]:
    if not any(kind in current for kind in OPENING):
        return []
    return [
        Panel(
            title=_("Purpose and ground rules"),
            text=_("Purpose and ground rules open each session."),
            url=_address("document_opening", actor),
            label=_("Read them"),
            key="documents",
        )
    ]


def _co_chairs_panel(actor: Actor, current: dict[str, Version]) -> Panel | None:
    """What waits for co-chairs: texts to adopt, or to look at again."""
    if not can_change_documents(actor):
        return None
    if not any(kind in current for kind in DOCUMENTS):
        return Panel(
            title=_("Your community’s documents"),
            text=_("Ground rules and four more texts are ready to adopt, or to change first."),
            url=_address("document_begin", actor),
            label=_("Read and adopt them"),
            key="documents_begin",
        )
    due = selectors.due_for_review(current, clock.today(actor.community.time_zone))
    if not due:
        return None
    names = ", ".join(f"{version.get_kind_display()}" for version in due)
    return Panel(
        title=_("Due for review"),
        text=_("The day has come to look at this again: %s.") % names,
        url=_address("document_list", actor),
        label=_("Review"),
        key="documents_due",
    )
