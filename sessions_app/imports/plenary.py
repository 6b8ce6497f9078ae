"""Whether a meeting's list is of the part everybody is in together: a caucus's is never taken.

A list is believed only where everything about it fits: what it is called, which meeting it is of,
and when people were there. Where it does not, nothing of it is kept and nothing of it is said.
"""

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cop.core.registry import terms_to_avoid
from cop.post.policies import neutrality
from sessions_app.enums import SegmentKind
from sessions_app.imports.meeting import MeetingList, Moment
from sessions_app.models import Session
from sessions_app.selectors import TimedPart, parts_of, timed

EARLY = dt.timedelta(hours=1)  # how long before and after a session people may be there
LATE = dt.timedelta(minutes=10)  # how far a session may run from its plan
SHORTEST_NUMBER = 9  # digits of a meeting's number in an address
HALF = 0.5
OF_A_CAUCUS = re.compile(r"\bcaucus(es)?\b", re.IGNORECASE)


def why_not_plenary(session: Session, meeting: MeetingList, file_name: str) -> str:
    """Why the list is not taken, in words that say nothing of what is in it; or ""."""
    called = (meeting.title, file_name, re.sub(r"[_\W]+", " ", file_name))
    is_neutral = neutrality(session.community_id)
    if any(map(OF_A_CAUCUS.search, called)) or not all(map(is_neutral, called)):
        return _of_a_caucus()
    # Doors of spaces are among the words to avoid; the plenary's own link may be one of them.
    doors = [term for term in terms_to_avoid(session.community_id) if "://" in term]
    is_own = _leads_to(session.link, meeting.number)
    if not is_own and any(_leads_to(door, meeting.number) for door in doors):
        return _of_a_caucus()
    if not is_own and _numbers(session.link) and _numbers(meeting.number):
        return _("This list is of another meeting than the session’s. It is not kept.")
    return _why_at_another_time(session, meeting)


def _of_a_caucus() -> str:
    return _("This list comes from a caucus’s meeting. It is not kept.")


def _numbers(text: str) -> set[str]:
    joined = re.sub(r"(?<=\d)[ -](?=\d)", "", unquote(text))
    return {number for number in re.findall(r"\d+", joined) if len(number) >= SHORTEST_NUMBER}


def _leads_to(address: str, number: str) -> bool:
    """Whether the address is that of the meeting with this number or key."""
    if _numbers(address) & _numbers(number):
        return True
    return len(number) >= SHORTEST_NUMBER and number in unquote(address)


def _why_at_another_time(session: Session, meeting: MeetingList) -> str:
    parts = [
        part
        for part in timed(parts_of(session), session.starts_at, session.community.time_zone)
        if part.counts
    ]
    came = [one.joined for one in meeting.people if one.joined] or [
        moment for moment in (meeting.starts,) if moment
    ]
    went = [one.left for one in meeting.people if one.left] + [
        moment for moment in (meeting.ends,) if moment
    ]
    splits = any(part.kind == SegmentKind.CAUCUS for part in parts)
    if session.starts_at is None or not came or not went:
        if not splits and not came:
            return ""  # there is nothing it could be mistaken for
        return _(
            "This list does not say when people came and went, so nobody can tell which meeting "
            "it is of. Download it with its times. It is not kept."
        )
    zones = (ZoneInfo(session.community.time_zone), ZoneInfo("UTC"))
    readings = [
        ([_at(one, zone) for one in came], [_at(one, zone) for one in went]) for zone in zones
    ]
    if any(_fits(parts, joined, left) for joined, left in readings):
        return ""
    if any(_is_with_caucuses(parts, joined) for joined, _left in readings):
        return _of_a_caucus()
    return _(
        "The times of this list are not those of the part everybody is in together. It is not kept."
    )


def _at(moment: Moment, zone: ZoneInfo) -> dt.datetime:
    return moment.at.replace(tzinfo=ZoneInfo("UTC") if moment.is_utc else zone)


def _fits(parts: list[TimedPart], joined: list[dt.datetime], left: list[dt.datetime]) -> bool:
    """Most came while all were together, and somebody was there in the last part together."""
    starts, ends = parts[0].starts, parts[-1].ends
    assert starts is not None  # noqa: S101  the session has a time
    assert ends is not None  # noqa: S101  the same
    if _share_of(joined, lambda at: starts - EARLY <= at < ends) <= HALF:
        return False
    if max(left) > ends + EARLY:
        return False
    splits = [place for place, part in enumerate(parts) if part.kind == SegmentKind.CAUCUS]
    if not splits:
        return True
    # Whatever zone the times are in: the plenary lasts longer than all caucuses one after another.
    if max(left) - min(joined) <= _from_first_to_last(parts, splits) + 2 * LATE:
        return False
    if _is_with_caucuses(parts, joined):
        return False
    last = splits[-1] + 1
    if last == len(parts):  # nothing comes after the caucuses
        return True
    until = parts[last].starts
    assert until is not None  # noqa: S101  as above
    return max(left) >= until - LATE


def _from_first_to_last(parts: list[TimedPart], splits: list[int]) -> dt.timedelta:
    """From when people first go into their caucuses until they have come back for good."""
    before = sum(part.minutes for part in parts[: splits[0]])
    return dt.timedelta(minutes=sum(part.minutes for part in parts[: splits[-1] + 1]) - before)


def _is_with_caucuses(parts: list[TimedPart], joined: list[dt.datetime]) -> bool:
    """At least half came when people go into their caucuses."""
    return _share_of(joined, lambda at: _is_at_a_door(parts, at)) >= HALF


def _share_of(moments: list[dt.datetime], is_so: Callable[[dt.datetime], bool]) -> float:
    return sum(map(is_so, moments)) / len(moments)


def _is_at_a_door(parts: list[TimedPart], at: dt.datetime) -> bool:
    """Whether people went into their caucuses then: during them, or just before."""
    for place, part in enumerate(parts):
        if part.kind != SegmentKind.CAUCUS or part.starts is None or part.ends is None:
            continue
        before = parts[place - 1].minutes if place else 0
        early = min(LATE, dt.timedelta(minutes=before) / 2)
        if part.starts - early <= at < part.ends:
            return True
    return False
