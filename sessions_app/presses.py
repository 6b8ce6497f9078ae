"""What each press of whoever runs a session makes of the moment. Pure, like ``running``.

A press only says which part began when and how long it takes. All later parts follow from that
without a gap, and go on by the clock as before.
"""

import datetime as dt

from sessions_app.enums import Act
from sessions_app.running import Moment, Press, Stretch, at

LEAST_AGAIN = 5  # minutes of a part that is gone back to
MORE = {Act.EXTEND_5: 5, Act.EXTEND_10: 10}


def pressed(act: Act, moment: Moment) -> Press | None:
    """The press to keep; None: the plan counts again. Only where the act can be done at all."""
    now, current = moment.now, moment.current
    if act == Act.BEGIN or current is None:
        return Press(0, now, moment.parts[0].minutes)
    place = current.position
    if act == Act.NEXT:
        minutes = moment.parts[place + 1].minutes
        return Press(place + 1, now, minutes, left=moment.minutes_left)
    if act == Act.BACK:
        if place == 0:
            return None
        return Press(place - 1, now, max(LEAST_AGAIN, _left_before(moment)))
    if act in MORE:
        minutes = minutes_of(current) + MORE[act]
        return Press(place, current.begins_at, minutes, left=_left_before(moment))
    return moment.press


def end_after(press: Press | None, moment: Moment) -> dt.datetime | None:
    """When the parts people are in would be over; None where all of them are behind."""
    if press is None:
        return None
    ahead = at(moment.parts, None, press, moment.now)
    return max((each.ends_at for each in ahead if each.part.counts), default=None)


def minutes_of(stretch: Stretch) -> int:
    """How long it takes as it runs, which a press may have changed."""
    return round((stretch.ends_at - stretch.begins_at) / dt.timedelta(minutes=1))


def _left_before(moment: Moment) -> int:
    """What the part before still had; one that ran out by the clock had nothing left."""
    press = moment.press
    return press.left if press and press.position == moment.position else 0
