"""News for rooms above."""

from django.dispatch import Signal

# Sent inside the transaction, when a member takes a consent back. Arguments: member, kind.
consent_withdrawn = Signal()
