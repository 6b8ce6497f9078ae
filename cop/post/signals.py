"""News of the outbox for the rooms above."""

from django.dispatch import Signal

# (mailing, actor): its mails are about to wait for the worker, in the same transaction. They are
# drafts still; a receiver that raises Refused stops all of it. No actor: drafted just now.
mailing_approved = Signal()
