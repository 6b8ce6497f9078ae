"""From somebody's own columns to the tables the register is planned from.

Who is meant is found by key, then by address, then by name; a session by key, title or date. A cell
that is empty changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.errors import Refused
from cop.core.names import clean_line, folded
from cop.core.tables import Problems, Row, Table
from cop.members.models import Community, Member
from cop.members.selectors import COUNTED
from sessions_app.enums import UploadKind
from sessions_app.imports.columns import AT_SESSION, session_of_heading
from sessions_app.imports.register import RegisterTables
from sessions_app.imports.sheets import Sheet
from sessions_app.imports.values import is_total, read_address, read_day, read_mark, read_start
from sessions_app.models import Session
from sessions_app.selectors import OWN_KEY

NEVER_THERE = frozenset({"", "-", "–", "—", "n/a", "na", "tbc", "none", "unknown", "?"})


@dataclass
class Matched:
    """One row under the names the register knows, with what to say where it is wrong."""

    number: int
    values: dict[str, str]
    marks: dict[str, str] = field(default_factory=dict)  # session's key -> the cell


class Matching:
    """Reads a sheet by the columns that were chosen; what is wrong goes to ``problems``."""

    def __init__(
        self,
        community: Community,
        kind: str,
        sheet: Sheet,
        columns: dict[int, str],
        problems: Problems,
    ) -> None:
        self.community, self.kind, self.sheet = community, kind, sheet
        self.columns, self.problems = columns, problems
        self.left_out: set[int] = set()
        self.remarks: list[str] = []

    def heading_of(self, key: str) -> str:
        """What the file itself calls the column that holds this."""
        own = {"name": ("last_name", "first_name"), "session": ("day",), "member_id": ("name",)}
        for wanted in (key, *own.get(key, ())):
            for place, held in self.columns.items():
                if held == wanted:
                    return self.sheet.heading(place)
        return ""

    def tables(self, left_out: frozenset[int] = frozenset()) -> RegisterTables:
        """The tables, without the rows that are to be left out."""
        rows = self._rows(left_out)
        if self.kind == UploadKind.MEMBERS:
            return RegisterTables(members=self._members(rows))
        if self.kind == UploadKind.SESSIONS:
            return RegisterTables(sessions=self._sessions(rows))
        return RegisterTables(attendance=self._attendance(rows))

    def refuse(self, row: int, key: str, message: str) -> None:
        self.problems.add("", message, row=row, column=key)

    def _rows(self, left_out: frozenset[int]) -> list[Matched]:
        seen: dict[tuple[tuple[str, str], ...], int] = {}
        rows, totals, again = [], [], 0
        for number, cells in self.sheet.rows:
            if number in left_out:
                continue
            if is_total(cells):
                totals.append(str(number))
                continue
            row = self._matched(number, cells)
            if row is None:
                continue
            content = (*sorted(row.values.items()), *sorted(row.marks.items()))
            if not any(value for _key, value in content):
                continue
            if seen.setdefault(content, number) != number:
                again += 1
                continue
            rows.append(row)
        self._say(totals, again)
        return rows

    def _say(self, totals: list[str], again: int) -> None:
        if totals:
            self.remarks.append(
                ngettext("Row %s adds up others, so it is not read.",
                         "Rows %s add up others, so they are not read.", len(totals))
                % ", ".join(totals)
            )  # fmt: skip
        if again:
            self.remarks.append(
                ngettext("%d row says the same as an earlier one, so it is read once.",
                         "%d rows say the same as an earlier one, so they are read once.", again)
                % again
            )  # fmt: skip

    def _matched(self, number: int, cells: list[str]) -> Matched | None:
        """The row's chosen cells, or None if one of them may not be read."""
        row = Matched(number, {})
        for place, key in self.columns.items():
            why = self.sheet.unreadable.get(f"{number}:{place}")
            if why:
                self.refuse(number, key, why)
                return None
            text = cells[place].strip()
            if key.startswith(AT_SESSION):
                row.marks[key.removeprefix(AT_SESSION)] = text
            else:
                row.values[key] = "" if text.lower() in NEVER_THERE and key != "came" else text
        first, last = row.values.pop("first_name", ""), row.values.pop("last_name", "")
        if (first or last) and not row.values.get("name"):
            row.values["name"] = clean_line(f"{first} {last}")
        if "email" in row.values:
            row.values["email"] = read_address(row.values["email"])
        return row

    def _read(self, row: Matched, key: str, reader: Callable[[str], str]) -> bool:
        """Put what ``reader`` makes of a cell in its place; False where it was refused."""
        if not row.values.get(key):
            return True
        try:
            row.values[key] = reader(row.values[key])
        except Refused as refused:
            self.refuse(row.number, key, refused.message)
            return False
        return True

    def _table(self, rows: list[Row], columns: set[str]) -> Table:
        return Table("", frozenset(columns), rows)

    def _members(self, rows: list[Matched]) -> Table:
        people = People(self.community)
        columns = {"member_id"} | {key for row in rows for key in row.values}
        made, rows_of = [], dict[str, int]()
        for row in rows:
            if not self._read(row, "joined_on", lambda text: read_day(text).isoformat()):
                continue
            try:
                reference = people.reference_for(row)
            except Refused as refused:
                self.refuse(row.number, "name", refused.message)
                continue
            if rows_of.setdefault(reference, row.number) != row.number and not row.values.get(
                "member_id"
            ):
                self._refuse_again(row, rows_of[reference])
                continue
            known = people.roster.get(reference)
            given = {key: value for key, value in row.values.items() if value}
            made.append(Row(row.number, people.held(known) | given | {"member_id": reference}))
        return self._table(made, columns)

    def _refuse_again(self, row: Matched, first: int) -> None:
        """Somebody whom an earlier row names by the same address or name."""
        key = "email" if row.values.get("email") else "name"
        said = {"who": row.values[key], "first": first, "row": row.number}
        message = _("“%(who)s” stands in rows %(first)d and %(row)d. Keep one of them.") % said
        self.refuse(row.number, key, message)

    def _sessions(self, rows: list[Matched]) -> Table:
        agenda = Agenda(self.community)
        columns = {"session"} | {key for row in rows for key in row.values if key != "time"}
        made = []
        for row in rows:
            time = row.values.pop("time", "")
            if not self._read(row, "starts_at", lambda text, time=time: read_start(text, time)):  # type: ignore[misc]
                continue
            try:
                key = agenda.key_for(row)
            except Refused as refused:
                self.refuse(row.number, "session", refused.message)
                continue
            given = {name: value for name, value in row.values.items() if value}
            made.append(Row(row.number, agenda.held(key, given) | given | {"session": key}))
        return self._table(made, columns)

    def _attendance(self, rows: list[Matched]) -> Table:
        people, agenda = People(self.community), Agenda(self.community)
        pairs: Counter[tuple[str, str]] = Counter()
        made = []
        for row in rows:
            try:
                keys = self._sessions_of(row, agenda)
                reference = people.known_reference(row) if keys else ""
            except Refused as refused:
                self.refuse(row.number, "", refused.message)
                continue
            for key in keys:
                pairs[reference, key] += 1
                if pairs[reference, key] == 1:
                    made.append(Row(row.number, {"member_id": reference, "session": key}))
        again = sum(pairs.values()) - len(pairs)
        if again:
            self._say([], again)
        return self._table(made, {"member_id", "session"})

    def _sessions_of(self, row: Matched, agenda: "Agenda") -> list[str]:
        if not read_mark(row.values.get("came") or ("yes" if "came" not in row.values else "")):
            return []
        keys = [key for key, cell in row.marks.items() if read_mark(cell)]
        if row.values.get("session") or row.values.get("day"):
            keys.append(agenda.known_key(row))
        elif not row.marks:
            raise Refused(_("Say which session it was."))
        return keys


