"""The frame of every page: nothing inline, a strict policy, a way out, no stray cookie."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from cop.core import registry
from tests.pages import parse, select

ROOT = Path(settings.BASE_DIR)
# Lies in a ZIP on people's own disks, so its style is its own and no policy of ours reaches it.
ALONE = ROOT / "templates/rights/my_data_file.html"
PAGES = sorted(set((ROOT / "templates").rglob("*.html")) - {ALONE})
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without src": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "a data: address": re.compile(r"(?:src|href)\s*=\s*[\"']data:", re.IGNORECASE),
    "another host's script, style or image": re.compile(
        r"<(?:script|link|img)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


class Place:
    name = "North & <b>Bold</b>"
    slug = "north"


class Somebody:
    community = Place()


def test_the_walk_finds_the_templates():
    assert ROOT / "templates/base.html" in PAGES
    assert len(PAGES) > 40


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_style_or_script(page):
    text = page.read_text()
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "text",
    ['<p style="x">', "<style>", '<a onclick="x">', "<script>x</script>", '<img src="data:x">',
     '<a href="javascript:x">', '<script src="https://cdn.example/x.js">'],
)  # fmt: skip
def test_the_search_would_find_one(text):
    assert any(pattern.search(text) for pattern in INLINE.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles(page):
    engines["django"].get_template(str(page.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("address", ["/support/", "/accessibility/"])
def test_public_pages_need_no_database_no_cookie_and_carry_the_policy(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    policy = dict(
        part.strip().split(" ", 1)
        for part in response.headers["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    page = parse(response.content)
    assert len(select(page, "h1")) == 1
    assert select(page, "a.govuk-skip-link")[0].get("href") == "#main"
    assert select(page, f'a[data-circle-exit][href="{settings.QUICK_EXIT_URL}"]')


def test_support_names_everyone_it_must_and_the_independent_contact(client, settings):
    settings.SUPPORT_CONTACT = "Dr <Independent>, 0113 000 0000"

    page = client.get("/support/").content.decode()

    for words in ("116 123", "union", "Freedom to Speak Up", "racism", "Quick exit"):
        assert words in page
    assert "Dr &lt;Independent&gt;, 0113 000 0000" in page


def test_the_header_names_the_community_and_marks_the_section(monkeypatch):
    items = [("Sessions & more", "/s/", "sessions"), ("Members", "/m/", "members")]
    monkeypatch.setattr(registry, "nav_items", [lambda actor: items])
    request = RequestFactory().get("/in/")
    request.user = AnonymousUser()
    context = {"actor": Somebody(), "nav_key": "sessions"}

    page = parse(render_to_string("base.html", context, request))

    assert select(page, ".circle-place__name")[0].text_content() == Place.name
    links = select(page, "nav a")
    assert [link.text_content() for link in links] == ["Sessions & more", "Members"]
    assert [link.get("aria-current") for link in links] == ["true", None]


def test_a_page_without_cookies_never_asks_who_is_looking():
    class Forbidden:
        def __getattr__(self, name):
            raise AssertionError(f"asked for {name}")

    request = RequestFactory().get("/feedback/")
    context = {"user": Forbidden(), "actor": Forbidden(), "messages": Forbidden()}
    with_user = {**context, "user": AnonymousUser()}

    assert "Quick exit" in render_to_string("base_box.html", context)
    with pytest.raises(AssertionError):
        render_to_string("base.html", with_user, request)


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_pages_need_nothing(name):
    page = parse(render_to_string(name))
    assert len(select(page, "h1")) == 1
    assert select(page, 'a[href="/support/"]')


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_say_one_thing_calmly(name):
    page = parse(render_to_string(name))
    assert len(select(page, "main h1")) == 1


def test_the_committed_style_sheet_is_what_its_sources_give():
    done = subprocess.run(
        [sys.executable, str(ROOT / "assets/build.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_another_house_is_shipped():
    """govuk-frontend outside GOV.UK: without its typeface, its crown and its pictures."""
    css = (ROOT / "static/css/circle.css").read_text()
    assert "GDS Transport" not in css
    assert "data:" not in css
    names = [path.name.lower() for path in (ROOT / "static").rglob("*")]
    assert not [name for name in names if "crown" in name or "crest" in name or "gds" in name]
    for folder in ("vendor/govuk-frontend/LICENSE.txt", "vendor/htmx/LICENSE", "fonts/OFL.txt"):
        assert (ROOT / "static" / folder).exists()
