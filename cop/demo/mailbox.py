"""A mailbox everybody can look into, for the demonstration: nothing is really sent."""

from collections.abc import Sequence

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEY = "demo-mailbox"
KEPT = 60


class MailboxBackend(BaseEmailBackend):
    """Keeps the newest messages in the cache, where web and worker both find them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        caught = [
            {"to": ", ".join(message.to), "subject": str(message.subject), "text": message.body}
            for message in email_messages
        ]
        cache.set(KEY, [*reversed(caught), *mails()][:KEPT], timeout=None)
        return len(caught)


def mails() -> list[dict[str, str]]:
    """Caught messages as ``{"to", "subject", "text"}``, newest first."""
    return cache.get(KEY, [])
