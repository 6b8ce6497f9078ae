"""Testimonials: a member's own words and name, for the uses they chose, taken back at any time."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cop.audit.models import Entry
from cop.core import clock
from cop.core.errors import Refused
from cop.core.registry import Subject
from reports.content import digest_of, report_data
from reports.enums import TestimonialUse as Use
from reports.holdings import TESTIMONIALS
from reports.models import Edition, Report
from reports.models import Testimonial as Signed
from reports.render.html import document_context
from reports.selectors import own_testimonials, signed_testimonials
from reports.services import begin_report, sign_testimonial, withdraw_testimonial
from reports.testimonials import signed_for
from tests.pages import parse, select, texts
from tests.people import Cast, sign_in
from tests.reports import editions

WORDS = "I found people to think with.\nI stay for them."
DATES = {"from_on": dt.date(2026, 1, 1), "to_on": dt.date(2026, 12, 31)}


def signed(cast: Cast, who: str = "rosa", **more: object) -> Signed:
    given = {"words": WORDS, "named_as": "Rosa D.", "uses": ["report"], **more}
    return sign_testimonial(actor=cast.actor(who), **given)  # type: ignore[arg-type]


@pytest.fixture
def report(cast: Cast) -> Report:
    report = begin_report(actor=cast.actor("bilal"), title="Our year", **DATES)
    report.sections.create(kind="testimonials", title="In members’ own words", position=40)
    return report


def frozen(report: Report) -> Edition:
    content = report_data(report)
    return Edition.objects.create(
        report=report,
        number=report.editions.count() + 1,
        published_at=clock.now(),
        content=content,
        digest=digest_of(content),
        erratum="A date." if report.editions.exists() else "",
    )


def printed(report: Report) -> list[str]:
    return [one["words"] for one in report_data(report)["testimonials"]]


def test_words_name_and_uses_are_kept_as_signed(cast: Cast):
    one = signed(cast, words=f"  {WORDS}\u200b ", uses=["report", "leaders"])
    assert (one.words, one.named_as, one.withdrawn_on) == (WORDS, "Rosa D.", None)
    assert (one.in_report, one.in_newsletter, one.for_leaders) == (True, False, True)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"words": " \u200b"}, "Write your words"),
        ({"named_as": " "}, "Write your words"),
        ({"uses": []}, "at least one place"),
    ],
)
def test_nothing_is_signed_with_something_missing(cast: Cast, missing, says):
    with pytest.raises(Refused, match=says):
        signed(cast, **missing)


@pytest.mark.parametrize("who", ["grace", "ines", "nkechi", "okafor", "dana"])
def test_only_members_sign(cast: Cast, who: str):
    with pytest.raises(PermissionDenied):
        signed(cast, who)


def test_each_use_has_its_own(cast: Cast):
    signed(cast, words="For the report.")
    signed(cast, "will", words="For the newsletter.", uses=["newsletter"])
    for use, words in (
        (Use.REPORT, ["For the report."]),
        (Use.NEWSLETTER, ["For the newsletter."]),
        (Use.LEADERS, []),
    ):
        found = signed_for(cast.community, use)
        assert [one.words for one in found] == words


def test_a_report_prints_them_word_for_word_where_it_has_the_section(cast: Cast, report: Report):
    said = "**Not** bold, {{ attendance.total }} <b>people</b> [@nobody2020]"
    signed(cast, words=said)
    signed(cast, "will", words="For a newsletter alone.", uses=["newsletter"])
    [section] = [
        one
        for one in document_context(report_data(report))["document"].sections
        if one.id == "section-testimonials"
    ]
    assert section.context["voices"] == [{"named_as": "Rosa D.", "words": said}]
    report.sections.filter(kind="testimonials").delete()
    assert "testimonials" not in report_data(report)


def test_the_page_prints_them_as_text(cast: Cast, report: Report, client: Client):
    said = "**Not** bold, {{ attendance.total }} <b>people</b>"
    signed(cast, words=said)
    sign_in(client, cast.bilal)
    address = reverse("reports:report_read", args=[cast.community.slug, report.pk])
    assert escape(said) in client.get(address).content.decode()


def test_what_is_taken_back_leaves_the_draft_and_stays_in_the_edition(cast: Cast, report: Report):
    one, edition = signed(cast), frozen(report)
    withdraw_testimonial(actor=cast.actor("rosa"), testimonial_id=one.pk)
    assert printed(report) == []
    edition.refresh_from_db()
    assert edition.content["testimonials"] == [{"named_as": "Rosa D.", "words": WORDS}]
    assert frozen(report).content["testimonials"] == []
    [left] = own_testimonials(cast.actor("rosa"))
    assert left.withdrawn_on is not None
    assert not signed_testimonials(cast.actor("bilal")).exists()


def test_what_no_edition_holds_is_deleted_when_taken_back(cast: Cast):
    one = signed(cast)
    withdraw_testimonial(actor=cast.actor("rosa"), testimonial_id=one.pk)
    assert not Signed.objects.exists()
    with pytest.raises(Http404):
        withdraw_testimonial(actor=cast.actor("rosa"), testimonial_id=one.pk)


def test_nobody_takes_back_or_changes_somebody_elses(cast: Cast):
    one = signed(cast)
    with pytest.raises(Http404):
        withdraw_testimonial(actor=cast.actor("will"), testimonial_id=one.pk)
    with pytest.raises(PermissionDenied):
        withdraw_testimonial(actor=cast.actor("ines"), testimonial_id=one.pk)
    assert list(own_testimonials(cast.actor("will"))) == []


def test_who_makes_texts_reads_the_chosen_name_and_no_other(cast: Cast, client: Client):
    signed(cast, named_as="A psychologist in Leeds")
    sign_in(client, cast.amara)
    page = client.get(reverse("reports:testimonial_list", args=[cast.community.slug]))
    assert texts(select(parse(page.content), "blockquote footer")) == ["A psychologist in Leeds"]
    assert "Rosa" not in page.content.decode()
    for who in ("rosa", "ines", "okafor", "dana", "grace"):
        with pytest.raises(PermissionDenied):
            signed_testimonials(cast.actor(who))


def test_the_own_page_says_where_it_stands(cast: Cast, report: Report, client: Client):
    one = signed(cast)
    frozen(report)
    sign_in(client, cast.rosa)
    address = reverse("reports:testimonial_own", args=[cast.community.slug])
    page = parse(client.get(address).content)
    assert "Our year, edition 1" in texts(select(page, "dd"))
    assert "This is not anonymous" in texts(select(page, ".govuk-inset-text"))[0]
    client.post(
        reverse("reports:testimonial_withdraw", args=[cast.community.slug, one.pk]), follow=True
    )
    said = " ".join(texts(select(parse(client.get(address).content), "dd")))
    assert "A published edition does not change, so it stays there." in said


def test_who_has_left_stands_in_nothing_new(cast: Cast, report: Report):
    signed(cast)
    rosa = cast.members["rosa"]
    rosa.left_on = clock.today(cast.community.time_zone)
    rosa.save()
    assert printed(report) == []
    assert not signed_testimonials(cast.actor("bilal")).exists()


def test_export_and_erasure(cast: Cast, report: Report):
    signed(cast)
    signed(cast, "will", words="Another’s.")
    edition = frozen(report)
    subject = Subject(cast.community, cast.rosa, cast.members["rosa"])
    [mine] = TESTIMONIALS.export(subject)
    assert (mine["words"], mine["named as"]) == (WORDS, "Rosa D.")
    assert mine["for"] == ["The annual report"]
    assert TESTIMONIALS.erase(subject) == 1
    assert [one.words for one in Signed.objects.all()] == ["Another’s."]
    edition.refresh_from_db()
    assert len(edition.content["testimonials"]) == 2


def test_the_record_says_that_and_never_what(cast: Cast):
    one = signed(cast)
    withdraw_testimonial(actor=cast.actor("rosa"), testimonial_id=one.pk)
    entries = Entry.objects.filter(target_kind="testimonial").order_by("pk")
    assert [(entry.verb, entry.fields) for entry in entries] == [("create", []), ("withdraw", [])]


def test_an_edition_keeps_what_was_signed_for_leaders_and_the_next_asks_again(cast: Cast, report):
    one = signed(cast, uses=["leaders"])
    first = editions.published(report)
    assert first.content["for_leaders"] == [{"named_as": "Rosa D.", "words": WORDS}]
    assert WORDS not in printed(report)
    withdraw_testimonial(actor=cast.actor("rosa"), testimonial_id=one.pk)
    assert own_testimonials(cast.actor("rosa")).get().withdrawn_on  # it says where it stands
    report.refresh_from_db()
    report.erratum = "A date."
    report.save()
    assert editions.published(report).content["for_leaders"] == []
    first.refresh_from_db()
    assert first.content["for_leaders"]


def test_a_newsletter_asks_when_it_is_read_and_only_who_makes_texts_sees_names(
    cast: Cast, report, as_
):
    one = signed(cast, uses=["newsletter"])
    editions.published(report)
    page = reverse("reports:report_newsletter", args=[cast.community.slug, report.pk])

    def read(who: str) -> str:
        return as_(who).get(page).content.decode()

    assert "Rosa D." in read("bilal")
    assert "Rosa D." not in read("ines")
    withdraw_testimonial(actor=cast.actor("rosa"), testimonial_id=one.pk)
    assert "Rosa D." not in read("bilal")
