"""What the proxy in front writes down of the way to the box, and hands on to the program."""

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.assurance import nginx, paths
from feedback.assurance.checks import CannotLook, Group, Place, check
from feedback.assurance.nginx import Directive, Way

# Variables that say who, from where, with what, or how long.
TELLING = re.compile(
    r"\$\{?(remote_|binary_remote_addr|realip_|proxy_protocol_|proxy_add_x_forwarded_for|http_"
    r"|cookie_|request_length|bytes_sent|body_bytes_sent|content_length|request_body|args\b"
    r"|query_string|request_uri|request\b|arg_|ssl_session_id|ssl_client|sent_http_|upstream_http_"
    r"|connection\b)"
)
NAMES_THEM = frozenset(
    {
        "authorization",
        "cookie",
        "forwarded",
        "referer",
        "user-agent",
        "x-forwarded-for",
        "x-real-ip",
    }
)
ONLY_IF_ALL_STOPS = frozenset({"crit", "alert", "emerg"})
CONFIGURE = gettext_lazy(
    "Take the proxy’s settings from deploy/nginx.conf, reload it, and delete the logs written so "
    "far. Check the running proxy with: nginx -T > FILE, then audit_anonymity --proxy-config FILE."
)
LOOKED_AT_FILE = gettext_lazy("The proxy’s configuration named above, read as nginx would.")


def _main(place: Place) -> Directive:
    try:
        main = nginx.parse(place.proxy_config.read_text())
    except FileNotFoundError:
        raise CannotLook(_("There is no such file: %s.") % place.proxy_config) from None
    except (nginx.Unreadable, ValueError) as what:
        raise CannotLook(_("It cannot be followed from here: %s.") % what) from None
    if not nginx.ways(main, "/"):
        raise CannotLook(_("It describes no server. Give the whole of it: nginx -T > FILE."))
    return main


def _everywhere(place: Place, asked: dict[str, str]) -> Iterator[tuple[str, str, Way]]:
    main = _main(place)
    for words, path in asked.items():
        for way in nginx.ways(main, path):
            yield words, path, way


@check(
    Group.PROXY,
    gettext_lazy("It notes nothing of who collects a paper, sends an answer or edits a comment"),
    looked_at=LOOKED_AT_FILE,
    todo=CONFIGURE,
)
def proxy_notes_nothing(place: Place) -> Iterator[str]:
    noted = {
        words: path
        for words, path, way in _everywhere(place, paths.unnoted())
        if nginx.log_formats(way, path)
    }
    for words, path in noted.items():
        yield _("It notes requests for %(words)s: %(path)s") % {"words": words, "path": path}


@check(
    Group.PROXY,
    gettext_lazy("What it notes of other pages names nobody"),
    looked_at=gettext_lazy(
        "Whether its notes hold an address, a browser, a length, a cookie or a query: signing in "
        "and reading are noted by path and moment alone."
    ),
    todo=CONFIGURE,
)
def proxy_names_nobody(place: Place) -> Iterator[str]:
    others = {"sign-in": reverse("account_request_login_code"), "home": reverse("home:home")}
    formats = {
        one for _w, path, way in _everywhere(place, others) for one in nginx.log_formats(way, path)
    }
    telling = {found.group(0) for one in formats for found in TELLING.finditer(one)}
    if telling:
        yield _("Its notes hold %s.") % ", ".join(sorted(telling))


@check(
    Group.PROXY,
    gettext_lazy("Its error log does not print requests for the form or the box"),
    looked_at=LOOKED_AT_FILE,
    todo=CONFIGURE,
)
def proxy_errors_are_quiet(place: Place) -> Iterator[str]:
    loud = {
        words
        for words, _path, way in _everywhere(place, paths.anonymous())
        if not _is_quiet(way.nearest("error_log"))
    }
    for words in sorted(loud):
        yield _("An error prints the request for %s.") % words


def _is_quiet(logs: list[Directive]) -> bool:
    return bool(logs) and all(
        one.args[0] == "/dev/null" or (len(one.args) > 1 and one.args[1] in ONLY_IF_ALL_STOPS)
        for one in logs
    )


@check(
    Group.PROXY,
    gettext_lazy("The program does not hear who sends an answer"),
    looked_at=gettext_lazy(
        "Which headers the proxy passes on to the form and the box: neither a cookie nor the "
        "address, nor the browser."
    ),
    todo=CONFIGURE,
)
def proxy_passes_nobody_on(place: Place) -> Iterator[str]:
    passed = {
        f"{words}: {header}"
        for words, _path, way in _everywhere(place, paths.anonymous())
        for header in _passed_on(way)
    }
    yield from sorted(passed)


def _passed_on(way: Way) -> set[str]:
    set_here = {
        one.args[0].lower(): one.args[1] for one in way.nearest("proxy_set_header") if one.args[1:]
    }
    telling = {name for name, value in set_here.items() if TELLING.search(value)}
    whether = way.nearest("proxy_pass_request_headers")
    if whether and whether[0].args == ("off",):
        return telling
    return telling | {name for name in NAMES_THEM if set_here.get(name) != ""}
