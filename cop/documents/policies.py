"""Who may read, write and adopt the texts of a community."""

from cop.core import registry
from cop.core.policy import Actor
from cop.documents.enums import CONSENTS, DOCUMENTS, OPENING
from cop.members.enums import Role


def can_view_documents(actor: Actor) -> bool:
    """Everybody who belongs, and guests: which kinds, ``kinds_for`` says."""
    return actor.belongs or actor.holds(Role.GUEST)


def kinds_for(actor: Actor) -> tuple[str, ...]:
    """The kinds somebody may read: guests those that open a session."""
    if actor.belongs:
        return (*DOCUMENTS, *CONSENTS)
    return OPENING if actor.holds(Role.GUEST) else ()


def can_view_history(actor: Actor) -> bool:
    """Earlier versions, and what changed between them."""
    return actor.belongs


def can_change_documents(actor: Actor) -> bool:
    """Co-chairs draft, adopt and review."""
    return actor.holds(Role.CO_CHAIR)


def why_not_adopt(actor: Actor) -> str:
    """Why nothing can be adopted yet, or "". Texts can be drafted before a community may meet."""
    if actor.is_system:
        return ""
    return registry.why_meeting_waits(actor.community)


def can_mark_read(actor: Actor) -> bool:
    """Members, each for themselves."""
    return actor.member is not None


def can_declare_leading(actor: Actor) -> bool:
    """R12: seniors and line managers, each for themselves."""
    return actor.member is not None


def can_consent(actor: Actor) -> bool:
    """Members, each for themselves; nobody for anybody else, nor the system."""
    return actor.member is not None
