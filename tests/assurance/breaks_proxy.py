"""Proxies that write down, or hand on, who came."""

from tests.assurance.breaking import Installation, breaks

LOG = "access_log /dev/stdout plain if=$is_noted;"


@breaks("proxy_notes_nothing")
def everything_is_noted(installation: Installation) -> None:
    installation.proxy((LOG, "access_log /dev/stdout plain;"))


@breaks("proxy_notes_nothing")
def the_box_is_noted_in_its_own_place(installation: Installation) -> None:
    installation.proxy(
        ("location ~ ^/(box|feedback)/ {", "location ~ ^/(box|feedback)/ { access_log /b plain;")
    )


@breaks("proxy_notes_nothing")
def papers_are_noted(installation: Installation) -> None:
    installation.proxy(("~^/in/c/[^/]+/feedback/ 0;", ""), ("~/(ballot|paper)s?/ 0;", ""))


@breaks("proxy_names_nobody")
def addresses_are_noted(installation: Installation) -> None:
    installation.proxy(("'$time_iso8601 ", "'$remote_addr $time_iso8601 "))


@breaks("proxy_names_nobody")
def the_usual_format(installation: Installation) -> None:
    installation.proxy((LOG, "access_log /dev/stdout combined if=$is_noted;"))


@breaks("proxy_errors_are_quiet")
def errors_print_requests(installation: Installation) -> None:
    shipped = (installation.settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    directive = next(
        line.strip() for line in shipped.splitlines() if line.strip().startswith("error_log /dev/n")
    )
    installation.proxy((directive, "error_log /var/log/box warn;"))


@breaks("proxy_passes_nobody_on")
def addresses_are_passed_on(installation: Installation) -> None:
    installation.proxy(
        (
            "location ~ ^/(box|feedback)/ {",
            "location ~ ^/(box|feedback)/ { proxy_set_header X-Client $remote_addr;",
        )
    )


@breaks("proxy_passes_nobody_on")
def the_box_has_no_place_of_its_own(installation: Installation) -> None:
    installation.proxy(
        ("location ~ ^/(box|feedback)/ {", "location ~ ^/(elsewhere)/ {"),
        ("error_log /dev/stderr crit;", "error_log /dev/stderr emerg;"),
    )
