"""What each press of whoever runs a session makes of the moment. Pure, like ``running``.

A press only says which part began when and how long it takes. All later parts follow from that
without a gap, and go on by the clock as before. A part that is left by hand keeps the minutes it
still had, extra ones too, for whoever comes to it again: going back, as often as one likes, and on
again drops nothing.
"""

import datetime as dt

from sessions_app.enums import Act
from sessions_app.running import Moment, Press, Stretch, at

LEAST_AGAIN = 5  # minutes of a part that is gone back to, and of the one it is gone back from
MORE = {Act.EXTEND_5: 5, Act.EXTEND_10: 10}


def pressed(act: Act, moment: Moment) -> Press | None:
    """The press to keep; None: the plan counts again. Only where the act can be done at all."""
    now, current = moment.now, moment.current
    if act == Act.BEGIN or current is None:
        return Press(0, now, moment.parts[0].minutes)
    place, others = current.position, _others(moment)
    if act == Act.NEXT:
        minutes = others.pop(place + 1, moment.parts[place + 1].minutes)
        return _press(place + 1, now, minutes, others | {place: moment.minutes_left})
    if act == Act.BACK:
        if place == 0:
            return None
        others[place] = max(LEAST_AGAIN, moment.minutes_left)
        others.pop(place - 1, None)
        return _press(place - 1, now, minutes_again(moment), others)
    if act in MORE:
        return _press(place, current.begins_at, minutes_of(current) + MORE[act], others)
    return moment.press


def minutes_again(moment: Moment) -> int:
    """How long the part before gets when it is gone back to; one that ran out had none left."""
    return max(LEAST_AGAIN, _others(moment).get(moment.position - 1, 0))


def end_after(press: Press | None, moment: Moment) -> dt.datetime | None:
    """When the parts people are in would be over; None where all of them are behind."""
    if press is None:
        return None
    ahead = at(moment.parts, None, press, moment.now)
    return max((each.ends_at for each in ahead if each.part.counts), default=None)


def minutes_of(stretch: Stretch) -> int:
    """How long it takes as it runs, which a press may have changed."""
    return round((stretch.ends_at - stretch.begins_at) / dt.timedelta(minutes=1))


def _press(place: int, began_at: dt.datetime, minutes: int, others: dict[int, int]) -> Press:
    return Press(place, began_at, minutes, tuple(sorted(others.items())))


def _others(moment: Moment) -> dict[int, int]:
    """What presses left to the other parts, but for those the clock has gone through since."""
    press, place = moment.press, moment.position
    if press is None:
        return {}
    return {at: left for at, left in press.others if at < press.position or at > place}
