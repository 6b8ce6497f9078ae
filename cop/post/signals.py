"""News of the outbox for the rooms above."""

from django.dispatch import Signal

# (mailing): its row is about to be held; what it is about is held first, so that whoever changes
# that, and puts drafts about it away, takes turns with whoever sends them.
mailing_wanted = Signal()

# (mailing, actor): its mails are about to wait for the worker, in the same transaction. They are
# drafts still; a receiver that raises Refused stops all of it. No actor: drafted just now.
# The room whose mail it is returns the addresses it would write to now, other rooms None: a draft
# to anybody else is dropped.
mailing_approved = Signal()
