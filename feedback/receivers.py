"""News from below: who came decides whom a survey asks."""

from typing import Any

from django.dispatch import receiver

from cop.core.policy import Actor
from feedback.models import Survey
from feedback.services import freeze_present, sync_eligible
from sessions_app.models import Session
from sessions_app.signals import attendance_changed, register_closed


@receiver(attendance_changed)
def ask_who_came(session: Session, actor: Actor, **_kwargs: Any) -> None:
    """Whoever comes while the register is open is asked too."""
    survey = Survey.objects.filter(session=session).first()
    if survey is not None:
        sync_eligible(actor=actor, survey=survey)


@receiver(register_closed)
def freeze_who_came(session: Session, **_kwargs: Any) -> None:
    """From here on N stands."""
    freeze_present(session=session)
