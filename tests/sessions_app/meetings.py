"""Lists of meetings in the published shapes of Teams and Zoom, of fictional people."""

import datetime as dt
from zoneinfo import ZoneInfo

from sessions_app.models import Session

LONDON = ZoneInfo("Europe/London")
PEOPLE = (
    ("Rosa Delgado", "rosa@example.org"),
    ("Will", ""),
    ("Passer By", "passer@example.net"),
)


def moment(at: dt.datetime) -> str:
    """As Teams writes it: 1/14/27, 1:00:00 PM."""
    return f"{at.month}/{at.day}/{at:%y}, {at.hour % 12 or 12}:{at:%M:%S %p}"


def teams(
    title: str, rows: list[tuple[str, str, dt.datetime, dt.datetime]], *, extra: str = ""
) -> str:
    """Teams' report: three sections, tabs between."""
    first, last = min(row[2] for row in rows), max(row[3] for row in rows)
    lines = [
        "1. Summary",
        f"Meeting title\t{title}",
        f"Attended participants\t{len(rows)}",
        f"Start time\t{moment(first)}",
        f"End time\t{moment(last)}",
        "Meeting duration\t2h 10m 7s",
        "Average attendance time\t1h 40m 2s",
        "",
        "2. Participants",
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
        + ("\tWhich caucus?" if extra else ""),
    ]
    for name, email, came, went in rows:
        minutes, seconds = divmod(int((went - came).total_seconds()), 60)
        lasted = f"{minutes // 60}h {minutes % 60}m {seconds}s"
        line = [name, moment(came), moment(went), lasted, email, email, "Presenter"]
        lines.append("\t".join([*line, extra] if extra else line))
    lines += [
        "",
        "3. In-Meeting Activities",
        "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
        *(
            f"{name}\t{moment(came)}\t{moment(went)}\t1h\t{email}\tPresenter"
            for name, email, came, went in rows
        ),
        "Nobody But Activities\t\t\t1h\tonly@example.net\tPresenter",
    ]
    return "\r\n".join(lines) + "\r\n"


def meeting_of(
    session: Session,
    *,
    title: str = "Winter session",
    after: int = -5,
    minutes: int = 127,
    people: tuple[tuple[str, str], ...] = PEOPLE,
    zone: dt.tzinfo = LONDON,
    extra: str = "",
) -> str:
    """Teams' report of a meeting that began so many minutes after the session did."""
    assert session.starts_at is not None
    came = session.starts_at.astimezone(zone) + dt.timedelta(minutes=after)
    went = came + dt.timedelta(minutes=minutes)
    return teams(title, [(name, email, came, went) for name, email in people], extra=extra)


def older_teams(session: Session) -> str:
    """Teams' report as it was before it had sections, in a British browser."""
    assert session.starts_at is not None
    came = session.starts_at.astimezone(LONDON) - dt.timedelta(minutes=4)
    went = came + dt.timedelta(minutes=125)
    day_first = "{0:%d/%m/%Y}, {0:%H:%M:%S}".format
    lines = [
        "Meeting Summary",
        "Total Number of Participants\t3",
        "Meeting Title\tWinter session",
        f"Meeting Start Time\t{day_first(came)}",
        f"Meeting End Time\t{day_first(went)}",
        "Meeting Id\t19:meeting_fictional0fictional0@thread.v2",
        "",
        "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)",
        *(
            f"{name}\t{day_first(came)}\t{day_first(went)}\t2h 5m\t{email}\tAttendee\t{email}"
            for name, email in PEOPLE
        ),
    ]
    return "\r\n".join(lines) + "\r\n"


def zoom(
    session: Session,
    *,
    number: str = "852 1848 6288",
    after: int = -5,
    people: tuple[tuple[str, str], ...] = PEOPLE,
    with_header: bool = True,
) -> str:
    """Zoom's participants, a line for every time somebody came."""
    assert session.starts_at is not None
    came = session.starts_at.astimezone(LONDON) + dt.timedelta(minutes=after)
    went = came + dt.timedelta(minutes=126)
    written = "{0:%m/%d/%Y} {0:%I:%M:%S %p}".format
    header = [
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants",
        f'{number},"Winter session",{written(came)},{written(went)},host@example.org,126,3',
        "",
    ]
    lines = [
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
        *(f'"{name}",{email},{written(came)},{written(went)},126,Yes' for name, email in people),
    ]
    return "\n".join([*header, *lines] if with_header else lines) + "\n"
