"""The default template: which sections a report begins with, in order, and what each is for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.enums import ReportKind, SectionKind


@dataclass(frozen=True)
class Plan:
    """One section of the template."""

    kind: SectionKind
    guidance: str | Promise  # for its authors
    is_made: bool = False  # the program prints something there, whether or not somebody writes
    in_summary: bool = True  # an annual summary begins with it too


PLANS = (
    Plan(SectionKind.SUMMARY, _("The year on one page, for people who read no further."), True),
    Plan(
        SectionKind.INTRODUCTION,
        _("Why this community exists. The note on language is printed below your words."),
    ),
    Plan(
        SectionKind.CONTEXT,
        _("What was happening around the community this year."),
        in_summary=False,
    ),
    Plan(
        SectionKind.APPROACH,
        _("What a community of practice is, and what caucusing is, in your own words."),
        in_summary=False,
    ),
    Plan(
        SectionKind.SETTING_UP,
        _("How the community was set up: who was asked, what was agreed, what it needed."),
        in_summary=False,
    ),
    Plan(SectionKind.MEMBERSHIP, _("Who belongs. The tables are made from the register."), True),
    Plan(SectionKind.SESSIONS, _("What you met about. Sessions and decisions are listed."), True),
    Plan(SectionKind.ATTENDANCE, _("Who came, as numbers. The tables are made for you."), True),
    Plan(SectionKind.FEEDBACK, _("How many answered, and what was asked."), True),
    Plan(SectionKind.RATINGS, _("What people rated, as it was released."), True),
    Plan(
        SectionKind.FINDINGS,
        _("The overview of the findings. Themes and quotes are written on pages of their own."),
        True,
        in_summary=False,
    ),
    Plan(SectionKind.SHARE_BACKS, _("What the caucuses shared, asked and took on."), True),
    Plan(
        SectionKind.REFLECTIONS,
        _("Released reflections are printed here word for word."),
        True,
        in_summary=False,
    ),
    Plan(
        SectionKind.LAST_YEAR,
        _("What has changed since the report before. The tables are made for you."),
        True,
        in_summary=False,
    ),
    Plan(SectionKind.DISCUSSION, _("What you make of all this."), in_summary=False),
    Plan(SectionKind.RECOMMENDATIONS, _("What happens next, numbered and followed up."), True),
    Plan(SectionKind.LIMITATIONS, _("What these figures and findings cannot say.")),
    Plan(SectionKind.REFERENCES, _("Made from your citations."), True, in_summary=False),
    Plan(SectionKind.DATA_PROTECTION, _("What is kept and for how long."), True),
    Plan(SectionKind.ACCESSIBILITY, _("How this report can be read, and whom to tell."), True),
    Plan(SectionKind.HELP, _("Where readers find support."), True),
    Plan(SectionKind.OTHER_FORMATS, _("How to have the report in another form."), True),
)
# Added by whoever wants them.
MORE = (
    Plan(SectionKind.TESTIMONIALS, _("What members signed off to be printed."), True),
    Plan(SectionKind.TEXT, _("Anything else.")),
)
BY_KIND = {plan.kind: plan for plan in (*PLANS, *MORE)}


def plans_for(kind: str) -> list[Plan]:
    """The sections a report of this kind begins with."""
    return [plan for plan in PLANS if plan.in_summary or kind == ReportKind.FULL]
