"""The few rules of nginx's configuration that decide what is noted."""

import pytest

from feedback.assurance import nginx

SERVER = "http { %s server { %s location / { %s } location ~ ^/box/ { %s } } }"


def noted(text: str, path: str) -> bool:
    return any(nginx.log_formats(way, path) for way in nginx.ways(nginx.parse(text), path))


@pytest.mark.parametrize(
    ("http", "server", "root", "box", "is_noted"),
    [
        ("", "", "", "", True),  # nginx notes everything by itself
        ("access_log off;", "", "", "", False),
        ("access_log off;", "access_log /b;", "", "", True),
        ("access_log /a;", "access_log off;", "", "", False),
        ("access_log /a;", "", "access_log off;", "", True),  # of the other location
        ("access_log /a;", "", "", "access_log off;", False),
        ("access_log off;", "", "", "access_log /b;", True),
        ("map $uri $n { default 1; ~^/box/ 0; } access_log /a combined if=$n;", "", "", "", False),
        ("map $uri $n { default 1; ~^/BOX/ 0; } access_log /a combined if=$n;", "", "", "", True),
        ("map $uri $n { default 1; ~*^/BOX/ 0; } access_log /a combined if=$n;", "", "", "", False),
        ("map $uri $n { default 0; /box/1/ 1; } access_log /a combined if=$n;", "", "", "", True),
        ("map $uri $n { ~^/in/ 1; } access_log /a combined if=$n;", "", "", "", False),
        ("map $status $n { default 0; } access_log /a combined if=$n;", "", "", "", True),
        ("access_log /a combined if=$nowhere;", "", "", "", True),
    ],
)
def test_whether_a_request_for_the_box_is_noted(http, server, root, box, is_noted):
    assert noted(SERVER % (http, server, root, box), "/box/1/") is is_noted


@pytest.mark.parametrize(
    ("locations", "path", "answers"),
    [
        ("location / { } location /box { }", "/box/1/", "/box"),
        ("location /box { } location ~ ^/b { }", "/box/1/", "^/b"),
        ("location ^~ /box { } location ~ ^/b { }", "/box/1/", "/box"),
        ("location ~ ^/b { } location ~ ^/box { }", "/box/1/", "^/b"),
        ("location = /box { } location /box { }", "/box", "/box"),
        ("location ~ ^/B { } location / { }", "/box", "/"),
        ("location ~* ^/B { } location / { }", "/box", "^/B"),
    ],
)
def test_the_location_that_answers(locations, path, answers):
    main = nginx.parse(f"http {{ server {{ {locations} }} }}")
    (way,) = nginx.ways(main, path)
    assert way.levels[0].args[-1] == answers


def test_quoted_words_and_comments():
    main = nginx.parse('log_format a \'one ; {two}\' "three\\""; # four;\ngzip on;')
    assert [(one.name, one.args) for one in main.block] == [
        ("log_format", ("a", "one ; {two}", 'three"')),
        ("gzip", ("on",)),
    ]


def test_what_nginx_itself_prints_is_read_with_its_files_in_their_places():
    printed = (
        "# configuration file /etc/nginx/nginx.conf:\n"
        "http { include /etc/nginx/mime.types; include conf.d/*.conf; }\n"
        "# configuration file /etc/nginx/conf.d/box.conf:\n"
        "access_log off; server { location / { } }\n"
    )
    assert not noted(printed, "/box/1/")
    assert noted(printed.replace("access_log off; ", ""), "/box/1/")


@pytest.mark.parametrize(
    "text", ["http {", "}", "http { include elsewhere.conf; }", "http { include sites/*; }", "{ }"]
)
def test_what_cannot_be_followed_is_refused(text):
    with pytest.raises(nginx.Unreadable):
        nginx.parse(text)
