"""Certificates that are kept: once a week, on a page of each community, and in the alarms."""

import hashlib
import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse

from cop.core import registry
from feedback.assurance.checks import CannotLook, Group, Outcome, Place, check
from feedback.models import Certificate
from feedback.services import keep_certificate, keep_due
from tests.assurance.breaking import lines_that
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db


def page(as_, cast, certificate: Certificate) -> str:
    url = reverse("feedback:certificate_detail", args=[cast.community.slug, certificate.pk])
    return as_("dana").get(url).content.decode()


def test_the_text_says_everything_a_file_needs(installation):
    out = StringIO()
    call_command("audit_anonymity", stdout=out)
    text = out.getvalue()
    for words in (
        "Certificate of anonymity, 2026-11-22",
        "0 failed, 0 could not be looked at",
        "[passed] No table of answers",
        "PostgreSQL",
        "Script js/box.js",
        "What cannot be checked from inside",
        "Read and filed by (name, role, date):",
    ):
        assert words in text


def test_the_text_ends_badly_where_something_failed(installation, settings):
    settings.DEBUG = True
    out = StringIO()
    with pytest.raises(CommandError, match="1 failed"):
        call_command("audit_anonymity", stdout=out)
    assert "[FAILED] A broken page shows nobody what it held" in out.getvalue()
    assert "To do: Set DEBUG to 0" in out.getvalue()


def test_it_is_kept_only_where_that_is_asked_for(installation):
    out = StringIO()
    call_command("audit_anonymity", stdout=out)
    assert not Certificate.objects.exists()
    call_command("audit_anonymity", keep=True, stdout=out)
    assert Certificate.objects.get().fingerprint in out.getvalue()


def test_another_proxys_configuration_is_read_where_it_is_given(installation, tmp_path):
    file = tmp_path / "theirs.conf"
    file.write_text("http { server { listen 443; location / { proxy_pass http://web; } } }")
    certificate = keep_certificate(proxy_config=file)
    assert set(lines_that("failed", certificate.content)) == {
        "proxy_notes_nothing",
        "proxy_names_nobody",
        "proxy_errors_are_quiet",
        "proxy_passes_nobody_on",
    }


@pytest.mark.parametrize(
    "text", [None, "", "http {", "include sites/*.conf;", "events { } http { gzip on; }"]
)
def test_a_configuration_that_says_nothing_is_not_taken_for_a_good_one(
    installation, tmp_path, text
):
    file = tmp_path / "theirs.conf"
    if text is not None:
        file.write_text(text)
    certificate = keep_certificate(proxy_config=file)
    unknown = lines_that("unknown", certificate.content)
    assert {key for key in unknown if key.startswith("proxy")} == set(unknown)
    assert len(unknown) == 4


def test_the_look_cannot_write(installation, cast, monkeypatch):
    """Not even a check that would."""
    monkeypatch.setattr("feedback.assurance.checks.CHECKS", [])

    @check(Group.TABLES, "Writes", looked_at="x", todo="x")
    def writes(place: Place):
        cast.community.save()
        yield "it could"

    line = keep_certificate().content["lines"][0]
    assert line["outcome"] == Outcome.UNKNOWN
    cast.community.save()  # afterwards everybody can


def test_what_the_database_does_not_let_us_see_is_said(installation):
    with pytest.raises(CannotLook, match="no_such_table"):
        Place.here().rows("SELECT * FROM no_such_table")
    assert Place.here().rows("SELECT 1") == [(1,)]


def test_the_fingerprint_is_the_hash_of_the_content_as_json(installation):
    certificate = Certificate.objects.get(pk=keep_certificate().pk)
    text = json.dumps(
        certificate.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert certificate.fingerprint == hashlib.sha256(text.encode()).hexdigest()


def test_it_is_made_once_a_week(installation):
    with time_machine.travel("2026-11-22T10:00Z") as clock:
        keep_due()
        keep_due()
        clock.move_to("2026-11-28T10:00Z")
        keep_due()
        assert Certificate.objects.count() == 1
        clock.move_to("2026-11-29T10:00Z")
        keep_due()
    assert Certificate.objects.count() == 2


def test_failures_stand_among_the_alarms_until_they_are_mended(installation, settings):
    def alarm() -> int:
        return registry.alarms()["anonymity checks failed"]

    assert alarm() == 0
    settings.DEBUG = True
    keep_certificate()
    assert alarm() == 1
    settings.DEBUG = False
    keep_certificate()
    assert alarm() == 0


def test_the_page_says_what_failed_and_what_to_do(installation, cast, as_, settings):
    settings.ADMINS = [("Marian", "marian@example.org")]
    made = keep_certificate()
    document = parse(page(as_, cast, made))
    failed = [row for row in select(document, "tbody tr") if "Failed" in texts([row])[0]]
    assert len(failed) == 1
    assert "ADMINS get a mail" in texts(failed)[0]
    assert "Empty ADMINS" in texts(failed)[0]
    assert "whoever runs the installation" in texts(select(document, ".govuk-warning-text"))[0]
    assert made.fingerprint in texts(select(document, "code"))[0]
    assert texts(select(document, "dt"))[:2] == ["Address", "Commit"]


def test_the_page_says_so_where_nothing_failed(installation, cast, as_):
    document = parse(page(as_, cast, keep_certificate()))
    assert select(document, ".govuk-warning-text") == []
    assert "Nothing was found" in texts(select(document, ".circle-lead"))[0]


def test_a_certificate_somebody_changed_confirms_nothing(installation, cast, as_, settings):
    settings.DEBUG = True
    made = keep_certificate()
    for line in made.content["lines"]:
        line.update(outcome="passed", found=[], todo="")
    made.failed = 0
    made.save()
    warning = texts(select(parse(page(as_, cast, made)), ".govuk-warning-text"))
    assert "changed this certificate" in warning[0]


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_asks_as_often_for_ten_as_for_one(
    in_order, cast, as_, django_assert_num_queries, number
):
    for _each in range(number):
        Certificate.objects.create(
            made_on="2026-11-22", content={"lines": []}, fingerprint="0", failed=0, unknown=1
        )
    browser, url = as_("dana"), reverse("feedback:certificate_list", args=[cast.community.slug])
    browser.get(url)
    with django_assert_num_queries(7):
        response = browser.get(url)
    assert len(select(parse(response.content.decode()), "tbody tr")) == number


def test_the_governance_page_leads_there(cast, as_):
    response = as_("dana").get(reverse("governance:stage_list", args=[cast.community.slug]))
    assert reverse("feedback:certificate_list", args=[cast.community.slug]).encode() in (
        response.content
    )


def test_a_database_that_is_gone_is_not_taken_for_a_good_one(installation, monkeypatch):
    def gone(_self, _sql, *_values):
        raise DatabaseError

    monkeypatch.setattr(Place, "rows", gone)
    outcomes = {line["outcome"] for line in keep_certificate().content["lines"][:10]}
    assert outcomes == {"unknown"}
