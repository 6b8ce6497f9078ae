"""The colleague check: answered from the words alone by somebody who knows who came."""

import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from caucus.models import FindingsConsent
from cop.core.errors import Refused
from reports.content import report_data
from reports.models import Quote, Report, Theme
from reports.quotes import digest_of
from reports.selectors import get_quote_to_check_or_404, quote_to_check, quotes_to_check
from reports.services import change_quote, check_quote, remove_quote
from reports.views import quotes as pages
from sessions_app.models import Session
from tests.pages import parse, select, texts
from tests.people import Cast, sign_in
from tests.reports.editions import signed
from tests.reports.findings import agreed
from tests.reports.quoting import (
    MINORITISED,
    SAID,
    WHITE,
    answered,
    comment,
    full_report,
    quote_of,
    silence_recorded,
    theme_in,
)


@pytest.fixture
def report(cast: Cast) -> Report:
    """The caucus the others answer to has agreed: its quotes are checked too."""
    report = full_report(cast)
    at = agreed(cast, report).session
    Session.objects.filter(pk=at.pk).update(key="S0")
    return report


@pytest.fixture
def theme(report: Report) -> Theme:
    return theme_in(report)


@pytest.fixture
def bilal(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.bilal)
    return client


def url(report: Report, page: str = "quote_check", **more: object) -> str:
    slug = report.community.slug
    return reverse(f"reports:{page}", kwargs={"slug": slug, "report_id": report.pk, **more})


def source(client: Client, address: str) -> str:
    """The page without the token that differs each time."""
    text = client.get(address).content.decode()
    return re.sub(r"csrf\w*\W+(?:name|value|content)?\W*\"?[\w-]{20,}\"?", "", text)


def test_the_page_shows_the_words_and_nothing_else_about_them(
    cast: Cast, report: Report, theme: Theme, bilal: Client
):
    quote_of(cast, report, theme, comment(cast), "it helped to say so")
    page = parse(bilal.get(url(report)).content)
    assert texts(select(page, "main blockquote")) == ["it helped to say so"]
    assert texts(select(page, "main label")) == [
        "No",
        "Not sure",
        "Yes",
        "If not sure or yes: what gives it away?",
    ]


def disguised(quote: Quote, other: Theme, words: str, cell: str) -> None:
    """The same words, key and answer; everything else about the quote another."""
    said = quote.comment
    assert said is not None
    said.body, said.cell, said.question = f"{words} And nobody asked.", cell, "3"
    said.save()
    Quote.objects.filter(pk=quote.pk).update(theme=other, cell=cell, position=40)


def test_the_page_is_the_same_whoever_said_it(
    cast: Cast, report: Report, theme: Theme, bilal: Client, monkeypatch: pytest.MonkeyPatch
):
    quote = quote_of(cast, report, theme, comment(cast), "it helped to say so")
    other = theme_in(report, "Being heard")
    addresses = [url(report), url(report, "quote_answer", quote_id=quote.pk)]
    before = [source(bilal, one) for one in addresses]
    disguised(quote, other, quote.words, MINORITISED)
    assert [source(bilal, one) for one in addresses] == before

    # Were the caucus only mixed into the mark of the words, the pages would tell it.
    leaky = {WHITE: "1", MINORITISED: "2"}
    monkeypatch.setattr(
        pages, "digest_of", lambda words: leaky[Quote.objects.get(words=words).cell]
    )
    told = source(bilal, addresses[0])
    disguised(quote, theme, quote.words, WHITE)
    assert source(bilal, addresses[0]) != told


def test_nobodys_quotes_come_up_while_a_caucus_may_still_agree(
    cast: Cast, report: Report, theme: Theme, bilal: Client
):
    """Those that came up when it agreed would be known as its: they come all at once."""
    for key in (WHITE, MINORITISED):
        quote_of(cast, report, theme, comment(cast, f"What we said, {key[:2]}.", cell=key))
    FindingsConsent.objects.all().delete()
    report.gate_records.all().delete()
    asked = cast.actor("bilal")
    assert quotes_to_check(asked, report) == 0
    assert "put to you yet" in bilal.get(url(report)).content.decode()
    agreed(cast, report)
    assert quotes_to_check(asked, report) == 2
    FindingsConsent.objects.all().delete()
    silence_recorded(report)
    assert quotes_to_check(asked, report) == 1


