"""Spreadsheets that leave: templates to fill in, and the register itself."""

from collections.abc import Iterator

from cop.core.files import SPREADSHEETS, Cell, as_file
from cop.members.models import Community, Member
from sessions_app.imports.columns import FIELDS, IN_TEMPLATE
from sessions_app.models import Attendance

EXPORTS = ("members", "attendance")
Line = list[Cell]


def template_file(kind: str, extension: str) -> bytes | None:
    """Headings as the commands know them and one fictional row; None for what there is not."""
    if kind not in IN_TEMPLATE or extension not in SPREADSHEETS:
        return None
    examples = {field.key: field.example for field in FIELDS[kind]}
    wanted = IN_TEMPLATE[kind]
    return as_file(extension, [wanted, [examples[key] for key in wanted]], sheet=kind)


def roster_lines(community: Community) -> Iterator[Line]:
    """D1: everybody on the roster, under the headings an import knows."""
    yield ["member_id", "name", "email", "organisation", "profession", "joined_on", "left_on"]
    members = Member.objects.filter(community=community, is_erased=False)
    for one in members.select_related("organisation").order_by("reference"):
        yield [
            one.reference,
            one.name,
            one.email,
            one.organisation.name if one.organisation else "",
            one.profession,
            one.joined_on.isoformat() if one.joined_on else "",
            one.left_on.isoformat() if one.left_on else "",
        ]


def attendance_lines(community: Community) -> Iterator[Line]:
    """D3: a row for everybody who came to a session."""
    yield ["member_id", "name", "session", "date", "title"]
    came = Attendance.objects.filter(session__community=community)
    for one in came.select_related("member", "session").order_by(
        "session__held_on", "session", "member__reference"
    ):
        yield [
            one.member.reference,
            one.member.name,
            one.session.key,
            one.session.held_on.isoformat(),
            one.session.title,
        ]
