"""Quotes: chosen from released comments, kept in order, checked again when they change."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from caucus.models import Caucus
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.governance.models import Governance
from cop.governance.services import StageShut
from feedback.enums import Outcome
from feedback.models import Comment
from reports.content import digest_of, report_data
from reports.findings_part import may_stand, silent_caucuses
from reports.models import Edition, Quote, Report, Theme
from reports.selectors import comments_to_quote, published_quotes, quoted_themes
from reports.services import add_quote, change_quote, move_quote, remove_quote
from tests.people import Cast
from tests.reports.quoting import (
    MINORITISED,
    SAID,
    WHITE,
    answered,
    comment,
    full_report,
    quote_of,
    theme_in,
)


@pytest.fixture
def report(cast: Cast) -> Report:
    return full_report(cast)


@pytest.fixture
def theme(report: Report) -> Theme:
    return theme_in(report)


def words_in(data) -> list[tuple[str, str]]:
    return [
        (quote["words"], quote["cell"])
        for part in data["findings"]["parts"]
        for theme in part["themes"]
        for quote in theme["quotes"]
    ]


def offered(cast: Cast, report: Report) -> list[str]:
    found = comments_to_quote(cast.actor("ines"), report)
    return [one.comment.body for _question, comments in found for one in comments]


def test_only_released_words_for_findings_are_offered(cast: Cast, report: Report):
    comment(cast, "kept")
    comment(cast, "kept [organisation]", outcome=Outcome.REDACTED)
    comment(cast, "a reader’s wording", outcome=Outcome.PARAPHRASE)
    comment(cast, "", outcome=Outcome.TOPICS)
    comment(cast, "", outcome=Outcome.WITHHELD, withheld_because="hostile")
    comment(cast, "[the facilitator] rushed", outcome=Outcome.REDACTED, is_about_facilitator=True)
    comment(cast, "longer breaks", question="5")
    assert sorted(offered(cast, report)) == ["kept", "kept [organisation]"]


def test_a_period_that_reaches_beyond_the_report_is_not_quoted(cast: Cast, report: Report):
    period = comment(cast).period
    assert offered(cast, report) == [SAID]
    Report.objects.filter(pk=report.pk).update(from_on=period.from_on + dt.timedelta(days=1))
    report.refresh_from_db()
    assert offered(cast, report) == []


def test_no_other_community_and_no_other_comment_is_quoted(
    cast: Cast, report: Report, theme: Theme
):
    planning = comment(cast, "longer breaks", question="5")
    with pytest.raises(Http404):
        quote_of(cast, report, theme, planning)
    other = theme_in(full_report(cast))
    with pytest.raises(Http404):
        quote_of(cast, report, other, comment(cast))


@pytest.mark.parametrize("who", ["bilal", "amara", "tom", "nkechi", "okafor", "rosa", "dana"])
def test_nobody_but_the_evaluator_chooses(cast: Cast, report: Report, theme: Theme, who: str):
    with pytest.raises(PermissionDenied):
        add_quote(
            actor=cast.actor(who),
            report=report,
            theme=theme,
            comment_id=comment(cast).pk,
            words=SAID,
        )


def test_quoting_waits_for_the_stage_that_opens_it(cast: Cast, report: Report, theme: Theme):
    Governance.objects.filter(community=cast.community).update(consent_asked="")
    with pytest.raises(StageShut):
        quote_of(cast, report, theme, comment(cast))


def test_a_quote_holds_words_and_caucus_and_nothing_that_leads_to_a_session(
    cast: Cast, report: Report, theme: Theme
):
    of_caucus = quote_of(cast, report, theme, comment(cast), "it helped to [tell us] so.")
    pooled = quote_of(cast, report, theme, comment(cast, "Together", cell="pool"))
    assert (of_caucus.words, of_caucus.cell) == ("it helped to [tell us] so.", WHITE)
    assert pooled.cell == "all"
    columns = {field.name for field in Quote._meta.fields}
    assert columns == {
        "id", "theme", "comment", "position", "words", "cell",
        "colleague", "colleague_words", "checked_on", "revision",
    }  # fmt: skip


def test_what_is_not_the_comments_is_refused(cast: Cast, report: Report, theme: Theme):
    with pytest.raises(Refused, match="not in the comment"):
        quote_of(cast, report, theme, comment(cast), "I do feel safe")
    assert not Quote.objects.exists()


def test_words_of_one_caucus_stand_in_no_theme_of_another(cast: Cast, report: Report, theme: Theme):
    own = report.findings_sections.create(
        title="Its own",
        position=2,
        caucus=cast.community.caucuses.get(key=MINORITISED),
    )
    of_caucus = Theme.objects.create(section=own, title="Tired", position=1)
    said = {key: comment(cast, f"So said {key}.", cell=key) for key in (WHITE, MINORITISED, "all")}

    found = comments_to_quote(cast.actor("ines"), report, of_caucus)
    offered = {one.comment.body for _question, comments in found for one in comments}
    assert offered == {"So said racially_minoritised.", "So said all."}
    with pytest.raises(Refused, match="the words are of another"):
        quote_of(cast, report, of_caucus, said[WHITE])
    quote = quote_of(cast, report, theme, said[WHITE])
    with pytest.raises(Refused, match="the words are of another"):
        change_quote(
            actor=cast.actor("ines"),
            report=report,
            quote=quote,
            words=quote.words,
            theme=of_caucus,
        )
    quote_of(cast, report, of_caucus, said["all"])
    quote_of(cast, report, of_caucus, said[MINORITISED])


def test_a_changed_quote_is_checked_again_and_a_moved_one_is_not(
    cast: Cast, report: Report, theme: Theme
):
    ines, other = cast.actor("ines"), theme_in(report, "Being heard")
    quote = answered(cast, quote_of(cast, report, theme, comment(cast)))
    moved = change_quote(actor=ines, report=report, quote=quote, words=quote.words, theme=other)
    assert (moved.theme, moved.colleague) == (other, "no")
    changed = change_quote(actor=ines, report=report, quote=moved, words="it helped to say so")
    assert (changed.colleague, changed.colleague_words, changed.checked_on) == ("", "", None)


def test_order_within_a_theme(cast: Cast, report: Report, theme: Theme):
    ines = cast.actor("ines")
    one, two, three = (
        quote_of(cast, report, theme, comment(cast, word)) for word in ("one", "two", "three")
    )
    move_quote(actor=ines, report=report, quote=three, up=True)
    move_quote(actor=ines, report=report, quote=one, up=True)
    assert [quote.words for quote in theme.quotes.all()] == ["one", "three", "two"]
    remove_quote(actor=ines, report=report, quote=three)
    assert [quote.words for quote in theme.quotes.all()] == ["one", "two"]
    assert two.position != one.position
    move_quote(actor=ines, report=report, quote=three, up=True)  # is gone
    assert [quote.words for quote in theme.quotes.all()] == ["one", "two"]


def test_a_comment_that_serves_twice_is_said_on_both_quotes(
    cast: Cast, report: Report, theme: Theme
):
    said, other = comment(cast), theme_in(report, "Being heard")
    quote_of(cast, report, theme, said, "I do not feel safe")
    quote_of(cast, report, theme, comment(cast, "Another voice"))
    assert not any(one.serves_twice for one in quoted_themes(cast.actor("ines"), report)[0].quotes)
    quote_of(cast, report, other, said, "it helped to say so")
    twice = [
        (one.quote.words, one.serves_twice)
        for quoted in quoted_themes(cast.actor("ines"), report)
        for one in quoted.quotes
    ]
    assert twice == [
        ("I do not feel safe", True),
        ("Another voice", False),
        ("it helped to say so", True),
    ]
    [(_question, comments)] = comments_to_quote(cast.actor("ines"), report)
    named = {one.comment.body: sorted(one.themes) for one in comments}
    assert named == {SAID: ["Being heard", "Silence"], "Another voice": ["Silence"]}


def test_a_quote_stands_in_the_draft_once_nobody_would_be_recognised(
    cast: Cast, report: Report, theme: Theme
):
    quote = quote_of(cast, report, theme, comment(cast))
    assert words_in(report_data(report)) == []
    answered(cast, quote, "unsure", "the place")
    assert words_in(report_data(report)) == []
    answered(cast, quote_of(cast, report, theme, comment(cast)))
    assert words_in(report_data(report)) == [(SAID, WHITE)]


def test_a_quote_of_the_caucus_that_has_not_agreed_stays_out_and_is_marked(
    cast: Cast, report: Report, theme: Theme
):
    said = comment(cast, "We said this for years", cell=MINORITISED)
    quote = quote_of(cast, report, theme, said)
    # As if it had been answered while the caucus agreed.
    Quote.objects.update(colleague="no", checked_on=report.to_on)
    assert words_in(report_data(report)) == []
    [quoted] = quoted_themes(cast.actor("ines"), report)
    assert quoted.quotes[0].stays_out
    assert quoted.quotes[0].speaker == "Racially Minoritised Caucus Member"
    assert quoted.quotes[0].quote == quote


def test_a_silent_caucuss_section_keeps_quotes_said_for_all(
    cast: Cast, report: Report, theme: Theme
):
    """The cell “all” hides no caucus: neither the section's nor the comment's (R7)."""
    quote = answered(cast, quote_of(cast, report, theme, comment(cast)))
    Quote.objects.filter(pk=quote.pk).update(cell="all")

    def stays_out_and_stands() -> tuple[bool, bool]:
        [quoted] = quoted_themes(cast.actor("ines"), report)
        one = quoted.quotes[0]
        assert one.stays_out is not may_stand(one.quote, silent_caucuses(report))
        return one.stays_out, words_in(report_data(report)) != []

    assert stays_out_and_stands() == (False, True)
    Comment.objects.update(cell=MINORITISED)
    assert stays_out_and_stands() == (True, False)
    Comment.objects.update(cell=WHITE)
    theme.section.caucus = Caucus.objects.get(community=cast.community, key=MINORITISED)
    theme.section.save()
    assert stays_out_and_stands() == (True, False)


def test_everything_goes_on_when_comments_are_deleted(cast: Cast, report: Report, theme: Theme):
    said = comment(cast)
    quote = answered(cast, quote_of(cast, report, theme, said))
    said.delete()
    quote.refresh_from_db()
    assert quote.comment is None
    ines = cast.actor("ines")
    assert not quoted_themes(ines, report)[0].quotes[0].serves_twice
    with pytest.raises(Refused, match="not in the comment"):
        change_quote(actor=ines, report=report, quote=quote, words="I do feel safe")
    changed = change_quote(actor=ines, report=report, quote=quote, words="it helped to [speak]")
    assert changed.words == "it helped to [speak]"


def test_the_bank_holds_what_the_newest_edition_prints(cast: Cast, report: Report, theme: Theme):
    said = comment(cast)
    answered(cast, quote_of(cast, report, theme, said, "it helped to say so"))
    quote_of(cast, report, theme, comment(cast, "Never checked"))
    amara = cast.actor("amara")
    assert published_quotes(amara) == []
    published(cast, report)
    said.delete()
    Quote.objects.all().delete()
    [one] = published_quotes(amara)
    assert (one.words, one.speaker, one.theme) == (
        "it helped to say so",
        "White Caucus Member",
        "Silence",
    )
    for who in ("rosa", "okafor", "nkechi", "grace"):
        with pytest.raises(PermissionDenied):
            published_quotes(cast.actor(who))


def published(cast: Cast, report: Report):
    """Frozen as it is; its gates are another test's."""
    content = report_data(report)
    content["terms"] = {"white": {"singular": "White Caucus Member"}}
    return Edition.objects.create(
        report=report,
        number=1,
        published_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
        content=content,
        digest=digest_of(content),
    )


def test_the_record_names_the_report_and_never_a_quote(cast: Cast, report: Report, theme: Theme):
    answered(cast, quote_of(cast, report, theme, comment(cast)))
    entries = Entry.objects.filter(fields__overlap=["quotes", "quote_checks"])
    assert [(one.target_kind, one.target_key) for one in entries] == [
        ("report", str(report.pk)),
        ("report", str(report.pk)),
    ]


def test_reading_costs_the_same_however_many_quotes_there_are(
    cast: Cast, report: Report, theme: Theme, django_assert_num_queries
):
    ines = cast.actor("ines")
    for number in range(10):
        quote_of(cast, report, theme, comment(cast, f"Word {number}"))
        if number in (0, 9):
            with django_assert_num_queries(6):
                quoted_themes(ines, report)
            with django_assert_num_queries(4):
                comments_to_quote(ines, report)


def test_a_quote_that_is_gone_is_not_found(cast: Cast, report: Report, theme: Theme):
    ghost = Quote(pk=uuid.uuid4(), theme=theme)
    with pytest.raises(Http404):
        remove_quote(actor=cast.actor("ines"), report=report, quote=ghost)
