"""Keeping certificates of anonymity, for those who answer for people's data."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cop.core import clock
from feedback.assurance.certificate import Content, fingerprint, look, number_of
from feedback.assurance.checks import Outcome
from feedback.models import Certificate

EVERY = dt.timedelta(days=7)


@transaction.atomic
def keep_certificate(*, proxy_config: Path | None = None) -> Certificate:
    """Look at everything and keep what was found. Nobody asks for it, so nobody is on record."""
    content: Content = look(proxy_config)
    return Certificate.objects.create(
        made_on=content["made_on"],
        content=content,
        fingerprint=fingerprint(content),
        failed=number_of(content, Outcome.FAILED),
        unknown=number_of(content, Outcome.UNKNOWN),
    )


def keep_due() -> None:
    """Once a week, however often it is asked."""
    since = clock.today(settings.TIME_ZONE) - EVERY
    if not Certificate.objects.filter(made_on__gt=since).exists():
        keep_certificate()