class People:
    """The roster, to find who a row means."""

    def __init__(self, community: Community) -> None:
        members = Member.objects.filter(community=community, is_erased=False).select_related(
            "organisation", "person"
        )
        self.roster = {member.reference: member for member in members}
        self.by_address: dict[str, str] = {}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for reference, member in self.roster.items():
            self._enter(reference, member.name, member.email)
            if member.person is not None:
                self.by_address.setdefault(member.person.email, reference)
        taken = Member.objects.filter(community=community).values_list("reference", flat=True)
        numbers = [int(match[1]) for match in map(COUNTED.fullmatch, taken) if match]
        self.last_number = max(numbers, default=0)

    def _enter(self, reference: str, name: str, address: str) -> None:
        if address:
            self.by_address.setdefault(address.lower(), reference)
        if name:
            self.by_name[folded(name)].append(reference)

    def known_reference(self, row: Matched) -> str:
        """Who is meant, where they must be known. Raises Refused."""
        reference = row.values.get("member_id") or self._found(row)
        if reference:
            return clean_line(reference)
        who = row.values.get("name") or row.values.get("email")
        if not who:
            raise Refused(_("Say who it was, by name, e-mail address or key."))
        raise Refused(_("Nobody on the roster is “%s”. Import the members first.") % who)

    def reference_for(self, row: Matched) -> str:
        """Who is meant: somebody known, or the next key for somebody new. Raises Refused."""
        reference = clean_line(row.values.get("member_id", "")) or self._found(row)
        if reference:
            return reference
        name, address = row.values.get("name", ""), row.values.get("email", "")
        if not name and not address:
            raise Refused(_("The row has neither a name nor an e-mail address. Enter one."))
        self.last_number += 1
        reference = f"M{self.last_number:02}"
        self._enter(reference, name, address)
        return reference

    def _found(self, row: Matched) -> str:
        name, address = row.values.get("name", ""), row.values.get("email", "").lower()
        if address in self.by_address:
            return self.by_address[address]
        named = self.by_name.get(folded(name), []) if name else []
        if len(named) > 1:
            raise Refused(
                _("%(number)d members are called “%(name)s”. Add an e-mail address or a key.")
                % {"number": len(named), "name": name}
            )
        if not named:
            return ""
        known = self.roster.get(named[0])
        if address and (known is None or known.email):
            raise Refused(
                _(
                    "%(reference)s is called “%(name)s” too, with another e-mail address. Add the "
                    "key %(reference)s if it is the same person, or a new key if it is not."
                )
                % {"reference": named[0], "name": name}
            )
        return named[0]

    @staticmethod
    def held(member: Member | None) -> dict[str, str]:
        """What is known of somebody, for cells that are empty."""
        if member is None:
            return {}
        return {
            "name": member.name,
            "email": member.email,
            "organisation": member.organisation.name if member.organisation else "",
            "profession": member.profession,
            "joined_on": member.joined_on.isoformat() if member.joined_on else "",
        }


