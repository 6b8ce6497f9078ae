"""Keys left open, settings turned, mail and files that say too much."""

import datetime as dt
import io
import logging
import os
import sys
import tarfile
from logging.handlers import HTTPHandler
from types import ModuleType
from uuid import uuid4

import redis
from celery import current_app
from django.conf import settings as configured
from django.contrib import admin

from cop.core import clock, registry
from cop.core.registry import Audited, Holding
from cop.post.models import Message
from feedback.box import keys
from feedback.models import Envelope, Slip
from tests.assurance.breaking import Installation, breaks
from tests.assurance.breaks_tables import an_open_survey
from tests.feedback import ballots


@breaks("keys_lie_apart")
def keys_are_served(installation: Installation) -> None:
    installation.settings.STATIC_ROOT = installation.settings.KEY_DIR.parent


@breaks("keys_lie_apart")
def keys_lie_beside_the_database(installation: Installation) -> None:
    folder = installation.settings.KEY_DIR
    installation.sql("CREATE SCHEMA broken")
    installation.sql(
        "CREATE FUNCTION broken.current_setting(text, boolean) RETURNS text LANGUAGE sql"
        f" AS $$ SELECT '{folder.parent}' $$"
    )
    installation.sql("SET LOCAL search_path = broken, pg_catalog, public")


@breaks("keys_are_private")
def everybody_reads_the_folder(installation: Installation) -> None:
    installation.settings.KEY_DIR.chmod(0o755)


@breaks("keys_are_private")
def the_group_reads_a_key(installation: Installation) -> None:
    survey = an_open_survey(installation)
    (installation.settings.KEY_DIR / str(survey.pk) / keys.BOX).chmod(0o640)


@breaks("keys_are_private")
def keys_are_somebody_elses(installation: Installation) -> None:
    installation.monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)


@breaks("keys_are_gone_in_time")
def a_key_of_nothing_is_old(installation: Installation) -> None:
    owner = uuid4()
    keys.make_period_key(owner)
    long_ago = (clock.now() - dt.timedelta(days=10)).timestamp()
    os.utime(installation.settings.KEY_DIR / str(owner), (long_ago, long_ago))


@breaks("keys_are_gone_in_time")
def a_survey_was_never_counted(installation: Installation) -> None:
    survey = an_open_survey(installation)
    day = dt.date(2026, 11, 1)
    type(survey).objects.filter(pk=survey.pk).update(closes_on=day)


@breaks("open_surveys_have_keys")
def a_paper_key_is_lost(installation: Installation) -> None:
    survey = an_open_survey(installation)
    (installation.settings.KEY_DIR / str(survey.pk) / keys.PAPER).unlink()


@breaks("open_surveys_have_keys")
def a_periods_key_is_lost(installation: Installation) -> None:
    keys.destroy(an_open_survey(installation).period_id)


@breaks("no_key_in_backups")
def keys_are_in_a_backup(installation: Installation) -> None:
    copy = installation.settings.BACKUP_DIR / "all" / str(uuid4()) / keys.BOX
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"x" * 32)


