"""When what is opened, in words: one rule for the promise, the thanks and whoever opens it."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.members.enums import PeriodLength
from cop.members.models import Community
from feedback.disclosure import Purpose, Rhythm
from feedback.models import Survey
from feedback.rules import rules_of
from feedback.selectors import BallotForm
from feedback.services.periods import usual_span


def opening_words(survey: Survey, asked: BallotForm) -> str:
    """When the box is opened, and until when what waits is sealed again."""
    rules = rules_of(survey)
    waits = rules.figures is not Rhythm.SESSION or (
        rules.comments is not Rhythm.SESSION
        and any(one.purpose is not Purpose.PLANNING for one in asked.questions)
    )
    last = survey.period.to_on
    words = {
        "day": date_format(survey.closes_on, "j F"),
        "last": date_format(last, "j F" if last.year == survey.closes_on.year else "j F Y"),
    }
    if not waits:
        return _("It is opened once, after %(day)s.") % words
    return (
        _(
            "It is opened once, after %(day)s; what waits until after %(last)s is sealed again, "
            "piece by piece."
        )
        % words
    )


def short_period_words(community: Community, from_on: dt.date, to_on: dt.date) -> str:
    """Why a period is shorter than the community's usual one; "" where it is not."""
    first, last = usual_span(community, from_on)
    if (from_on, to_on) == (first, last) or to_on - from_on >= last - first:
        return ""
    if to_on != last:
        return _("This period is shorter than usual.")
    begins = date_format(to_on + dt.timedelta(days=1), "F")
    return _("It is a short first period, so that the next begins in %s.") % begins


def plans_in_words(community: Community, closes_on: dt.date, *, asks_comments: bool) -> str:
    """When results of a survey that is not open yet will be there."""
    day = _("after %s") % date_format(closes_on, "j F")
    is_half = community.period_length == PeriodLength.HALF_YEAR
    late = (
        _("once at the end of the half-year, for all its sessions together")
        if is_half
        else _("once at the end of the year, for all its sessions together")
    )
    figures = day if community.figures_rhythm == Rhythm.SESSION else late
    said = [_("Ratings are counted %s.") % figures]
    if asks_comments:
        comments = day if community.comments_rhythm == Rhythm.SESSION else late
        said.append(_("Comments on how it was are opened %s.") % comments)
        said.append(_("Ideas for next time are opened %s.") % day)
    return " ".join(said)
