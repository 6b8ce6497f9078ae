"""The worker as one would write it at first: it must lose where ours does not."""

from django.core.mail import EmailMessage
from django.db import transaction

from cop.post.models import Message


def send_waiting() -> None:
    """Send under a lock of the row, and note it in the same transaction."""
    for message_id in list(Message.objects.filter(state="waiting").values_list("pk", flat=True)):
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=message_id)
            EmailMessage(message.subject, message.text, to=[message.to]).send()
            Message.objects.filter(pk=message_id).update(state="sent")
