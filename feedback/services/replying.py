"""Facilitators say something to a paraphrase about facilitating. They decide nothing about it.

Not on record: an entry would say whom the comment was about.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import clean_lines
from cop.core.policy import Actor, require
from feedback.models import Comment
from feedback.policies import can_reply_to_comment

REPLY_LENGTH = 500


@transaction.atomic
def reply_to_comment(*, actor: Actor, comment: Comment, words: str) -> None:
    """Say something, or with no words take it back."""
    require(can_reply_to_comment(actor, comment))
    reply = clean_lines(words)
    if len(reply) > REPLY_LENGTH:
        raise Refused(_("Shorten the reply to at most %d characters.") % REPLY_LENGTH)
    Comment.objects.filter(pk=comment.pk).update(reply=reply)
