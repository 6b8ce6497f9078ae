"""Addresses of the day, and what caucuses have shared and asked, for the tests of this room."""

from typing import Any

from django.urls import reverse

from caucus import services
from caucus.models import Caucus, ShareBack, SharedTheme
from cop.core import clock
from sessions_app.models import Session


def address(session: Session, name: str) -> str:
    return reverse(name, args=[session.community.slug, session.pk])


def released(session: Session, caucus: Caucus, title: str, slot: str = "") -> ShareBack:
    """What that caucus agreed to share, as it stands once it is released."""
    field = "ask" if caucus.is_answered_to else "responsibility"
    made = ShareBack.objects.create(session=session, caucus=caucus, **{field: slot})
    SharedTheme.objects.create(share_back=made, position=1, title=title, body=f"More of {title}")
    made.released_at = clock.now()
    made.save()
    return made


def put(actor: Any, session: Session, words: str, kind: str = "question") -> None:
    services.put_voice(actor=actor, session=session, kind=kind, words=words)
