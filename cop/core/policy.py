"""Who acts, and the one way a refusal is raised.

Each room writes its rules as ``can_<verb>_<noun>(actor, obj) -> bool`` in its ``policies``.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from cop.members.models import Community, Member, User

# A value of cop.members.enums.Role, which this lower room does not import.
GUEST = "guest"


@dataclass(frozen=True)
class Actor:
    """A person acting in one community, with the roles they hold there today.

    ``is_system`` marks a command or a scheduled job: it holds every role, and the audit names it
    as the system. Being staff or a superuser gives nothing.
    """

    community: "Community"
    person: "User | None" = None
    member: "Member | None" = None
    roles: frozenset[str] = field(default_factory=frozenset)
    is_system: bool = False

    def holds(self, *roles: str) -> bool:
        """True if the actor holds at least one of the roles today."""
        return self.is_system or not self.roles.isdisjoint(roles)

    @property
    def is_member(self) -> bool:
        return self.member is not None

    @property
    def belongs(self) -> bool:
        """Members and appointees, guests not: they see their own session and nothing else."""
        return self.is_system or self.is_member or bool(self.roles - {GUEST})


def require(allowed: bool) -> None:
    """Raise PermissionDenied (403) unless the policy said yes."""
    if not allowed:
        raise PermissionDenied
