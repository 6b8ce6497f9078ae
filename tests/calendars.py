"""A member's calendar, kept from mail alone: read by another library, with the rules of the RFCs.

``MemberCalendar("rosa@example.org").take(*mail.outbox)`` applies every invitation, update and
cancellation to that address as RFC 5546 says, in whatever order and however often they come. What
breaks a rule of RFC 5545 or 5546 fails the test that took it.
"""

import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import vobject  # type: ignore[import-untyped]
import vobject.icalendar  # type: ignore[import-untyped]
from dateutil import tz
from django.core.mail import EmailMessage as DjangoMessage

ONCE = ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE")
AT_MOST_ONCE = ("LOCATION", "DESCRIPTION", "URL", "CLASS", "STATUS", "LAST-MODIFIED")
STATUS = {"REQUEST": {"CONFIRMED", "TENTATIVE"}, "CANCEL": {"CANCELLED"}}


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar. Times are instants in UTC, or days."""

    uid: str
    starts: dt.date
    ends: dt.date
    summary: str
    place: str
    description: str
    answer: str
    is_cancelled: bool


@dataclass
class MemberCalendar:
    """The calendar of whoever has this address."""

    address: str
    newest: dict[str, tuple[tuple[int, dt.datetime], Entry]] = field(default_factory=dict)

    def take(self, *mails: DjangoMessage | bytes) -> "MemberCalendar":
        """Apply what came by mail; mail to other people is not in this mailbox."""
        for mail in mails:
            parsed = as_received(mail)
            if self.address.lower() in parsed["To"].lower():
                for method, text in calendar_parts(parsed):
                    self.apply(method, text)
        return self

    def entries(self) -> list[Entry]:
        """What is to be seen in the calendar, in order."""
        seen = [entry for _version, entry in self.newest.values() if not entry.is_cancelled]
        return sorted(seen, key=lambda entry: (str(entry.starts), entry.uid))

    def times(self) -> list[tuple[dt.date, dt.date]]:
        """When the entries begin and end."""
        return [(entry.starts, entry.ends) for entry in self.entries()]

    def apply(self, method: str, text: str) -> "MemberCalendar":
        """Apply one calendar part."""
        for event in read(text).vevent_list:
            assert event.attendee.value.lower() == f"mailto:{self.address.lower()}"
            version = (int(event.sequence.value), event.dtstamp.value)
            known = self.newest.get(event.uid.value)
            # RFC 5546, 2.1.5: the higher SEQUENCE, then the later DTSTAMP. A cancelled entry is
            # remembered, so that an older invitation that arrives late does not bring it back.
            if known is None or version > known[0]:
                self.newest[event.uid.value] = version, entry_of(event, method == "CANCEL")
        return self


def as_received(mail: DjangoMessage | bytes) -> EmailMessage:
    """The mail as it comes out of the wire."""
    raw = mail if isinstance(mail, bytes) else bytes(mail.message())
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def calendar_parts(mail: EmailMessage) -> list[tuple[str, str]]:
    """(METHOD, text) of the mail's calendar parts, checked by the rules."""
    parts = []
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            text = re.sub("\r?\n", "\r\n", payload.decode())  # ends of lines are those of the mail
            method = part.get_param("method")
            assert str(part.get_content_charset()).lower() == "utf-8"
            assert_follows_rules(text, method=str(method))
            parts.append((str(method), text))
    return parts


def read(text: str) -> Any:
    """The calendar as vobject reads it, by the zones it brings along and no others."""
    explained = tz.tzical(io.StringIO(text.replace("\r\n", "\n")))
    for zone in explained.keys():  # noqa: SIM118 - no mapping
        # Else vobject asks a table of its own for the zones it knows by name.
        vobject.icalendar.registerTzid(zone, explained.get(zone))
    return vobject.readOne(text)


def entry_of(event: Any, is_cancelled: bool = False) -> Entry:
    """An event, with its times as instants."""

    def value(name: str) -> str:
        return str(event.contents[name][0].value) if name in event.contents else ""

    attendee = event.contents.get("attendee")
    return Entry(
        uid=event.uid.value,
        starts=_instant(event.dtstart.value),
        ends=_instant(event.dtend.value),
        summary=value("summary"),
        place=value("location"),
        description=value("description"),
        answer=attendee[0].params["PARTSTAT"][0] if attendee else "",
        is_cancelled=is_cancelled or value("status") == "CANCELLED",
    )


def _instant(moment: dt.date) -> dt.date:
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment


def unfolded(text: str) -> list[str]:
    """The content lines."""
    return re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]


def assert_follows_rules(text: str, *, method: str, mailed: bool = True) -> None:
    """What RFC 5545 and 5546 demand of everything we send or publish."""
    assert text.endswith("\r\n")
    for line in text.split("\r\n"):
        assert "\n" not in line
        assert "\r" not in line
        assert len(line.encode()) <= 75  # octets (5545, 3.1); the text decoded, so none is cut
    lines = unfolded(text)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head = lines[: next(n for n, line in enumerate(lines[1:], 1) if line.startswith("BEGIN:"))]
    assert head.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:") for line in head) == 1
    assert [line for line in head if line.startswith("METHOD")] == [f"METHOD:{method}"]
    assert not [line for line in lines if line.startswith("X-")]
    zones = re.findall(r"^TZID:(.+)$", "\n".join(lines), re.MULTILINE)
    assert len(zones) == len(set(zones))
    for event in _blocks(lines, "VEVENT"):
        _assert_event(event, set(zones), method, mailed)


def _blocks(lines: list[str], kind: str) -> Iterable[list[str]]:
    starts = [n for n, line in enumerate(lines) if line == f"BEGIN:{kind}"]
    for start in starts:
        end = lines.index(f"END:{kind}", start)
        yield lines[start + 1 : end]


def _assert_event(event: list[str], zones: set[str], method: str, mailed: bool) -> None:
    names = [re.split("[;:]", line, maxsplit=1)[0] for line in event]
    people = ("ORGANIZER", "ATTENDEE")
    for name in ONCE:
        assert names.count(name) == (1 if mailed or name not in people else 0), name
    for name in AT_MOST_ONCE:
        assert names.count(name) <= 1, name
    assert "DURATION" not in names  # never beside DTEND
    values = {name: line.split(":", 1)[1] for name, line in zip(names, event, strict=True)}
    assert re.fullmatch(r"\d{8}T\d{6}Z", values["DTSTAMP"])  # in UTC (5545, 3.8.7.2)
    assert int(values["SEQUENCE"]) >= 0
    for name in ("DTSTART", "DTEND"):
        line = event[names.index(name)]
        if ";VALUE=DATE:" not in line:
            zone = re.search(r";TZID=([^;:]+)", line)
            assert zone, "a local time with its zone, so that it can be read in words"
            assert zone[1] in zones, "the file explains the zones it uses"
            assert re.fullmatch(r"\d{8}T\d{6}", values[name])
    assert values["DTEND"] > values["DTSTART"]
    assert values.get("STATUS") in STATUS.get(method, {"CONFIRMED", "CANCELLED"})
    if mailed:
        assert values["ORGANIZER"].startswith("mailto:")
        assert values["ATTENDEE"] != values["ORGANIZER"]  # nobody is invited by themselves
