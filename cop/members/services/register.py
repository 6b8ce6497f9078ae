"""Taking over a roster that was kept as a spreadsheet: ten thousand rows in a handful of queries.

A plan is made first and holds everything that would happen; only a plan without problems is
applied. Rows the file does not have are left alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.addresses import clean_email
from cop.core.names import clean_line, folded
from cop.core.tables import Change, Problems, RowCheck, Table
from cop.members.enums import READS_ANSWERS
from cop.members.models import Appointment, Community, Member, Organisation, User
from cop.members.organisations import names_by_key
from cop.members.policies import terms_overlap, why_forbidden_together
from cop.members.services.people import tell_person_changed

REQUIRED_COLUMNS = ("member_id",)
OPTIONAL_COLUMNS = ("name", "email", "organisation", "profession", "joined_on")
LONGEST_REFERENCE = 60
LONGEST_TEXT = 200
BATCH = 1000


@dataclass
class MemberPlan:
    """What a file of members would do. ``known`` are all references after it."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[Member, dict[str, Any]]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    left_alone: int = 0
    known: set[str] = field(default_factory=set)
    new_organisations: list[str] = field(default_factory=list)
    known_as: dict[str, str] = field(default_factory=dict)  # an alias as typed -> its organisation

    def note_organisation(self, typed: str, name: str, *, is_new: bool) -> None:
        """Keep what a row says of an organisation that is new, or known by another name."""
        if is_new and name not in self.new_organisations:
            self.new_organisations.append(name)
        elif not is_new and folded(typed) != folded(name):
            self.known_as[typed] = name


def plan_members(community: Community, table: Table, problems: Problems) -> MemberPlan:
    """Compare the file with the roster; whatever cannot be taken over goes to ``problems``."""
    roster = {
        member.reference: member
        for member in Member.objects.filter(community=community, is_erased=False).select_related(
            "organisation", "person"
        )
    }
    plan = MemberPlan(known=set(roster))
    readers = _terms_of_readers(community)
    rows_of_reference: dict[str, int] = {}
    rows_of_email: dict[str, int] = {}
    spelled = names_by_key(community)
    known_here = set(spelled)
    in_file = {clean_line(row["member_id"]) for row in table.rows}
    taken = _addresses(member for member in roster.values() if member.reference not in in_file)
    for row in table.rows:
        check = RowCheck(table, row, problems)
        reference = check.text("member_id", longest=LONGEST_REFERENCE)
        if not reference:
            check.refuse("member_id", _("Enter the member’s own key, like M01."))
        check.once("member_id", reference, rows_of_reference)
        plan.known.add(reference)
        values = _values(check)
        if typed := values.get("organisation", ""):
            # An alias, or the same name typed otherwise, is the organisation that is known.
            values["organisation"] = spelled.setdefault(folded(typed), typed)
        address = values.get("email", "")
        check.once("email", address, rows_of_email)
        if address in taken:
            check.refuse(
                "email",
                _("Another member, %s, has this e-mail address. Check both.") % taken[address],
            )
        member = roster.get(reference)
        if "email" not in values and member and member.person:
            address = member.person.email
        reason = _why_reader(member, values, readers.get(address, []))
        reason = reason or _why_theirs(member, values)
        if reason:
            check.refuse("email", reason)
        if check.is_fine:
            if typed:
                is_new = folded(typed) not in known_here
                plan.note_organisation(typed, values["organisation"], is_new=is_new)
            _plan_row(plan, reference, member, values)
    plan.left_alone = len(set(roster) - in_file)
    return plan


def _plan_row(
    plan: MemberPlan, reference: str, member: Member | None, values: dict[str, Any]
) -> None:
    if member is None:
        plan.new.append({"reference": reference, **values})
        return
    differing = {name: value for name, value in values.items() if _value_of(member, name) != value}
    if not differing:
        plan.unchanged += 1
        return
    plan.changed.append((member, differing))
    plan.changes += [
        Change(
            kind=_("member"),
            key=reference,
            field=name,
            old=str(_value_of(member, name) or ""),
            new=str(value or ""),
        )
        for name, value in differing.items()
    ]


def _value_of(member: Member, name: str) -> Any:
    if name == "organisation":
        return member.organisation.name if member.organisation else ""
    return getattr(member, name)


def _addresses(members: Iterable[Member]) -> dict[str, str]:
    """Whose address is whose: as on the roster, and as the person signs in."""
    addresses = {}
    for member in members:
        for address in (member.email, member.person.email if member.person else ""):
            if address:
                addresses[address] = member.reference
    return addresses


