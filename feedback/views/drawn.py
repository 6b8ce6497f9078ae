"""The form, drawn once: it is the same bytes for everybody, so nobody's request need draw it."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import get_language

from feedback.box.responses import LONGEST_TEXT, RATINGS
from feedback.models import Survey
from feedback.opening import opening_words
from feedback.selectors import BallotForm, ballot_form

KEPT = 128


class Place(NamedTuple):
    """Of a community, what the form leads to."""

    slug: str


class Held(NamedTuple):
    """Of a session, what the form says."""

    held_on: dt.date


class About(NamedTuple):
    """Of a survey, what the form says beside its questions, and nothing else."""

    pk: UUID
    community: Place
    session: Held | None
    days: tuple[dt.date, dt.date]


def drawn_form(survey: Survey) -> bytes:
    """The page; the caller knows that the survey is open."""
    asked = ballot_form(survey)
    about = About(
        survey.pk,
        Place(survey.community.slug),
        Held(survey.session.held_on) if survey.session else None,
        survey.days,
    )
    return _draw(about, asked, opening_words(survey, asked), get_language())


@lru_cache(maxsize=KEPT)
def _draw(about: About, asked: BallotForm, opening: str, _language: str | None) -> bytes:
    """Drawn from what stands here and from no request; another value draws another page."""
    context = {
        "survey": about,
        "asked": asked,
        "opening": opening,
        "ratings": RATINGS,
        "longest": LONGEST_TEXT,
    }
    return render_to_string("feedback/box_form.html", context).encode()
