"""What the tables can hold at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caucus.models import LIVE
from feedback.assurance.checks import Group, Place, check
from feedback.box.tables import (
    ANSWERS,
    NAMES,
    OPEN,
    PASSING,
    column_names,
    table_names,
    tells_order,
    tells_time,
)
from feedback.models import Collected

APART = (*ANSWERS, *NAMES)
REBUILD = gettext_lazy(
    "Somebody has changed the database. Find out who and why; the program’s own migrations never "
    "do this. Undo the change, and do not open a survey before."
)

COLUMNS = """
    SELECT relname, attname, format_type(atttypid, atttypmod),
        coalesce(pg_get_expr(adbin, adrelid), ''), attidentity::text,
        EXISTS (SELECT FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'f'
            AND attnum = ANY (conkey))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relname = ANY (%s) AND pg_table_is_visible(pg_class.oid)
        AND attnum > 0 AND NOT attisdropped
    ORDER BY 1, 2
"""
FOREIGN_KEYS = """
    SELECT here.relname, there.relname FROM pg_constraint
    JOIN pg_class here ON here.oid = conrelid JOIN pg_class there ON there.oid = confrelid
    WHERE contype = 'f' AND here.relname = ANY (%s) AND pg_table_is_visible(here.oid) ORDER BY 1, 2
"""
LENGTHS = """
    SELECT conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
    JOIN pg_class ON pg_class.oid = conrelid
    WHERE contype = 'c' AND convalidated AND relname = ANY (%s) AND pg_table_is_visible(conrelid)
"""
STORAGE = """
    SELECT relname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relname = ANY (%s) AND attname IN ('ciphertext', 'hashes') AND attstorage <> 'e'
        AND pg_table_is_visible(attrelid) ORDER BY 1
"""
SAMPLED = """
    SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relname = ANY (%s) AND pg_table_is_visible(attrelid) AND attnum > 0 AND NOT attisdropped
        AND (attstattarget IS DISTINCT FROM 0 OR EXISTS (
            SELECT FROM pg_stats seen
            WHERE seen.tablename = relname AND seen.attname = pg_attribute.attname
        ))
    ORDER BY 1, 2
"""
TRIGGERS = """
    SELECT relname, tgname, tgenabled::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relname = ANY (%s) AND pg_table_is_visible(tgrelid) ORDER BY 1, 2
"""
RULES = """
    SELECT tablename, rulename FROM pg_rules WHERE tablename = ANY (%s) ORDER BY 1, 2
"""

PERSISTENCE = """
    SELECT relname, relpersistence::text FROM pg_class
    WHERE relname = ANY (%s) AND pg_table_is_visible(oid)
