"""The evaluator writes findings: sections, themes, relations; nobody overwrites another."""

import pytest
from django.core.exceptions import PermissionDenied

from cop.core.errors import Refused
from cop.governance.models import Governance
from reports import services
from reports.models import FindingsSection, Quote, Relation, Report, Theme
from reports.services import ThemeWords
from tests.people import Cast
from tests.reports.after import WHITE
from tests.reports.editions import published
from tests.reports.findings import caucus, full_report, quoted

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    return full_report(cast)


@pytest.fixture
def section(cast: Cast, report: Report) -> FindingsSection:
    return services.add_findings_section(
        actor=cast.actor("ines"), report=report, title="In between", caucus=caucus(cast, WHITE)
    )


def theme_in(cast: Cast, section: FindingsSection, title: str = "Silence", **more) -> Theme:
    words = ThemeWords(title=title, **more)
    return services.add_theme(actor=cast.actor("ines"), section=section, words=words)


def titles(report: Report) -> list[str]:
    return [one.title for one in report.findings_sections.all()]


@pytest.mark.parametrize("who", ["amara", "bilal", "nkechi", "okafor", "dana", "rosa"])
def test_nobody_but_the_evaluator_writes_findings(cast: Cast, report: Report, who: str):
    with pytest.raises(PermissionDenied):
        services.add_findings_section(actor=cast.actor(who), report=report, title="Mine")


def test_a_summary_has_no_findings(cast: Cast, report: Report):
    Report.objects.update(kind="summary")
    with pytest.raises(PermissionDenied):
        services.add_findings_section(actor=cast.actor("ines"), report=report, title="Mine")


def test_nothing_is_begun_before_its_stage_is_open(cast: Cast, report: Report, section):
    theme = theme_in(cast, section)
    Governance.objects.update(consent_asked="")
    with pytest.raises(Refused, match="Publish"):
        services.add_findings_section(actor=cast.actor("ines"), report=report, title="Late")
    with pytest.raises(Refused, match="Publish"):
        theme_in(cast, section, "Late")
    services.change_theme(
        actor=cast.actor("ines"),
        theme=theme,
        section=section,
        words=ThemeWords(title="Mended"),
        revision=1,
    )
    assert [one.title for one in Theme.objects.all()] == ["Mended"]


def test_who_saves_over_another_is_told_and_the_others_words_stay(cast: Cast, section):
    theme = theme_in(cast, section)
    actor = cast.actor("ines")
    given = {"actor": actor, "theme": theme, "section": section, "revision": 1}
    services.change_theme(**given, words=ThemeWords(title="First"))
    with pytest.raises(Refused, match="Somebody else"):
        services.change_theme(**given, words=ThemeWords(title="Second"))
    said = {"actor": actor, "section": section, "caucus": None, "narrative": "", "revision": 1}
    services.change_findings_section(**said, title="One")
    with pytest.raises(Refused, match="Somebody else"):
        services.change_findings_section(**said, title="Two")
    assert (Theme.objects.get().title, FindingsSection.objects.get().title) == ("First", "One")


def test_sections_and_themes_move_one_place_and_stop_at_the_end(cast: Cast, report, section):
    actor = cast.actor("ines")
    last = services.add_findings_section(actor=actor, report=report, title="Last")
    services.move_findings_section(actor=actor, section=last, up=True)
    assert titles(report) == ["Last", "In between"]
    services.move_findings_section(actor=actor, section=last, up=True)
    assert titles(report) == ["Last", "In between"]
    themes = [theme_in(cast, section, title) for title in "ABC"]
    services.move_theme(actor=actor, theme=themes[0], up=False)
    assert [one.title for one in section.themes.all()] == ["B", "A", "C"]