def test_nothing_of_a_silent_caucus_comes_up_or_is_counted(
    cast: Cast, report: Report, theme: Theme
):
    quote = quote_of(cast, report, theme, comment(cast), "it helped to say so")
    bilal = cast.actor("bilal")
    assert quotes_to_check(bilal, report) == 1
    disguised(quote, theme, quote.words, MINORITISED)
    assert quotes_to_check(bilal, report) == 1, "it has agreed"
    FindingsConsent.objects.all().delete()
    assert quotes_to_check(bilal, report) == 0
    assert quote_to_check(bilal, report) is None
    with pytest.raises(Http404):
        get_quote_to_check_or_404(bilal, report, quote.pk)


def served(cast: Cast, report: Report) -> list[str]:
    """The cells of the quotes in the order in which they come up."""
    cells = []
    while (quote := quote_to_check(cast.actor("bilal"), report)) is not None:
        cells.append(Quote.objects.get(pk=quote.pk).cell)
        answered(cast, Quote.objects.get(pk=quote.pk))
    return cells


def right(cells: list[str]) -> int:
    """How often somebody is right who takes the first half for one caucus's."""
    half = len(cells) // 2
    return cells[:half].count(MINORITISED) + cells[half:].count(WHITE)


def test_the_order_tells_nothing(cast: Cast, report: Report, theme: Theme):
    other = theme_in(report, "Being heard")
    Quote.objects.bulk_create(
        Quote(theme=where, position=place, words=f"Word {cell} {place}", cell=cell)
        for where, cell in ((theme, MINORITISED), (other, WHITE))
        for place in range(20)
    )
    by_place = Quote.objects.order_by("theme__position", "position").values_list("cell", flat=True)
    assert right(list(by_place)) == 40, "in the order of the report anybody would know"
    assert 6 <= right(served(cast, report)) <= 34  # one in a hundred thousand lies outside


def test_no_other_page_shows_the_secretary_what_waits(
    cast: Cast, report: Report, theme: Theme, bilal: Client
):
    quote = quote_of(cast, report, theme, comment(cast))
    for page in ("report_detail", "report_read", "report_check"):
        assert SAID not in bilal.get(url(report, page)).content.decode()
    for page in ("quote_list", "quote_pick", "quote_change"):
        more = {"quote_pick": {"theme_id": theme.pk}, "quote_change": {"quote_id": quote.pk}}
        assert bilal.get(url(report, page, **more.get(page, {}))).status_code == 403
    # 403 whether or not there is such a quote, theme or comment: trying tells nothing.
    for ghost in (
        url(report, "quote_change", quote_id=uuid.uuid4()),
        url(report, "quote_pick", theme_id=987654),
        url(report, "quote_add", theme_id=987654, comment_id=uuid.uuid4()),
    ):
        assert bilal.get(ghost).status_code == 403
    assert bilal.get(url(report) + f"?theme={theme.pk}&cell={WHITE}").status_code == 200


def test_answers_are_kept_with_their_day_and_their_reason(cast: Cast, report: Report, theme: Theme):
    quote = quote_of(cast, report, theme, comment(cast))
    other = quote_of(cast, report, theme, comment(cast))
    assert quotes_to_check(cast.actor("bilal"), report) == 2
    assert answered(cast, quote, "unsure", "the job").checked_on is None, "another waits"
    assert answered(cast, quote, "no", "dropped").colleague_words == ""
    quote = answered(cast, quote, "yes", "  the name of the ward ")
    assert (quote.colleague, quote.colleague_words) == ("yes", "the name of the ward")
    assert quotes_to_check(cast.actor("bilal"), report) == 1
    assert answered(cast, other).checked_on is not None
    quote.refresh_from_db()
    assert quote.checked_on is not None


def stands(report: Report) -> list[str]:
    """The quotes that readers of the draft see."""
    parts = report_data(report)["findings"]["parts"]
    themes = [theme for part in parts for theme in part["themes"]]
    return sorted(quote["words"] for theme in themes for quote in theme["quotes"])


def test_what_a_draft_has_shown_is_answered_for_good(cast: Cast, report: Report, theme: Theme):
    ines = cast.actor("ines")
    one, two = (quote_of(cast, report, theme, comment(cast, said)) for said in ("One", "Two"))
    answered(cast, one)
    assert stands(report) == [], "while another waits, the answer may be changed"
    answered(cast, two)
    assert stands(report) == ["One", "Two"]
    with pytest.raises(Refused, match="This answer is final"):
        answered(cast, one, "yes", "the job")
    three = quote_of(cast, report, theme, comment(cast, "Three"))
    change_quote(actor=ines, report=report, quote=two, words="[As I said] Two")
    two.refresh_from_db()
    answered(cast, two)
    assert stands(report) == ["One"], "what was added or reworded waits for the last answer"
    with pytest.raises(Refused, match="This answer is final"):
        answered(cast, one, "yes", "the job")
    remove_quote(actor=ines, report=report, quote=three)
    assert stands(report) == ["One", "[As I said] Two"]


