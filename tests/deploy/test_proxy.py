"""What the proxy notes, and what it passes on: read from deploy/nginx.conf."""

import contextlib
import itertools
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse

from feedback.assurance import nginx

CONFIGURATION = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text()
UNNOTED = re.findall(r"^\s+~(\S+) 0;", CONFIGURATION, re.MULTILINE)


def block(opening: str) -> str:
    """The text of a block without blocks inside."""
    return CONFIGURATION.split(opening + " {", 1)[1].split("}", 1)[0]


def is_noted(path: str) -> bool:
    return not any(re.search(pattern, path) for pattern in UNNOTED)


def addresses_of(namespace: str) -> list[str]:
    """Every named address of a namespace, filled with anything that fits."""
    prefix, resolver = get_resolver().namespace_dict[namespace]
    filled = []
    for name in (key for key in resolver.reverse_dict if isinstance(key, str)):
        pattern = resolver.reverse_dict.getlist(name)[0][0][0][0]
        wanted = re.findall(r"%\((\w+)\)s", pattern) + re.findall(r"P<(\w+)>", str(prefix))
        values = itertools.product((1, uuid.uuid4(), "2026-01-01"), repeat=len(wanted))
        for guess in values:
            kwargs = {**dict(zip(wanted, guess, strict=True)), "slug": "north"}
            kwargs = {key: kwargs[key] for key in wanted}
            with contextlib.suppress(NoReverseMatch):
                filled.append(reverse(f"{namespace}:{name}", kwargs=kwargs))
                break
        else:
            raise AssertionError(f"no value fits {namespace}:{name}")
    return filled


def test_no_address_of_the_anonymous_path_is_noted():
    addresses = addresses_of("box")
    assert addresses
    assert [path for path in addresses if is_noted(path)] == []


def test_no_address_on_the_way_to_a_ballot_or_of_one_comment_is_noted():
    # What was released is for reading, as often as one likes; a comment has no moment.
    of_comments = ("/results/review/", "/results/comments/")
    reading = ("/results/", "/anonymity/", "/questionnaires/")
    addresses = [
        path
        for path in addresses_of("feedback")
        if not any(one in path for one in reading)
        or any(one in path and not path.endswith(one) for one in of_comments)
    ]
    assert any(path.endswith("/edit/") for path in addresses)
    assert addresses
    assert [path for path in addresses if is_noted(path)] == []


def test_no_secret_of_a_calendar_feed_is_noted():
    addresses = addresses_of("calendar")
    assert addresses
    assert [path for path in addresses if is_noted(path)] == []


def test_no_link_that_works_once_is_noted():
    addresses = [path for path in addresses_of("joining_open") if path.startswith("/in/")]
    assert reverse("joining_open:invitation_open", args=[1]) in addresses
    assert [path for path in addresses if is_noted(path)] == []


@pytest.mark.parametrize("path", ["/", "/support/", "/in/c/north/", "/in/account/login/"])
def test_other_addresses_are(path):
    assert is_noted(path)


def test_program_notes_as_little_as_its_proxy():
    assert sorted(settings.UNNOTED_PATHS) == sorted(UNNOTED)


def test_only_one_log_and_it_names_nobody():
    assert re.findall(r"^\s*access_log (.+);", CONFIGURATION, re.MULTILINE) == [
        "/dev/stdout plain if=$is_noted"
    ]
    (shape,) = re.findall(r"log_format plain '(.+)';", CONFIGURATION)
    assert shape.split() == ["$time_iso8601", "$request_method", "$uri", "$status"]
    # Only the server as a whole tells more: below emerg, a request's errors print who asked.
    before, requests = CONFIGURATION.split("http {", 1)
    assert re.findall(r"error_log \S+ (\w+);", before) == ["crit"]
    assert set(re.findall(r"error_log \S+ (\w+);", requests)) == {"emerg"}


def test_box_is_told_what_it_must_know_and_not_a_header_more():
    box = block("location ~ ^/(box|feedback)/")
    assert "proxy_pass_request_headers off;" in box
    assert dict(re.findall(r"proxy_set_header (\S+) (\S+);", box)) == {
        "Host": "$host",
        "Connection": '""',
        "X-Forwarded-Proto": "$scheme",
        "Content-Type": "$content_type",
    }


def test_box_keeps_a_request_in_memory_whole():
    box = block("location ~ ^/(box|feedback)/")
    (largest,) = re.findall(r"client_max_body_size (\w+);", box)
    assert f"client_body_buffer_size {largest};" in box
    assert "proxy_hide_header Set-Cookie;" in box


def test_forwarded_headers_are_the_proxys_own():
    before = CONFIGURATION.split("location / {")[0]
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", before))
    assert headers == {
        "Host": "$host",
        "Connection": '""',
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Host": '""',
        "X-Real-IP": '""',
        "Forwarded": '""',
    }


def packed(path: str, configuration: str = CONFIGURATION) -> bool:
    """Whether a page under the path would be compressed: text/html is, whatever gzip_types says."""
    ways = nginx.ways(nginx.parse(configuration), path)
    assert ways
    return any(one.args == ("on",) for way in ways for one in way.nearest("gzip"))


def test_no_page_is_packed_lest_its_padding_be_for_nothing():
    rooms = ("home", "sessions_app", "caucus", "feedback", "box", "reports", "members")
    addresses = {path for room in rooms for path in addresses_of(room)}
    assert reverse("sessions_app:session_live", args=["north", 1]) in addresses
    assert [path for path in addresses if packed(path)] == []
    assert packed(settings.STATIC_URL + "css/circle.css")
    assert all(packed(path, CONFIGURATION.replace("gzip off", "gzip on")) for path in addresses)
