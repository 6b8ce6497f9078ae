"""Running a session: what its facilitators press, and what they tick.

Presses are on no record: everybody there sees them at once, and who pressed is of no use later.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from sessions_app.enums import Act
from sessions_app.models import Run, Session
from sessions_app.policies import (
    can_run_session,
    why_no_act,
    why_no_tick,
    why_not_run,
)
from sessions_app.presses import pressed
from sessions_app.running import Moment, Press
from sessions_app.selectors import locked_session, moment_with


class Meanwhile(Refused):
    """The session is not where whoever pressed saw it: nothing changes, and they read why."""


@transaction.atomic
def press(*, actor: Actor, session: Session, act: Act, revision: int, position: int) -> None:
    """Do what was pressed by somebody who saw the session at that revision and position.

    Raises Meanwhile where somebody else has pressed since, or time has moved on; Refused where the
    act cannot be done.
    """
    run, moment = _held(session)
    require(can_run_session(actor, run.session))
    refuse_if(why_not_run(run.session, moment.now))
    if (moment.revision, moment.position) != (revision, position):
        raise Meanwhile(_meanwhile(run.session, moment))
    refuse_if(why_no_act(act, run.session, moment))
    _keep(run, pressed(act, moment))
    if act in (Act.APART, Act.TOGETHER):
        run.is_apart = act == Act.APART
    run.revision += 1
    run.save(update_fields=["position", "began_at", "minutes", "others", "is_apart", "revision"])
    _note_times(run, act, moment.now)


def _keep(run: Run, kept: Press | None) -> None:
    run.position, run.began_at, run.minutes, run.others = 0, None, None, []
    if kept is not None:
        run.position, run.began_at = kept.position, kept.began_at
        run.minutes, run.others = kept.minutes, list(kept.others)


def _note_times(run: Run, act: Act, now: dt.datetime) -> None:
    """Write on the session what every page that lists it needs to know of its presses."""
    session = run.session
    if act == Act.BEGIN and not session.has_begun:
        session.begun_at = now
    then = moment_with(session, run, now)
    session.lasts_until = (then.over_at or now) if then.press else None
    session.save(update_fields=["begun_at", "lasts_until"])


@transaction.atomic
def tick(*, actor: Actor, session: Session, key: str, is_done: bool) -> None:
    """Note that something on the checklist was done, or was not. Harmless twice."""
    run, moment = _held(session)
    require(can_run_session(actor, run.session))
    refuse_if(why_no_tick(run.session, moment.now))
    done = set(run.done) - {key}
    if is_done:
        done.add(key)
    run.done = sorted(done)
    run.save(update_fields=["done"])


def _held(session: Session) -> tuple[Run, Moment]:
    """The session's run, and where the session is by now; who moves or ends it takes turns.

    The session is held until the transaction ends, and its run with it: nothing writes it else.
    """
    session = locked_session(session.pk)
    run, _made = Run.objects.get_or_create(session=session)
    run.session = session
    return run, moment_with(session, run, clock.now())


def _meanwhile(session: Session, moment: Moment) -> str:
    """Where the session is by now, and that the press has changed nothing."""
    if moment.current is not None:
        words = _("Meanwhile we are in ‘%(part)s’, since %(since)s, until %(until)s.") % {
            "part": moment.current.part.title,
            "since": clock.instant_in_words(moment.current.begins_at, session.community.time_zone),
            "until": clock.instant_in_words(moment.current.ends_at, session.community.time_zone),
        }
    elif moment.stretches:
        begins = clock.instant_in_words(moment.stretches[0].begins_at, session.community.time_zone)
        words = _("Meanwhile the session has not begun; it begins at %s.") % begins
    else:
        words = _("Meanwhile all parts are over.")
    if moment.is_apart:
        words = f"{words} " + _("The plan without dialogue is followed.")
    again = _("Nothing was changed by your press; press again if you still want to.")
    return f"{words} {again}"
