"""News for rooms above."""

from django.dispatch import Signal

# Sent inside the transaction, once a community exists. Arguments: community.
community_created = Signal()

# Sent inside the transaction, when somebody leaves. Arguments: subject (cop.core.registry.Subject).
person_left = Signal()

# Sent inside the transaction, when somebody else may sign in as a member. Arguments: members.
member_person_changed = Signal()

# Sent inside the transaction, when somebody has joined by an invitation, or again after leaving.
# Arguments: member, who can sign in from now on.
member_joined = Signal()