"""

# Constraint -> what it must hold the length to.
FIXED = {
    "envelope_fixed_length": ("16384",),
    "envelope_ballot_sha": ("32",),
    "atom_fixed_length": ("8448", "256"),
    "counted_list_is_filled_up": ("512", "32"),
}
GUARDS = {
    ("feedback_released", "feedback_released_insert_only"),
    ("feedback_released", "feedback_released_not_emptied"),
    ("feedback_countedlist", "feedback_counted_insert_only"),
    ("feedback_countedlist", "feedback_counted_not_emptied"),
    ("feedback_slip", "feedback_slip_unchanged"),
    ("feedback_eligibility", "feedback_eligible_until_register_closes"),
    ("feedback_survey", "feedback_survey_frozen"),
}
ENABLED = ("O", "A")


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    type: str
    default: str
    identity: str
    leads: bool  # has a foreign key

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"

    @property
    def tells(self) -> bool:
        return tells_time(self.type) or tells_order(self.default, self.identity)


def _columns(place: Place) -> list[Column]:
    return [Column(*row) for row in place.rows(COLUMNS, table_names(APART))]


@check(
    Group.TABLES,
    gettext_lazy("No table of answers or of voting papers holds a time"),
    looked_at=gettext_lazy("The type of every column, in the database’s own catalogue."),
    todo=REBUILD,
)
def no_time(place: Place) -> Iterator[str]:
    for column in _columns(place):
        if tells_time(column.type):
            yield _("%(column)s can hold a time.") % {"column": column}


@check(
    Group.TABLES,
    gettext_lazy("None is numbered in the order of arrival"),
    looked_at=gettext_lazy("Default values and identity columns, in the database’s own catalogue."),
    todo=REBUILD,
)
def no_serial_number(place: Place) -> Iterator[str]:
    for column in _columns(place):
        if tells_order(column.default, column.identity):
            yield _("%(column)s counts rows as they come in.") % {"column": column}


@check(
    Group.TABLES,
    gettext_lazy("They hold what the program put there, and nothing beside it"),
    looked_at=gettext_lazy("Every column, compared with the program’s own list."),
    todo=REBUILD,
)
def known_columns(place: Place) -> Iterator[str]:
    there = _columns(place)
    known = {name for model in APART for name in column_names(model)}
    for column in there:
        if str(column) not in known and not (column.tells or column.leads):
            yield _("%(column)s is not the program’s.") % {"column": column}
    for missing in sorted(known - {str(column) for column in there}):
        yield _("%(column)s is missing.") % {"column": missing}


@check(
    Group.TABLES,
    gettext_lazy("No answer leads to a person"),
    looked_at=gettext_lazy("Every foreign key of the tables of answers."),
    todo=REBUILD,
)
def answers_lead_to_nobody(place: Place) -> Iterator[str]:
    may_lead_to = table_names((*ANSWERS, *OPEN))
    for here, there in place.rows(FOREIGN_KEYS, table_names(ANSWERS)):
        if there not in may_lead_to:
            yield _("%(here)s points at %(there)s.") % {"here": here, "there": there}


@check(
    Group.TABLES,
    gettext_lazy("Who collected a paper is bound to no other row"),
    looked_at=gettext_lazy(
        "Foreign keys of the table of collected papers: checking one would lock the member’s row, "
        "and the lock stays to be read."
    ),
    todo=REBUILD,
)
def collected_is_bound_to_nothing(place: Place) -> Iterator[str]:
    for here, there in place.rows(FOREIGN_KEYS, table_names((Collected,))):
        yield _("%(here)s points at %(there)s.") % {"here": here, "there": there}


@check(
    Group.TABLES,
    gettext_lazy("Every sealed answer is exactly as long as every other"),
    looked_at=gettext_lazy("The database’s rules on the length of envelopes, atoms and lists."),
    todo=REBUILD,
)
def sealed_at_one_length(place: Place) -> Iterator[str]:
    there = dict(place.rows(LENGTHS, table_names(ANSWERS)))
    for name, numbers in FIXED.items():
        if name not in there:
            yield _("The rule %(name)s is missing.") % {"name": name}
        elif any(number not in there[name] for number in numbers):
            yield _("The rule %(name)s asks for another length.") % {"name": name}


@check(
    Group.TABLES,
    gettext_lazy("Sealed answers are stored as they are, not squeezed"),
    looked_at=gettext_lazy("How the database stores envelopes, atoms and counted ballots."),
    todo=gettext_lazy("Set it back: ALTER TABLE … ALTER COLUMN … SET STORAGE EXTERNAL."),
)
def stored_as_they_are(place: Place) -> Iterator[str]:
    for (table,) in place.rows(STORAGE, table_names(ANSWERS)):
        yield _("%(table)s may be compressed, and its size then tells something.") % {
            "table": table
        }


@check(
    Group.TABLES,
    gettext_lazy("The database keeps no samples of what will be deleted"),
    looked_at=gettext_lazy(
        "What PostgreSQL gathers of columns to plan with: it would outlive the rows."
    ),
    todo=gettext_lazy(
        "ALTER TABLE … ALTER COLUMN … SET STATISTICS 0, then write the column’s type anew."
    ),
)
def no_samples_are_kept(place: Place) -> Iterator[str]:
    known = {name for model in PASSING for name in column_names(model)}
    for table, column in place.rows(SAMPLED, table_names(PASSING)):
        if f"{table}.{column}" in known:
            yield _("%(table)s.%(column)s is sampled.") % {"table": table, "column": column}


@check(
    Group.TABLES,
    gettext_lazy("The database’s own guards are there and awake"),
    looked_at=gettext_lazy(
        "The triggers that keep released figures, loose comments, frozen surveys and closed "
        "registers as they are."
    ),
    todo=REBUILD,
)
def guards_are_awake(place: Place) -> Iterator[str]:
    there = {
        (table, name): state
        for table, name, state in place.rows(TRIGGERS, sorted({table for table, _name in GUARDS}))
    }
    for guard in sorted(GUARDS):
        if guard not in there:
            yield _("%(name)s is missing.") % {"name": guard[1]}
        elif there[guard] not in ENABLED:
            yield _("%(name)s is switched off.") % {"name": guard[1]}


@check(
    Group.TABLES,
    gettext_lazy("Nothing else wakes up when an answer arrives"),
    looked_at=gettext_lazy("Triggers and rules that are not the program’s: one could copy rows."),
    todo=REBUILD,
)
def no_other_trigger(place: Place) -> Iterator[str]:
    names = [*table_names(APART), "feedback_survey"]
    for table, name, _state in place.rows(TRIGGERS, names):
        if (table, name) not in GUARDS:
            yield _("%(table)s has the trigger %(name)s.") % {"table": table, "name": name}
    for table, name in place.rows(RULES, names):
        yield _("%(table)s has the rule %(name)s.") % {"table": table, "name": name}


@check(
    Group.TABLES,
    gettext_lazy("What lives only while a session runs stays out of the log and of backups"),
    looked_at=gettext_lazy(
        "Whether the tables of the day’s choices, private notes, drafts and quiet signals are "
        "unlogged, and bound to no other row."
    ),
    todo=gettext_lazy("Set it back: ALTER TABLE … SET UNLOGGED, and drop the foreign key."),
)
def live_tables_are_unlogged(place: Place) -> Iterator[str]:
    there = dict(place.rows(PERSISTENCE, table_names(LIVE)))
    for table in table_names(LIVE):
        if there.get(table) != "u":
            yield _("%(table)s is logged like any other table.") % {"table": table}
    for here, target in place.rows(FOREIGN_KEYS, table_names(LIVE)):
        yield _("%(here)s points at %(there)s.") % {"here": here, "there": target}
