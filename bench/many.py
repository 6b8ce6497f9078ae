"""Beside a thousand communities: nothing of one survey may cost what all surveys hold."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection

from bench import cpu, world
from bench.gates import Results
from bench.pages import INSERT, PAGE
from bench.visits import Statement, Visitor, statements
from cop.members.models import Community, Member
from feedback.box.tables import ANSWERS, NAMES
from feedback.models import Period, Survey
from sessions_app.models import Attendance, Session
from tests.feedback import ballots
from tests.people import Cast

DAY = dt.timedelta(days=1)
COMMUNITIES, A_YEAR, ENVELOPES = 1000, 12, 10

RELEASED = """
INSERT INTO feedback_released (id, survey_id, period_id, questionnaire, cell, item, kind, n, value)
SELECT gen_random_uuid(), survey.id, NULL, questionnaire, cell, item, kind, n, value
FROM feedback_survey AS survey, (
    SELECT cell, item, kind, n, value FROM feedback_released WHERE survey_id = %(like)s
) AS one WHERE survey.state = 'counted' AND survey.id <> %(like)s
"""
SEALED = """
INSERT INTO feedback_envelope (ballot_sha, survey_id, ciphertext)
SELECT sha256(gen_random_uuid()::text::bytea), survey.id, decode(repeat('00', 16384), 'hex')
FROM feedback_survey AS survey, generate_series(1, %(each)s)
WHERE survey.state = 'open' AND survey.id <> %(like)s
"""
ASKED = """
INSERT INTO feedback_eligibility (survey_id, member_id, mark)
SELECT survey.id, member.id, md5(member.id::text)
FROM feedback_survey AS survey JOIN members_member AS member USING (community_id)
WHERE survey.state = 'open' AND survey.id <> %(like)s
"""
COLLECTED = """
INSERT INTO feedback_collected (survey_id, member_id, blinded_sha)
SELECT survey_id, member_id, sha256(mark::bytea) FROM feedback_eligibility
WHERE survey_id <> %(like)s
"""


@dataclass
class Path:
    """What one member's feedback and its readers touch."""

    cast: Cast
    survey: Survey
    counted: Survey
    voter: Member

    def __post_init__(self) -> None:
        self.member, self.stranger = Visitor(self.cast.people["amara"]), Visitor()
        self.bodies = world.bodies(self.survey)
        self.place = f"/in/c/{self.cast.community.slug}"

    def actions(self) -> dict[str, cpu.Action]:
        box = f"/box/{self.survey.pk}/"
        return {
            PAGE: lambda: self.member.get("/in/bench/page/"),
            INSERT: lambda: self.stranger.post("/bench/insert/", b"{}"),
            "a response": lambda: self.stranger.post(box, next(self.bodies)),
            "survey form": lambda: self.stranger.get(box),
            "results": lambda: self.member.get(f"{self.place}/results/{self.counted.pk}/"),
            "list of results": lambda: self.member.get(f"{self.place}/results/"),
            "dashboard": lambda: self.member.get(f"{self.place}/"),
            "session page": lambda: self.member.get(
                f"{self.place}/sessions/{self.survey.session_id}/"
            ),
        }

    def everything(self) -> list[Statement]:
        """The statements of every step."""
        with statements() as seen:
            for action in self.actions().values():
                action()
            ballots.collect(self.voter, self.survey)
        return seen


def measure(cast: Cast, results: Results) -> None:
    """The same path alone, and beside a thousand communities."""
    world.choose_rhythm(cast.community, "session")
    came = [*cast.members.values(), *ballots.members(cast.community, 12)]
    counted = ballots.count(world.survey_with(cast.community, came[5:], key="S0", filled=12))
    survey = world.survey_with(cast.community, came, key="S1", filled=12)
    path = Path(cast, survey, counted, came[-1])
    alone = cpu.compare(path.actions(), floor=PAGE, reset=lambda: world.trim(survey.pk, 12))
    _add_communities(survey, counted)
    beside = cpu.compare(path.actions(), floor=PAGE, reset=lambda: world.trim(survey.pk, 12))
    for name in path.actions():
        if name not in {PAGE, INSERT}:
            grown = beside.ratio(name, PAGE) / alone.ratio(name, PAGE)
            results.gate(f"{name}, {COMMUNITIES:,} communities against one", grown, 1.5, " ×")
    scanned = _scanned(path.everything())
    results.gate("response tables filled here, read as a whole", len(scanned), 0)
    results.notes += scanned


def _scanned(seen: list[Statement]) -> list[str]:
    """Tables of answers or of names that PostgreSQL would read from end to end.

    One with a few rows lies on one page and is rightly read whole; only those filled here count.
    """
    models = (*ANSWERS, *NAMES)
    tables = {one._meta.db_table for one in models if one.objects.count() > COMMUNITIES}
    found = set()
    with connection.cursor() as cursor:
        for sql, params in seen:
            if not any(table in sql for table in tables):
                continue
            cursor.execute(f"EXPLAIN {sql}", params)
            lines = [line for (line,) in cursor.fetchall()]
            found |= {
                f"{line.strip()} in {sql.split()[0]} …"
                for line in lines
                for table in tables
                if f"Seq Scan on {table} " in line
            }
    return sorted(found)


def _add_communities(survey: Survey, counted: Survey) -> None:
    communities = Community.objects.bulk_create(
        Community(slug=f"many-{one}", name=f"Community {one}") for one in range(COMMUNITIES)
    )
    members = [
        member
        for one in communities
        for member in Member.objects.bulk_create(
            Member(community=one, reference=f"M{place}", name=f"Member {place}")
            for place in range(ENVELOPES)
        )
    ]
    today = survey.opens_on
    periods = Period.objects.bulk_create(
        Period(
            community=one,
            from_on=today - dt.timedelta(days=365),
            to_on=today,
            public_key=bytes(survey.period.public_key),
        )
        for one in communities
    )
    sessions = Session.objects.bulk_create(
        Session(community=one, key=f"S{place}", title="T", held_on=today - 28 * place * DAY)
        for one in communities
        for place in range(A_YEAR)
    )
    in_period = {period.community_id: period for period in periods}
    Survey.objects.bulk_create(
        [_like(survey if one.key == "S0" else counted, one, in_period) for one in sessions], 500
    )
    in_community: dict[int, list[Member]] = {}
    for member in members:
        in_community.setdefault(member.community_id, []).append(member)
    Attendance.objects.bulk_create(
        [
            Attendance(session=one, member=member)
            for one in sessions
            for member in in_community[one.community_id]
        ],
        5000,
    )
    given = {"like": counted.pk, "each": ENVELOPES}
    with connection.cursor() as cursor:
        cursor.execute(RELEASED, given)
        for sql in (SEALED, ASKED, COLLECTED):
            cursor.execute(sql, {**given, "like": survey.pk})
        cursor.execute("VACUUM ANALYZE")


def _like(example: Survey, session: Session, periods: dict[int, Period]) -> Survey:
    fields = [field.attname for field in Survey._meta.concrete_fields]
    made = Survey(**{name: getattr(example, name) for name in fields})
    made.pk, made.session, made.community_id = uuid.uuid4(), session, session.community_id
    made.period = periods[session.community_id]
    return made
