"""Spreadsheets that leave: templates to fill in, and the register itself."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cop.core.figures import Count, share_text
from cop.core.files import SPREADSHEETS, Cell, as_file
from cop.members.models import Community, Member
from sessions_app.imports.columns import FIELDS, IN_TEMPLATE
from sessions_app.models import Attendance
from sessions_app.selectors import AttendanceFigures

EXPORTS = ("members", "attendance", "figures")
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


def figure_lines(figures: AttendanceFigures) -> Iterator[Line]:
    """Attendance in numbers, one table below another; no names of people."""
    yield ["session", "date", "title", "members who came", "first time", "came before", "others"]
    for number, one in enumerate(figures.sessions, start=1):
        new = _("not known") if one.new is None else one.new
        yield [
            number,
            one.session.held_on.isoformat(),
            one.session.title,
            _cell(one.came),
            _("at most %d") % one.new if one.new_is_most and one.new is not None else new,
            _("not known") if one.returning is None else _cell(one.returning),
            one.walk_ins,
        ]
    yield ["Total", "", "", _cell(figures.total), "", "", figures.walk_ins]
    yield []
    yield ["sessions", "members", "share of those who came"]
    for times, people in figures.times_came:
        yield [times, people, share_text(people, figures.by_name)]
    yield []
    yield ["organisation", "members", "attendances by name"]
    for place in figures.organisations:
        yield [place.name, place.members, place.attendances]
    yield [_("Not stated"), figures.unstated.members, figures.unstated.attendances]


def _cell(count: Count) -> Cell:
    return count if isinstance(count, int) else str(count)


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
