"""What a mail says, and that it says nothing mail may not carry."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from cop.post.models import Message
from cop.post.neutrality import Lookout, require_neutral

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """What a mail says, before it has a recipient; enough to show it for review."""

    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    calendar_method: str = ""


def write_letter(*, subject: str, text_template: str, context: dict[str, Any]) -> Letter:
    """Render ``mail/<name>.txt``, and ``mail/<name>.html`` beside it where there is one.

    Context that names people has no place here: a letter is the same for everybody.
    """
    text = render_to_string(text_template, context).strip() + "\n"
    try:
        html = str(render_to_string(text_template.removesuffix(".txt") + ".html", context))
    except TemplateDoesNotExist:
        html = ""
    return Letter(subject=one_line(subject), text=text, html=html)


def check_letter(
    *, community_id: int, letter: Letter, to: str = "", lookout: Lookout | None = None
) -> None:
    """Raise Refused if the letter, or the sender's name, holds a word mail may not carry.

    The recipient's own address says nothing of the community. Who checks many has one lookout.
    """
    require_neutral(
        community_id,
        {
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "calendar": letter.calendar,
            "sender": settings.DEFAULT_FROM_EMAIL,
        },
        own=[to],
        lookout=lookout,
    )


def letter_of(message: Message) -> Letter:
    """What the message says, as it was stored."""
    return Letter(
        message.subject, message.text, message.html, message.calendar, message.calendar_method
    )


def one_line(text: str) -> str:
    """No line break and no control character survives, so no header can be added."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:LONGEST_SUBJECT]
