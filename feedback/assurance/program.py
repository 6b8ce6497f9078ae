"""How this program is set up: what could note, send on or hand out what it must forget."""

import logging
import re
import sys
from collections.abc import Iterator
from logging.handlers import HTTPHandler, SMTPHandler, SocketHandler, SysLogHandler
from typing import Any

from celery import current_app
from django.conf import settings
from django.utils.log import AdminEmailHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.assurance import paths
from feedback.assurance.checks import Group, Place, check

# Whose code runs with every request. Anything else was not looked through for this.
KNOWN = frozenset(
    {
        *("cop", "reports", "feedback", "caucus", "sessions_app"),
        *("django", "allauth", "crispy_forms", "csp", "django_htmx", "django_linear_migrations"),
        "whitenoise",
    }
)
# Programs that send home what a request held, however they were started.
TRACKERS = frozenset(
    {
        *("airbrake", "appsignal", "bugsnag", "datadog", "ddtrace", "elasticapm", "honeybadger"),
        *("logfire", "newrelic", "opentelemetry", "posthog", "raven", "rollbar", "scout_apm"),
        *("sentry_sdk", "silk", "debug_toolbar"),
    }
)
KEEPS_BACK = "cop.core.logs.WithoutUnnoted"
AWAY = (SMTPHandler, HTTPHandler, SocketHandler, SysLogHandler)
# At DEBUG these print statements with their values, and whole pages.
TALKATIVE = ("django.db.backends", "django.template", "celery", "psycopg", "django.request")
ALLOWED_SOURCES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "connect-src": {"'self'"},
    "base-uri": {"'none'", "'self'"},
}


@check(
    Group.PROGRAM,
    gettext_lazy("A broken page shows nobody what it held"),
    looked_at=gettext_lazy("The setting DEBUG."),
    todo=gettext_lazy("Set DEBUG to 0 and start the program again."),
)
def debug_is_off(place: Place) -> Iterator[str]:
    if settings.DEBUG:
        yield _("DEBUG is on.")


@check(
    Group.PROGRAM,
    gettext_lazy("No cookie travels with an answer"),
    looked_at=gettext_lazy(
        "The paths of both cookies, beside the addresses of the form, the box and the papers."
    ),
    todo=gettext_lazy("Set the cookies’ paths back to /in/, and keep the box’s addresses outside."),
)
def cookies_are_confined(place: Place) -> Iterator[str]:
    prefix = settings.SIGNED_IN_PREFIX
    for name in ("SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH"):
        if not getattr(settings, name).startswith(prefix):
            yield _("%(name)s is not %(prefix)s.") % {"name": name, "prefix": prefix}
    for path in paths.anonymous().values():
        if path.startswith(prefix):
            yield _("%s lies where cookies are sent.") % path


@check(
    Group.PROGRAM,
    gettext_lazy("The connection is encrypted"),
    looked_at=gettext_lazy("The settings of both cookies and of strict transport security."),
    todo=gettext_lazy("Set SITE_URL to the https address people type."),
)
def connection_is_encrypted(place: Place) -> Iterator[str]:
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"):
        if not getattr(settings, name):
            yield _("%s is off.") % name


@check(
    Group.PROGRAM,
    gettext_lazy("Pages run nobody else’s scripts and talk to nobody else"),
    looked_at=gettext_lazy("The content security policy."),
    todo=gettext_lazy("Take the foreign source out of CONTENT_SECURITY_POLICY."),
)
def pages_stay_at_home(place: Place) -> Iterator[str]:
    if "csp.middleware.CSPMiddleware" not in settings.MIDDLEWARE:
        yield _("No content security policy is sent.")
    there = settings.CONTENT_SECURITY_POLICY.get("DIRECTIVES", {})
    for directive, allowed in ALLOWED_SOURCES.items():
        if not there.get(directive):
            yield _("%s is not set.") % directive
        elif foreign := set(there[directive]) - allowed:
            yield f"{directive}: {', '.join(sorted(foreign))}"


@check(
    Group.PROGRAM,
    gettext_lazy("Nothing reports requests or errors to somebody else"),
    looked_at=gettext_lazy("Installed applications, middleware and loaded packages."),
    todo=gettext_lazy("Remove it: an error report holds what somebody was sending."),
)
def nothing_reports_home(place: Place) -> Iterator[str]:
    for path in (*settings.MIDDLEWARE, *settings.INSTALLED_APPS):
        if path.partition(".")[0] not in KNOWN:
            yield _("%s is not part of the program.") % path
    for name in sorted(TRACKERS & sys.modules.keys()):
        yield _("%s is loaded.") % name


@check(
    Group.PROGRAM,
    gettext_lazy("Nothing that goes wrong is sent by mail or over the network"),
    looked_at=gettext_lazy("Where every logger that is set up hands its lines, and ADMINS."),
    todo=gettext_lazy("Empty ADMINS, and log to the standard output alone."),
)
def errors_stay_here(place: Place) -> Iterator[str]:
    if settings.ADMINS:
        yield _("ADMINS get a mail with the whole request when a page breaks.")
    for name, handler in _handlers():
        if isinstance(handler, AWAY) and not isinstance(handler, AdminEmailHandler):
            yield _("The logger %(logger)s uses %(handler)s.") % {
                "logger": name,
                "handler": type(handler).__name__,
            }


def _handlers() -> list[tuple[str, logging.Handler]]:
    loggers = [logging.root, *map(logging.getLogger, sorted(logging.root.manager.loggerDict))]
    return [(one.name, handler) for one in loggers for handler in one.handlers]


@check(
    Group.PROGRAM,
    gettext_lazy("The program’s own log holds no statements and no pages"),
    looked_at=gettext_lazy("The level of every logger that would print them."),
    todo=gettext_lazy("Set LOG_LEVEL to WARNING and take the DEBUG level away from these loggers."),
)
def log_is_quiet(place: Place) -> Iterator[str]:
    for name in TALKATIVE:
        if logging.getLogger(name).isEnabledFor(logging.DEBUG):
            yield _("%s logs at DEBUG.") % name


@check(
    Group.PROGRAM,
    gettext_lazy("It does not say what was asked of the form, the box, the papers or a comment"),
    looked_at=gettext_lazy("The filters of every place the log goes to, and what they keep back."),
    todo=gettext_lazy("Put LOGGING and UNNOTED_PATHS back as they were shipped."),
)
def log_keeps_paths_back(place: Place) -> Iterator[str]:
    how: dict[str, Any] = settings.LOGGING
    keeping = {name for name, kept in how["filters"].items() if kept.get("()") == KEEPS_BACK}
    for name, handler in how["handlers"].items():
        if not keeping & set(handler.get("filters", ())):
            yield _("%s says everything.") % name
    for path in paths.unnoted().values():
        if not any(re.search(pattern, path) for pattern in settings.UNNOTED_PATHS):
            yield _("%s may be logged.") % path


@check(
    Group.PROGRAM,
    gettext_lazy("Background work leaves no results behind"),
    looked_at=gettext_lazy("Where Celery keeps results, and whether it reports on tasks."),
    todo=gettext_lazy("Set CELERY_RESULT_BACKEND to nothing and ignore results."),
)
def tasks_leave_nothing(place: Place) -> Iterator[str]:
    if current_app.conf.result_backend:
        yield _("Results of tasks are kept.")
    if not current_app.conf.task_ignore_result:
        yield _("Results of tasks are not ignored.")
    if current_app.conf.worker_send_task_events or current_app.conf.task_send_sent_event:
        yield _("Every task is announced with its arguments.")