def test_answers_stand_when_what_waited_beside_them_is_left_out(
    cast: Cast, report: Report, theme: Theme
):
    quote = answered(cast, quote_of(cast, report, theme, comment(cast, "One")))
    quote_of(cast, report, theme, comment(cast, "Two", cell=MINORITISED))
    one = change_quote(
        actor=cast.actor("ines"), report=report, quote=quote, words="[So] One", theme=theme
    )
    answered(cast, one)
    FindingsConsent.objects.all().delete()
    assert stands(report) == []
    signed(cast, report, "findings", "validation", "consent")
    assert stands(report) == ["[So] One"]


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_doubt_has_a_reason(cast: Cast, report: Report, theme: Theme, answer: str):
    quote = quote_of(cast, report, theme, comment(cast))
    with pytest.raises(Refused, match="what gives it away"):
        answered(cast, quote, answer, " ")


@pytest.mark.parametrize(
    "words",
    ["it is rosa", "Will’s way of putting things", "Ask Delgado", "rosa@example.org"],
)
def test_the_evaluator_learns_no_name_from_a_reason(
    cast: Cast, report: Report, theme: Theme, words: str
):
    quote = quote_of(cast, report, theme, comment(cast))
    with pytest.raises(Refused, match="a name or an address"):
        answered(cast, quote, "yes", words)
    assert answered(cast, quote, "yes", "they will know the ward").colleague == "yes"


def test_an_answer_is_about_the_words_that_were_read(cast: Cast, report: Report, theme: Theme):
    quote = quote_of(cast, report, theme, comment(cast))
    seen = digest_of(quote.words)
    change_quote(actor=cast.actor("ines"), report=report, quote=quote, words="it helped")
    with pytest.raises(Refused, match="changed since you read them"):
        check_quote(actor=cast.actor("bilal"), report=report, quote=quote, seen=seen, answer="no")
    quote.refresh_from_db()
    assert quote.colleague == ""


@pytest.mark.parametrize("who", ["ines", "amara", "tom", "nkechi", "okafor", "rosa", "dana"])
def test_nobody_answers_but_the_secretary(cast: Cast, report: Report, theme: Theme, who: str):
    quote = quote_of(cast, report, theme, comment(cast))
    actor = cast.actor(who)
    with pytest.raises(PermissionDenied):
        check_quote(actor=actor, report=report, quote=quote, seen=digest_of(SAID), answer="no")
    with pytest.raises(PermissionDenied):
        quote_to_check(actor, report)
    assert quotes_to_check(actor, report) == 0


def test_quotes_of_another_report_are_not_found(cast: Cast, report: Report, theme: Theme):
    quote = quote_of(cast, report, theme, comment(cast))
    with pytest.raises(Http404):
        get_quote_to_check_or_404(cast.actor("bilal"), full_report(cast), quote.pk)


def test_a_slip_of_the_finger_is_mended(cast: Cast, report: Report, theme: Theme, bilal: Client):
    quote = quote_of(cast, report, theme, comment(cast))
    other = quote_of(cast, report, theme, comment(cast, "Another voice"))
    address = url(report, "quote_answer", quote_id=quote.pk)
    seen = digest_of(quote.words)
    sent = bilal.post(address, {"answer": "no", "seen": seen}, follow=True)
    assert "This is the last one." in sent.content.decode()
    [back] = select(parse(sent.content), ".govuk-notification-banner__link")
    assert back.get("href") == address
    again = parse(bilal.get(address).content)
    assert [one.get("value") for one in select(again, "input[type=radio][checked]")] == ["no"]
    bilal.post(address, {"answer": "unsure", "words": "a story", "seen": seen})
    quote.refresh_from_db()
    assert (quote.colleague, quote.colleague_words) == ("unsure", "a story")
    last = url(report, "quote_answer", quote_id=other.pk)
    typed = {"answer": "no", "seen": digest_of(other.words)}
    sent = bilal.post(last, typed, follow=True).content.decode()
    assert "Your answers are final." in sent
    assert "No quote waits for an answer." in sent
    assert "Your answer is final." in bilal.get(address).content.decode()
