"""News for rooms above."""

from django.dispatch import Signal

# Sent inside the transaction, once a community exists. Arguments: community.
community_created = Signal()
