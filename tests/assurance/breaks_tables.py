"""Tables that somebody has changed, and rows that lie as they came."""

import hashlib
import secrets

from django.db import connection, transaction

from feedback.box import collected
from feedback.box.atoms import OTHER_BYTES
from feedback.box.tables import EMPTIED, table_names
from feedback.models import Atom, Collected, Eligibility, Envelope, Slip, Survey
from tests.assurance.breaking import Break, Installation, breaks
from tests.feedback import ballots


@breaks("no_time")
def slips_know_when(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_slip ADD written_at timestamptz DEFAULT now()")


@breaks("no_time")
def papers_know_the_day(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_collected ADD on_day date")


@breaks("no_serial_number")
def atoms_are_numbered(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_atom ADD number bigserial")


@breaks("no_serial_number")
def papers_are_numbered(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_collected ADD number int GENERATED ALWAYS AS IDENTITY")


@breaks("known_columns")
def envelopes_remember_the_address(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_envelope ADD came_from text")


@breaks("known_columns")
def a_column_is_gone(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_eligibility DROP mark")


@breaks("answers_lead_to_nobody")
def slips_lead_to_members(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_slip ADD author bigint REFERENCES members_member")


@breaks("collected_is_bound_to_nothing")
def papers_lock_members(installation: Installation) -> None:
    installation.sql(
        "ALTER TABLE feedback_collected ADD FOREIGN KEY (member_id) REFERENCES members_member"
    )


@breaks("sealed_at_one_length")
def envelopes_of_any_length(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_envelope DROP CONSTRAINT envelope_fixed_length")


@breaks("sealed_at_one_length")
def atoms_of_other_lengths(installation: Installation) -> None:
    installation.sql(
        "ALTER TABLE feedback_atom DROP CONSTRAINT atom_fixed_length, ADD CONSTRAINT"
        " atom_fixed_length CHECK (octet_length(ciphertext) BETWEEN 0 AND 9999)"
    )


@breaks("stored_as_they_are")
def envelopes_are_squeezed(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_envelope ALTER COLUMN ciphertext SET STORAGE EXTENDED")


@breaks("no_samples_are_kept")
def papers_are_sampled(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_collected ALTER COLUMN member_id SET STATISTICS 100")


@breaks("guards_are_awake")
def a_guard_sleeps(installation: Installation) -> None:
    installation.sql("ALTER TABLE feedback_released DISABLE TRIGGER feedback_released_insert_only")


@breaks("guards_are_awake")
def a_guard_is_gone(installation: Installation) -> None:
    installation.sql("DROP TRIGGER feedback_survey_frozen ON feedback_survey")


@breaks("guards_are_awake")
def slips_may_change(installation: Installation) -> None:
    installation.sql("DROP TRIGGER feedback_slip_unchanged ON feedback_slip")


@breaks("no_other_trigger")
def a_trigger_copies_envelopes(installation: Installation) -> None:
    installation.sql(
        "CREATE FUNCTION copy_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    )
    installation.sql(
        "CREATE TRIGGER copy_it AFTER INSERT ON feedback_envelope"
        " FOR EACH ROW EXECUTE FUNCTION copy_it()"
    )


@breaks("no_other_trigger")
def a_rule_copies_papers(installation: Installation) -> None:
    installation.sql(
        "CREATE RULE copy_it AS ON INSERT TO feedback_collected DO ALSO NOTIFY somebody"
    )


def _logs(table: str) -> Break:
    """That this one table is logged is found, whatever the others are."""

    def log_it(installation: Installation) -> None:
        installation.sql(f"ALTER TABLE {table} SET LOGGED")

    log_it.__name__ = f"{table}_is_logged"
    return log_it


for table in ("choice", "livespace", "note", "point", "signal"):
    breaks("live_tables_are_unlogged")(_logs(f"caucus_{table}"))


@breaks("live_tables_are_unlogged")
def choices_lock_members(installation: Installation) -> None:
    installation.sql(
        "ALTER TABLE caucus_choice ADD FOREIGN KEY (member_id) REFERENCES members_member"
    )


# Rows as a careless program would have written them: each in a transaction of its own.


def an_open_survey(installation: Installation) -> Survey:
    cast = installation.cast
    return ballots.opened(cast.community, [cast.members[name] for name in ("rosa", "will")])


def an_envelope(survey: Survey, number: int) -> Envelope:
    return Envelope(
        ballot_sha=hashlib.sha256(str(number).encode()).digest(),
        survey=survey,
        ciphertext=secrets.token_bytes(16384),
    )


@breaks("envelopes_tell_no_order")
def envelopes_one_by_one(installation: Installation) -> None:
    survey = an_open_survey(installation)
    for number in range(5):
        with transaction.atomic():
            an_envelope(survey, number).save(force_insert=True)


@breaks("envelopes_tell_no_order")
def the_newest_of_many_alone(installation: Installation) -> None:
    survey = an_open_survey(installation)
    many = sorted((an_envelope(survey, n) for n in range(40)), key=lambda one: one.ballot_sha)
    Envelope.objects.bulk_create(many)
    with transaction.atomic():
        an_envelope(survey, 99).save(force_insert=True)


@breaks("envelopes_tell_no_order")
def envelopes_rewritten_where_they_lay(installation: Installation) -> None:
    """One transaction for all of them, and still the order in which they came."""
    survey = an_open_survey(installation)
    Envelope.objects.bulk_create([an_envelope(survey, number) for number in range(11)])


@breaks("collected_tells_no_order")
def papers_one_by_one(installation: Installation) -> None:
    survey = an_open_survey(installation)
    for name in ("will", "rosa"):
        with transaction.atomic():
            paper(survey, installation.cast.members[name].pk).save(force_insert=True)


@breaks("collected_tells_no_order")
def papers_as_they_were_collected(installation: Installation) -> None:
    survey = an_open_survey(installation)
    Collected.objects.bulk_create([paper(survey, number) for number in (7, 3, 9, 1, 8, 2, 5)])


def paper(survey: Survey, member: int) -> Collected:
    return Collected(survey=survey, member_id=member, blinded_sha=secrets.token_bytes(32))


def atoms(survey: Survey, kind: str, number: int) -> list[Atom]:
    return [
        Atom(period=survey.period, kind=kind, ciphertext=secrets.token_bytes(OTHER_BYTES))
        for _each in range(number)
    ]


@breaks("atoms_tell_no_order")
def atoms_of_each_session_apart(installation: Installation) -> None:
    survey = an_open_survey(installation)
    for _session in range(2):
        with transaction.atomic():
            Atom.objects.bulk_create(atoms(survey, "rating", 3))


@breaks("atoms_tell_no_order")
def atoms_unmixed(installation: Installation) -> None:
    survey = an_open_survey(installation)
    Atom.objects.bulk_create(atoms(survey, "rating", 30) + atoms(survey, "tally", 20))


@breaks("slips_tell_no_order")
def slips_person_by_person(installation: Installation) -> None:
    survey = an_open_survey(installation)
    for number in range(3):
        with transaction.atomic():
            Slip.objects.create(survey=survey, cell="all", question="q5", body=str(number))


@breaks("slips_tell_no_order")
def slips_unmixed(installation: Installation) -> None:
    survey = an_open_survey(installation)
    Slip.objects.bulk_create(
        Slip(survey=survey, cell="all", question=question, body="word")
        for question in ("q1", "q2", "q3", "q4")
        for _each in range(10)
    )


# After a count


def a_counted_survey(installation: Installation) -> Survey:
    return ballots.count(an_open_survey(installation))


@breaks("counted_is_empty")
def an_envelope_came_back(installation: Installation) -> None:
    survey = a_counted_survey(installation)
    an_envelope(survey, 1).save(force_insert=True)


@breaks("counted_is_empty")
def a_paper_came_back(installation: Installation) -> None:
    survey = a_counted_survey(installation)
    paper(survey, installation.cast.members["rosa"].pk).save(force_insert=True)


@breaks("counted_is_empty")
def names_came_back(installation: Installation) -> None:
    survey = a_counted_survey(installation)
    installation.sql("SET CONSTRAINTS ALL IMMEDIATE")
    installation.sql(
        "ALTER TABLE feedback_eligibility DISABLE TRIGGER feedback_eligible_until_register_closes"
    )
    Eligibility.objects.create(survey=survey, member=installation.cast.members["rosa"])
    installation.sql(
        "ALTER TABLE feedback_eligibility ENABLE TRIGGER feedback_eligible_until_register_closes"
    )


@breaks("no_box_was_too_full")
def answers_were_put_in(installation: Installation) -> None:
    """Fewer papers given out than even an empty box holds."""
    installation.monkeypatch.setattr(collected, "number_of_papers", lambda survey: -1)
    a_counted_survey(installation)


@breaks("no_dead_rows")
def deleted_rows_stay(installation: Installation) -> None:
    """As the database itself would count them, were they committed."""
    assert table_names(EMPTIED)[0] == "feedback_envelope"
    installation.sql("CREATE SCHEMA broken")
    installation.sql(
        "CREATE VIEW broken.pg_stat_user_tables AS"
        " SELECT relid, relname, 7 AS n_dead_tup FROM pg_catalog.pg_stat_user_tables"
        " WHERE relname = 'feedback_envelope'"
    )
    installation.sql("SET LOCAL search_path = broken, pg_catalog, public")
    assert connection.in_atomic_block