class Agenda:
    """The sessions, to find which one a row means."""

    def __init__(self, community: Community) -> None:
        self.zone = community.time_zone
        self.sessions = list(Session.objects.filter(community=community).prefetch_related("topics"))
        self.by_key = {session.key: session for session in self.sessions}
        self.by_day: dict[str, list[str]] = defaultdict(list)
        for session in self.sessions:
            self.by_day[session.held_on.isoformat()].append(session.key)
        numbers = [int(match[1]) for match in map(OWN_KEY.fullmatch, self.by_key) if match]
        self.last_number = max(numbers, default=0)

    def known_key(self, row: Matched) -> str:
        """Which session is meant, where it must be known. Raises Refused."""
        named = row.values.get("session", "")
        if named:
            session = session_of_heading(named, self.sessions)
            if session is None:
                raise Refused(
                    _("There is no one session “%s”. Import the sessions first, or use its key.")
                    % named
                )
            return session.key
        day = read_day(row.values["day"])
        keys = self.by_day.get(day.isoformat(), [])
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise Refused(_("There were several sessions on that day. Use the session’s key."))
        raise Refused(_("There was no session on that day. Import the sessions first."))

    def key_for(self, row: Matched) -> str:
        """The key given, that of the session of the same day, or the next. Raises Refused."""
        key = clean_line(row.values.get("session", ""))
        if key:
            return key
        day = row.values.get("starts_at", "")[:10]
        if not day:
            raise Refused(_("Enter the session’s date."))
        keys = self.by_day[day]
        title = folded(row.values.get("title", ""))
        same = [
            one for one in keys if one in self.by_key and folded(self.by_key[one].title) == title
        ]
        if len(same) == 1 or (len(keys) == 1 and not title):
            return (same or keys)[0]
        if keys:
            raise Refused(
                _("%s is on the same day. Add its key if it is the same, or a new key.") % keys[0]
            )
        self.last_number += 1
        key = f"S{self.last_number}"
        keys.append(key)
        return key

    def held(self, key: str, given: dict[str, str]) -> dict[str, str]:
        """What is known of a session, for cells that are empty; its time, where a day is given."""
        session = self.by_key.get(key)
        if session is None:
            return {}
        count = session.headcount_known
        held = {
            "format": session.format,
            "topics": "; ".join(topic.title for topic in session.topics.all()),
            "headcount": "" if count is None else str(count),
            "starts_at": session.held_on.isoformat(),
        }
        if session.starts_at is not None:
            start = clock.local(session.starts_at, self.zone)
            held["starts_at"] = f"{start:%Y-%m-%dT%H:%M}"
            if given.get("starts_at") == session.held_on.isoformat():
                given["starts_at"] = held["starts_at"]
        return held