def _terms_of_readers(community: Community) -> dict[str, list[Appointment]]:
    """By e-mail address, the terms of those who read unreviewed answers here."""
    terms = defaultdict(list)
    for appointment in Appointment.objects.filter(
        community=community, role__in=READS_ANSWERS
    ).select_related("person"):
        terms[appointment.person.email].append(appointment)
    return terms


def _why_reader(
    member: Member | None,
    values: dict[str, Any],
    terms: list[Appointment],
) -> str:
    """The reason why the row's person may not be a member, or ""."""
    if not terms:
        return ""
    joined_on = values.get("joined_on", member.joined_on if member else None)
    left_on = member.left_on if member else None
    held = {
        term.role
        for term in terms
        if terms_overlap(joined_on, left_on, term.from_on, term.until_on)
    }
    return why_forbidden_together(role=None, held=held, is_staff=False, is_member=False)


def _why_theirs(member: Member | None, values: dict[str, Any]) -> str:
    """The reason why the row may not change the member's address, or ""."""
    if member is None or values.get("email", member.email) == member.email:
        return ""
    if member.person is None or not member.person.has_signed_in:
        return ""
    return _(
        "This member has signed in, so only they can change their address, under “My e-mail "
        "address”. Write the address the roster has."
    )


def _values(check: RowCheck) -> dict[str, Any]:
    """The member's fields, for the columns the file has. None for a date that is unknown."""
    columns = check.table.columns
    values: dict[str, Any] = {}
    for column in ("name", "profession"):
        if column in columns:
            values[column] = check.text(column, longest=LONGEST_TEXT)
    if "organisation" in columns:
        values["organisation"] = check.text("organisation", longest=LONGEST_TEXT)
    if "email" in columns:
        values["email"] = check.read("email", clean_email) or ""
    if "joined_on" in columns:
        values["joined_on"] = check.read("joined_on", clock.parse_iso_date)
    return values


def apply_members(
    community: Community, plan: MemberPlan, written: Callable[[int], None] = lambda _rows: None
) -> None:
    """Do what the plan says, in the caller's transaction, which holds the community's lock.

    ``written`` is told of every batch, so that somebody who waits sees it go on.
    """
    everything = [*plan.new, *(differing for _member, differing in plan.changed)]
    organisations = _organisations_named(
        community, [values.get("organisation", "") for values in everything]
    )
    people = _people_with(_names_by_address(plan))

    def as_stored(values: dict[str, Any]) -> dict[str, Any]:
        stored = dict(values)
        if "organisation" in stored:
            stored["organisation"] = organisations.get(stored["organisation"])
        if "email" in stored:
            stored["person"] = people.get(stored["email"])
        return stored

    moved = [member for member, differing in plan.changed if "email" in differing]
    before = [(member.person, member.name) for member in moved if member.person]
    # Two members may exchange their addresses, which are unique row by row.
    Member.objects.filter(pk__in=[member.pk for member in moved]).update(email="", person=None)
    touched = set()
    for member, differing in plan.changed:
        for name, value in as_stored(differing).items():
            setattr(member, name, value)
            touched.add(name)
    if touched:
        Member.objects.bulk_update(
            [member for member, _differing in plan.changed], sorted(touched), batch_size=BATCH
        )
    written(len(plan.changed))
    for first in range(0, len(plan.new), BATCH):
        batch = plan.new[first : first + BATCH]
        Member.objects.bulk_create(
            Member(community=community, **as_stored(values)) for values in batch
        )
        written(len(batch))
    tell_person_changed(community, moved, before)


def _names_by_address(plan: MemberPlan) -> dict[str, str]:
    names = {values["email"]: values.get("name", "") for values in plan.new if values.get("email")}
    for member, differing in plan.changed:
        if differing.get("email"):
            names[differing["email"]] = differing.get("name", member.name)
    return names


def _organisations_named(community: Community, names: list[str]) -> dict[str, Organisation]:
    """Organisations by name; new ones are added in the order in which they are first seen.

    The plan has put the known name in the place of an alias.
    """
    known = {
        organisation.name: organisation
        for organisation in Organisation.objects.filter(community=community)
    }
    missing = [name for name in dict.fromkeys(names) if name and name not in known]
    created = Organisation.objects.bulk_create(
        [Organisation(community=community, name=name) for name in missing], batch_size=BATCH
    )
    return known | {organisation.name: organisation for organisation in created}


def _people_with(names: dict[str, str]) -> dict[str, User]:
    """People by address, created by the given name where new."""
    known = {person.email: person for person in User.objects.filter(email__in=list(names))}
    created = [
        User(email=address, name=name) for address, name in names.items() if address not in known
    ]
    for person in created:
        person.set_unusable_password()
    User.objects.bulk_create(created, batch_size=BATCH)
    return known | {person.email: person for person in created}