@breaks("no_key_in_backups")
def keys_are_in_an_archive(installation: Installation) -> None:
    with tarfile.open(installation.settings.BACKUP_DIR / "volume.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(f"keys/{uuid4()}/{keys.PAPER}"), io.BytesIO())


@breaks("debug_is_off")
def debug_is_on(installation: Installation) -> None:
    installation.settings.DEBUG = True


@breaks("cookies_are_confined")
def cookies_go_everywhere(installation: Installation) -> None:
    installation.settings.SESSION_COOKIE_PATH = "/"


@breaks("cookies_are_confined")
def the_box_lies_inside(installation: Installation) -> None:
    installation.settings.SIGNED_IN_PREFIX = "/box/"
    installation.settings.SESSION_COOKIE_PATH = installation.settings.CSRF_COOKIE_PATH = "/box/"


@breaks("connection_is_encrypted")
def cookies_in_clear(installation: Installation) -> None:
    installation.settings.SESSION_COOKIE_SECURE = False


@breaks("pages_stay_at_home")
def pages_may_call_elsewhere(installation: Installation) -> None:
    policy = {**installation.settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
    policy["script-src"] = ["'self'", "https://cdn.example.org"]
    installation.settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}


@breaks("pages_stay_at_home")
def no_policy_is_sent(installation: Installation) -> None:
    installation.settings.MIDDLEWARE = [
        one for one in installation.settings.MIDDLEWARE if not one.startswith("csp.")
    ]


@breaks("nothing_reports_home")
def a_middleware_watches(installation: Installation) -> None:
    installation.settings.MIDDLEWARE = [*installation.settings.MIDDLEWARE, "watcher.Middleware"]


@breaks("nothing_reports_home")
def an_error_tracker_is_loaded(installation: Installation) -> None:
    installation.monkeypatch.setitem(sys.modules, "sentry_sdk", ModuleType("sentry_sdk"))


@breaks("errors_stay_here")
def errors_go_by_mail(installation: Installation) -> None:
    installation.settings.ADMINS = [("Marian", "marian@example.org")]


@breaks("errors_stay_here")
def errors_go_to_a_collector(installation: Installation) -> None:
    logger, handler = logging.getLogger("django.request"), HTTPHandler("logs.example.org", "/")
    logger.addHandler(handler)
    installation.afterwards(lambda: logger.removeHandler(handler))


@breaks("log_is_quiet")
def statements_are_printed(installation: Installation) -> None:
    logger = logging.getLogger("django.db.backends")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    installation.afterwards(lambda: logger.setLevel(before))


@breaks("log_keeps_paths_back")
def a_handler_says_everything(installation: Installation) -> None:
    logging_as_shipped = installation.settings.LOGGING
    file = {"class": "logging.FileHandler", "filename": "/var/log/circle.log"}
    installation.settings.LOGGING = {
        **logging_as_shipped,
        "handlers": {**logging_as_shipped["handlers"], "file": file},
    }


@breaks("log_keeps_paths_back")
def papers_are_not_kept_back(installation: Installation) -> None:
    installation.settings.UNNOTED_PATHS = ["^/box/", "^/feedback/"]


@breaks("tasks_leave_nothing")
def results_of_tasks_are_kept(installation: Installation) -> None:
    turned(installation, "result_backend", configured.REDIS_URL)


@breaks("tasks_leave_nothing")
def tasks_are_announced(installation: Installation) -> None:
    turned(installation, "task_send_sent_event", True)


def turned(installation: Installation, name: str, value: object) -> None:
    before = getattr(current_app.conf, name)
    setattr(current_app.conf, name, value)
    installation.afterwards(lambda: setattr(current_app.conf, name, before))


@breaks("statements_are_not_logged")
def every_statement_is_logged(installation: Installation) -> None:
    installation.sql("SET LOCAL log_statement = 'all'")


@breaks("statements_are_not_logged")
def slow_statements_are_logged(installation: Installation) -> None:
    installation.sql("SET LOCAL log_min_duration_statement = '5min'")


@breaks("errors_repeat_nothing")
def failing_statements_are_logged(installation: Installation) -> None:
    installation.sql("SET LOCAL log_min_error_statement = 'error'")


@breaks("errors_repeat_nothing")
def failing_rows_are_logged(installation: Installation) -> None:
    installation.sql("SET LOCAL log_error_verbosity = 'default'")


@breaks("log_is_not_archived")
def the_log_is_archived(installation: Installation) -> None:
    installation.pretend_setting("archive_mode", "on")


@breaks("log_is_not_archived")
def the_log_can_be_decoded(installation: Installation) -> None:
    installation.pretend_setting("wal_level", "logical")


@breaks("nothing_is_copied")
def envelopes_are_published(installation: Installation) -> None:
    installation.sql("CREATE PUBLICATION elsewhere FOR TABLE feedback_envelope")


@breaks("nothing_listens")
def statements_are_collected(installation: Installation) -> None:
    installation.pretend_setting("shared_preload_libraries", "timescaledb, pg_stat_statements")


@breaks("running_statements_are_cut")
def whole_statements_can_be_watched(installation: Installation) -> None:
    installation.pretend_setting("track_activity_query_size", "1048576")


@breaks("valkey_forgets")
def valkey_saves(installation: Installation) -> None:
    client = redis.Redis.from_url(configured.CACHES["default"]["LOCATION"])
    before = client.config_get("save")["save"]
    client.config_set("save", "86400 1000000")
    installation.afterwards(lambda: client.config_set("save", before))


@breaks("survey_mail_names_nobody")
def the_mail_has_a_link_of_ones_own(installation: Installation) -> None:
    folder = installation.folder / "templates" / "mail"
    folder.mkdir(parents=True)
    (folder / "feedback_open.txt").write_text("{{ url }}?for={{ recipient }}")
    templates = installation.settings.TEMPLATES[0]
    installation.settings.TEMPLATES = [
        {**templates, "DIRS": [folder.parent, *templates["DIRS"]]},
    ]


@breaks("survey_mails_are_alike")
def each_mail_has_a_link_of_its_own(installation: Installation) -> None:
    cast, survey = installation.cast, uuid4()
    for number, name in enumerate(("rosa", "will")):
        Message.objects.create(
            community_id=cast.community.pk,
            kind="feedback_open",
            to=cast.people[name].email,
            subject="Feedback is open",
            text=f"https://circle.example/feedback/{survey}/?k={number}",
        )


@breaks("no_file_holds_answers")
def envelopes_are_handed_out(installation: Installation) -> None:
    a_holding(installation, Envelope, withheld="")


@breaks("no_file_holds_answers")
def papers_are_handed_out_after_all(installation: Installation) -> None:
    """It says that it withholds them, and hands them out."""
    survey = an_open_survey(installation)
    rosa = installation.cast.members["rosa"]
    ballots.collect(rosa, survey)
    a_holding(installation, Slip, withheld="Nobody can find yours.")


def a_holding(installation: Installation, model: type, *, withheld: str) -> None:
    planted = Holding(
        key="planted",
        title="Planted",
        models=(model._meta.label,),
        what="x",
        why="x",
        readers=("own",),
        kept=lambda _community: "",
        export=lambda _subject: [{"answer": 5}],
        erase=lambda _subject: 0,
        withheld=withheld,
    )
    installation.monkeypatch.setattr(registry, "holdings", [*registry.holdings, planted])


@breaks("support_desk_shows_none")
def slips_are_listed(installation: Installation) -> None:
    admin.site.register(Slip)
    installation.afterwards(lambda: admin.site.unregister(Slip))


@breaks("record_knows_no_answers")
def answering_is_on_record(installation: Installation) -> None:
    planted = Audited("envelope", "an envelope", {})
    installation.monkeypatch.setattr(registry, "audited", [*registry.audited, planted])