def test_what_is_gone_or_elsewhere_moves_nothing(cast: Cast, report, section):
    ines = cast.actor("ines")
    other = services.add_findings_section(actor=ines, report=report, title="Other")
    theme, stays = theme_in(cast, section), theme_in(cast, section, "Stays")
    Theme.objects.filter(pk=theme.pk).update(section=other)
    services.move_theme(actor=ines, theme=theme, up=True)
    Theme.objects.filter(pk=theme.pk).delete()
    services.move_theme(actor=ines, theme=theme, up=True)
    FindingsSection.objects.filter(pk=other.pk).delete()
    services.move_findings_section(actor=ines, section=other, up=True)
    assert titles(report) == ["In between"]
    assert list(Theme.objects.all()) == [stays]


def test_a_line_taken_away_does_not_come_back(cast: Cast, report, section):
    one, other = theme_in(cast, section), theme_in(cast, section, "Speech")
    given = {"actor": cast.actor("ines"), "report": report, "kind": "tension", "words": "Both."}
    given |= {"from_theme": one, "to_theme": other}
    line = services.write_relation(**given)
    Relation.objects.filter(pk=line.pk).delete()
    with pytest.raises(Refused, match="no longer there"):
        services.write_relation(**given, relation=line)
    assert not Relation.objects.exists()


def test_a_theme_put_into_another_section_is_its_last(cast: Cast, report, section):
    other = services.add_findings_section(
        actor=cast.actor("ines"), report=report, title="Facilitators"
    )
    theme_in(cast, other, "First there")
    theme = theme_in(cast, section)
    services.change_theme(
        actor=cast.actor("ines"),
        theme=theme,
        section=other,
        words=ThemeWords(title="Silence"),
        revision=1,
    )
    assert [one.title for one in other.themes.all()] == ["First there", "Silence"]


def test_what_is_removed_takes_its_quotes_and_lines_with_it(cast: Cast, report, section):
    one, other = theme_in(cast, section), theme_in(cast, section, "Speech")
    quoted(one, WHITE, 3)
    actor = cast.actor("ines")
    services.write_relation(
        actor=actor, report=report, from_theme=one, to_theme=other, kind="tension", words="Both."
    )
    services.remove_theme(actor=actor, theme=one)
    assert (Quote.objects.count(), Relation.objects.count(), Theme.objects.count()) == (0, 0, 1)
    services.remove_findings_section(actor=actor, section=section)
    assert not Theme.objects.exists()


def test_two_themes_are_related_once_and_none_to_itself(cast: Cast, report, section):
    one, other = theme_in(cast, section), theme_in(cast, section, "Speech")
    given = {"actor": cast.actor("ines"), "report": report, "kind": "tension", "words": "Both."}
    line = services.write_relation(**given, from_theme=one, to_theme=other)
    with pytest.raises(Refused, match="related already"):
        services.write_relation(**given, from_theme=other, to_theme=one)
    with pytest.raises(Refused, match="two different"):
        services.write_relation(**given, from_theme=one, to_theme=one)
    services.write_relation(
        **given | {"words": "New."}, relation=line, from_theme=other, to_theme=one
    )
    assert [(one.from_theme_id, one.words) for one in Relation.objects.all()] == [
        (other.pk, "New.")
    ]
    services.remove_relation(actor=cast.actor("ines"), relation=line)
    assert not Relation.objects.exists()


def test_what_a_theme_comes_from_fits_what_is_said_of_it(cast: Cast, report, section):
    past = full_report(cast, year=2025)
    where = services.add_findings_section(actor=cast.actor("ines"), report=past, title="Before")
    old = [theme_in(cast, where, title) for title in ("Old A", "Old B")]
    with pytest.raises(ValueError, match="another report"):
        theme_in(cast, section, lineage="continued", earlier=old[:1])
    published(past)
    Report.objects.filter(pk=past.pk).update(to_on="2026-01-14")  # two weeks are in both
    for lineage, earlier in (
        ("merged", old[:1]),
        ("continued", []),
        ("renamed", old),
        ("new", old),
    ):
        with pytest.raises(Refused):
            theme_in(cast, section, lineage=lineage, earlier=earlier)
    theme = theme_in(cast, section, lineage="merged", earlier=old)
    assert {one.title for one in theme.earlier.all()} == {"Old A", "Old B"}
    with pytest.raises(ValueError, match="another report"):
        theme_in(cast, section, lineage="continued", earlier=[theme])
