"""Findings with themes, themes with words and quotes, and quotes that may stand there."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.check.draft import Draft
from reports.check.problem import Problem, error, warning
from reports.enums import Colleague, SectionKind
from reports.findings_part import may_stand, silent_caucuses, stays_out
from reports.models import Quote, Report
from reports.render.words import ALL

FEW = 5  # words; a shorter quote is found in anybody's sentence


def findings_have_themes(draft: Draft) -> Iterator[Problem]:
    """An overview without themes promises what is not there."""
    findings = draft.data.get("findings")
    if findings is None or SectionKind.FINDINGS not in draft.kinds:
        return
    if not findings["parts"] and not draft.report.findings_sections.exists():
        yield error(
            "findings_without_themes",
            _("“Findings” has no theme. Write the themes, or take the section out."),
            draft.places.findings,
        )
    for part in findings["parts"]:
        if not part["themes"]:
            yield error(
                "findings_without_themes",
                _("“%s” has no theme. Write one, or take this part of the findings out.")
                % part["title"],
                draft.places.findings,
            )


def themes_have_words(draft: Draft) -> Iterator[Problem]:
    """What was found, and somebody saying it; the second once every quote may stand.

    Before that, the themes named here would tell whoever answers for quotes where each belongs.
    """
    are_settled = all(may_stand(quote, draft.silent) for quote in _printed(draft))
    for theme in draft.themes:
        url, title = draft.places.theme(theme["key"]), theme["title"]
        if not theme["narrative"].strip():
            yield warning(
                "theme_without_words",
                _("The theme “%s” has no narrative. Write what was found.") % title,
                url,
            )
        if are_settled and not theme["quotes"]:
            yield warning(
                "theme_without_quote",
                _("The theme “%s” has no quote. Choose one, or say why there is none.") % title,
                url,
            )


def quotes_are_checked(draft: Draft) -> Iterator[Problem]:
    """“Could a colleague recognise this?” was answered for each; a doubt leaves it out."""
    counts = Counter(quote.colleague for quote in _printed(draft))
    url = draft.places.quotes
    if counts[""]:
        words = ngettext(
            "%d quote was not checked: could a colleague recognise this? The secretary answers.",
            "%d quotes were not checked: could a colleague recognise this? The secretary answers.",
            counts[""],
        )
        yield error("quote_unchecked", words % counts[""], url)
    known = counts[Colleague.YES] + counts[Colleague.UNSURE]
    if known:
        words = ngettext(
            "%d quote could be recognised by a colleague and is left out. The evaluator may change "
            "it in brackets, or choose another.",
            "%d quotes could be recognised by a colleague and are left out. The evaluator may "
            "change them in brackets, or choose others.",
            known,
        )
        yield warning("quote_recognised", words % known, url)


def comments_serve_once(draft: Draft) -> Iterator[Problem]:
    """One person's words do not stand for two."""
    comments = Counter(quote.comment_id for quote in _printed(draft) if quote.comment_id)
    twice = sum(number > 1 for number in comments.values())
    if twice:
        said = ngettext(
            "%d comment is quoted twice or more: one voice reads as several.",
            "%d comments are quoted twice or more: one voice reads as several.",
            twice,
        )
        yield warning("comment_twice", said % twice, draft.places.findings)


def quotes_are_attributed(draft: Draft) -> Iterator[Problem]:
    """To a caucus of the community, in its words, or to a member."""
    terms = draft.data["terms"]
    for theme in draft.themes:
        for quote in theme["quotes"]:
            if quote["cell"] not in (ALL, *terms):
                yield error(
                    "quote_without_attribution",
                    _("A quote in “%s” is of a group the community has no words for. Drop it.")
                    % theme["title"],
                    draft.places.theme(theme["key"]),
                )


def nothing_is_quoted_by_hand(draft: Draft) -> Iterator[Problem]:
    """Words of a quote that is left out, or was not checked, stand in no sentence either."""
    loose = _left_out(draft)
    for passage in draft.typed if loose else []:
        text = _plain(passage.text)
        if any(said in text for said in loose):
            yield error(
                "quoted_by_hand",
                _("“%s” repeats a quote that may not stand in the report. Take those words out.")
                % passage.name,
                passage.url,
            )


def _left_out(draft: Draft) -> set[str]:
    """Words that stand in no report of the community, whichever report they were chosen for."""
    chosen = Quote.objects.filter(theme__section__report__community=draft.report.community_id)
    rows = chosen.select_related("theme__section__caucus", "comment").order_by()
    reports = Report.objects.filter(pk__in=chosen.values("theme__section__report"))
    of_each = reports.select_related("community").defer("data", "references")
    silent = {one.pk: silent_caucuses(one) for one in of_each}
    out, here = set(), set()
    for quote in rows:
        report_id, words = quote.theme.section.report_id, _plain(quote.words)
        if not may_stand(quote, silent[report_id]):
            out.add(words)
        elif report_id == draft.report.pk:
            here.add(words)
    return {words for words in out - here if words.count(" ") >= FEW - 1}


def _printed(draft: Draft) -> list[Quote]:
    """Those that are not left out for want of consent."""
    return [quote for quote in draft.quotes if not stays_out(quote, draft.silent)]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w’']+", text.casefold()))


FINDINGS_RULES = (
    findings_have_themes,
    themes_have_words,
    quotes_are_checked,
    comments_serve_once,
    quotes_are_attributed,
    nothing_is_quoted_by_hand,
)
