"""Who gets what from the pages about quotes and testimonials."""

from typing import Any

from cop.core import clock
from reports.content import digest_of
from reports.models import Edition
from reports.services import sign_testimonial
from tests.access.matrix import MEMBERS, STRANGERS, page
from tests.people import Cast
from tests.reports import editions
from tests.reports.quoting import SAID, answered, comment, full_report, quote_of, theme_in

CHOOSES = {"ines"}
CHECKS = {"bilal"}
BANK = {"amara", "tom", "bilal", "ines"}
USES = {"amara", "tom", "bilal"}
CHANGED = "it helped to say [that]"


def full(cast: Cast) -> dict[str, Any]:
    report = full_report(cast)
    theme_in(report)
    return {"report_id": report.pk}


def empty(cast: Cast) -> dict[str, Any]:
    return {"report_id": full_report(cast).pk}


def pick(cast: Cast) -> dict[str, Any]:
    """Two comments wait, one of which is quoted already."""
    report = full_report(cast)
    theme = theme_in(report)
    comment(cast, "Nobody asked me before.")
    quote_of(cast, report, theme, comment(cast))
    return {"report_id": report.pk, "theme_id": theme.pk}


def shorten(cast: Cast) -> dict[str, Any]:
    report = full_report(cast)
    theme = theme_in(report)
    return {"report_id": report.pk, "theme_id": theme.pk, "comment_id": comment(cast).pk}


def chosen(cast: Cast) -> dict[str, Any]:
    report = full_report(cast)
    theme = theme_in(report)
    return {
        "report_id": report.pk,
        "quote_id": quote_of(cast, report, theme, comment(cast)).pk,
    }


def doubted(cast: Cast) -> dict[str, Any]:
    """Every state of the check, a comment that serves twice, and one that is gone."""
    report = full_report(cast)
    theme = theme_in(report)
    said = comment(cast)
    answered(cast, quote_of(cast, report, theme, said))
    quote_of(cast, report, theme, said, "it helped to say so")
    answered(cast, quote_of(cast, report, theme, comment(cast, "One")), "unsure", "the job")
    answered(cast, quote_of(cast, report, theme, comment(cast, "Two")), "yes", "a told story")
    gone = comment(cast, "We waited a long time", cell="racially_minoritised")
    quote = quote_of(cast, report, theme, gone)
    gone.delete()
    return {"report_id": report.pk, "quote_id": quote.pk}


def listed(cast: Cast) -> dict[str, Any]:
    return {"report_id": doubted(cast)["report_id"]}


def to_check(cast: Cast) -> dict[str, Any]:
    return {"report_id": chosen(cast)["report_id"]}


def bank(cast: Cast) -> dict[str, Any]:
    """An edition with one quote in it."""
    theme = {"key": "theme-1", "title": "Silence", "quotes": [{"words": SAID, "cell": "white"}]}
    content = {
        "terms": {"white": {"singular": "White Caucus Member"}},
        "findings": {"parts": [{"title": "All", "themes": [theme]}]},
    }
    Edition.objects.create(
        report=full_report(cast),
        number=1,
        published_at=clock.now(),
        content=content,
        digest=digest_of(content),
    )
    return {}


def signed(cast: Cast) -> dict[str, Any]:
    sign_testimonial(
        actor=cast.actor("rosa"),
        words="I found people to think with.",
        named_as="Rosa D.",
        uses=["report", "newsletter"],
    )
    return {}


def printed(cast: Cast) -> dict[str, Any]:
    """Rosa’s words stand in an edition, and she has taken them back."""
    signed(cast)
    report = full_report(cast)
    testimonial = cast.members["rosa"].testimonials.get()
    report.kind = "summary"
    report.save()
    report.sections.create(kind="testimonials", title="In members’ own words", position=40)
    editions.published(report)
    testimonial.withdrawn_on = testimonial.signed_on
    testimonial.save()
    return {}


def own_words(cast: Cast) -> dict[str, Any]:
    signed(cast)
    return {"testimonial_id": cast.members["rosa"].testimonials.get().pk}


NOT_HERS = frozenset({"amara", "tom", "bilal", "will"}) | STRANGERS
MATRIX = [
    page("reports:quote_list", CHOOSES, world=empty),
    page("reports:quote_list", CHOOSES, world=full),
    page("reports:quote_list", CHOOSES, world=listed),
    page("reports:quote_pick", CHOOSES, world=pick),
    page("reports:quote_add", CHOOSES, world=shorten, invalid={"words": "nothing of it"}),
    page("reports:quote_change", CHOOSES, world=chosen, invalid={"words": "nothing of it"}),
    page("reports:quote_change", CHOOSES, world=doubted, invalid={"words": "nothing of it"}),
    page(
        "reports:quote_move", CHOOSES, method="post", data={"up": "1"}, world=chosen
    ).redirecting(),
    page("reports:quote_remove", CHOOSES, method="post", world=chosen).redirecting(),
    page("reports:quote_check", CHECKS, world=empty, never_refused="nothing waits"),
    page("reports:quote_check", CHECKS, world=to_check, never_refused="its form goes elsewhere"),
    page("reports:quote_answer", CHECKS, world=chosen, invalid={}),
    page("reports:quote_bank", BANK),
    page("reports:quote_bank", BANK, world=bank),
    page("reports:testimonial_list", USES),
    page("reports:testimonial_list", USES, world=signed),
    page("reports:testimonial_own", MEMBERS, invalid={"words": ""}),
    page("reports:testimonial_own", MEMBERS, world=signed, invalid={"words": ""}),
    page("reports:testimonial_own", MEMBERS, world=printed, invalid={"words": ""}),
    page(
        "reports:testimonial_own",
        MEMBERS,
        method="post",
        data={"words": "I stay for the people.", "named_as": "A nurse", "uses": ["report"]},
    ).redirecting(),
    page(
        "reports:testimonial_withdraw",
        {"rosa"},
        strangers=NOT_HERS,
        method="post",
        world=own_words,
    ).redirecting(),
]
