"""What PostgreSQL and Valkey write down, keep or hand on, read from the running services."""

from collections.abc import Iterator

import redis
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.assurance.checks import CannotLook, Group, Place, check
from feedback.box.tables import ANSWERS, NAMES, table_names

SETTINGS = "SELECT name, setting FROM pg_settings WHERE name = ANY (%s)"
LISTENING = ("pg_stat_statements", "auto_explain", "pgaudit", "pg_stat_monitor", "pg_qualstats")
PRELOADED = "shared_preload_libraries", "session_preload_libraries", "local_preload_libraries"
SHORT = 1024  # bytes; an envelope in a statement is thirty times as long

CONFIGURE = gettext_lazy("Set it back in postgresql.conf or on the command line, and restart.")


def _settings(place: Place, *names: str) -> dict[str, str]:
    found = dict(place.rows(SETTINGS, list(names)))
    if missing := set(names) - found.keys():
        raise CannotLook(_("The database does not say: %s.") % ", ".join(sorted(missing)))
    return found


def _others(place: Place, wanted: dict[str, str]) -> Iterator[str]:
    for name, setting in sorted(_settings(place, *wanted).items()):
        if setting != wanted[name]:
            yield f"{name} = {setting}"


@check(
    Group.POSTGRES,
    gettext_lazy("PostgreSQL’s log holds no statements"),
    looked_at=gettext_lazy("log_statement, and the logging of slow or sampled statements."),
    todo=CONFIGURE,
)
def statements_are_not_logged(place: Place) -> Iterator[str]:
    yield from _others(
        place,
        {
            "log_statement": "none",
            "log_min_duration_statement": "-1",
            "log_min_duration_sample": "-1",
            "log_transaction_sample_rate": "0",
        },
    )


@check(
    Group.POSTGRES,
    gettext_lazy("An error in it repeats nothing that somebody sent"),
    looked_at=gettext_lazy("Which part of a failing statement and of its values is logged."),
    todo=CONFIGURE,
)
def errors_repeat_nothing(place: Place) -> Iterator[str]:
    yield from _others(
        place,
        {
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length": "0",
            "log_parameter_max_length_on_error": "0",
        },
    )


@check(
    Group.POSTGRES,
    gettext_lazy("The write-ahead log is not archived"),
    looked_at=gettext_lazy("archive_mode and wal_level: an archive keeps every row ever written."),
    todo=gettext_lazy(
        "Switch the archive off and delete what it holds, or write down who may read it and for "
        "how long, and tell the members."
    ),
)
def log_is_not_archived(place: Place) -> Iterator[str]:
    yield from _others(place, {"archive_mode": "off"})
    if _settings(place, "wal_level")["wal_level"] == "logical":
        yield "wal_level = logical"


@check(
    Group.POSTGRES,
    gettext_lazy("No other database gets a copy"),
    looked_at=gettext_lazy("Publications, replication slots and standby servers."),
    todo=gettext_lazy("Drop them, or treat the copy like the original in every respect."),
)
def nothing_is_copied(place: Place) -> Iterator[str]:
    names = table_names((*ANSWERS, *NAMES))
    published = "SELECT DISTINCT pubname FROM pg_publication_tables WHERE tablename = ANY (%s)"
    for (name,) in place.rows(published, names):
        yield _("The publication %s hands on these tables.") % name
    for (name,) in place.rows("SELECT slot_name FROM pg_replication_slots"):
        yield _("The replication slot %s keeps the write-ahead log for somebody.") % name
    for (number,) in place.rows("SELECT count(*) FROM pg_stat_replication HAVING count(*) > 0"):
        yield _("Connected standby servers: %d.") % number


@check(
    Group.POSTGRES,
    gettext_lazy("Nothing in PostgreSQL collects statements"),
    looked_at=gettext_lazy("Extensions that are loaded with the server."),
    todo=CONFIGURE,
)
def nothing_listens(place: Place) -> Iterator[str]:
    loaded = " ".join(_settings(place, *PRELOADED).values())
    for name in LISTENING:
        if name in loaded:
            yield _("%s is loaded.") % name


@check(
    Group.POSTGRES,
    gettext_lazy("The list of running statements is cut short"),
    looked_at=gettext_lazy("track_activity_query_size: how much of a statement can be watched."),
    todo=CONFIGURE,
)
def running_statements_are_cut(place: Place) -> Iterator[str]:
    name = "track_activity_query_size"
    if int(_settings(place, name)[name]) > SHORT:
        yield _("%(name)s is more than %(bytes)d bytes.") % {"name": name, "bytes": SHORT}


@check(
    Group.BROKER,
    gettext_lazy("Valkey keeps nothing on the disk"),
    looked_at=gettext_lazy("Its settings “save” and “appendonly”."),
    todo=gettext_lazy('Start it with --save "" --appendonly no, and delete what it has saved.'),
)
def valkey_forgets(place: Place) -> Iterator[str]:
    client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"], socket_timeout=5)
    try:
        with client:
            there = client.config_get("save", "appendonly")
    except redis.ResponseError:
        raise CannotLook(_("Valkey does not let us read its settings.")) from None
    if there.get("save"):
        yield _("It saves a picture of itself: %s.") % there["save"]
    if there.get("appendonly") != "no":
        yield _("It writes down every change.")
