"""The notice says what is so here: each line changes where something is set otherwise."""

import ast
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cop.core import registry
from cop.governance.enums import LawfulBasis, SpecialCondition, Stage
from cop.governance.models import Governance
from cop.governance.notice import Notice
from cop.governance.policies import why_stage_is_shut
from cop.governance.selectors import checklist, current_notice, notice_print
from cop.governance.sentences import BASES, CONDITIONS, LINES
from cop.governance.services import change_facts, confirm_notice
from cop.members.enums import Role
from cop.members.models import Appointment, Community
from cop.members.services import appoint
from tests.pages import parse, select, texts
from tests.people import Cast

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TESTS = Path(__file__).parents[1]
# These say what the program does everywhere, each with the tests that break when it stops so.
ALWAYS = {
    "voluntary": [
        "privacy/test_spaces.py::test_two_days_with_people_elsewhere_leave_the_same_database",
        "feedback/test_mail.py::test_who_comes_later_gets_the_same_mail_once",
    ],
    "choice": [
        "caucus/test_choice.py::test_nothing_of_last_time_is_known_next_time",
        "privacy/test_spaces.py::test_after_the_close_no_row_holds_a_member_and_a_space",
    ],
    "published": [
        "caucus/test_publication.py::test_nobody_is_named_before_they_accept",
        "caucus/test_publication.py::test_declining_and_ending_leave_nothing",
    ],
    "answers": [
        "privacy/test_box_schema.py::test_no_path_leads_from_an_answer_to_a_person",
        "privacy/test_box_traces.py::test_a_sentence_is_nowhere_before_the_count",
    ],
    "own": [
        "rights/test_my_data.py::test_the_file_holds_the_persons_rows_exactly",
        "rights/test_erasing.py::test_nothing_names_them_afterwards",
        "rights/test_leaving.py::test_today_is_the_last_day",
        "rights/test_figures_stay.py::test_a_published_report_does_not_move",
    ],
}
# Of other programs and of how people write: nothing in this program can make them untrue.
WARNINGS = {"tools", "style"}


def fact(**values: Any) -> Callable:
    return lambda cast, settings: Governance.objects.update(**values)


def community(**values: Any) -> Callable:
    return lambda cast, settings: Community.objects.update(**values)


def setting(**values: Any) -> Callable:
    def change(_cast: Cast, settings: Any) -> None:
        for name, value in values.items():
            setattr(settings, name, value)

    return change


def role_ends(role: str) -> Callable:
    return lambda cast, settings: Appointment.objects.filter(role=role).delete()


def another_contact(cast: Cast, _settings: Any) -> None:
    appoint(
        actor=cast.system,
        email="olu@example.org",
        name="Olu Adeyemi",
        role=Role.DATA_PROTECTION_CONTACT,
    )


# (what is set otherwise, the one line that changes, words it then holds)
CHANGES = [
    (fact(controller_name="Southern Council"), "controller", "Southern Council"),
    (fact(controller_contact="0161 496 0000"), "controller", "0161 496 0000"),
    (fact(controller_name=""), "controller", "not named yet"),
    (another_contact, "contact", "Olu Adeyemi (olu@example.org)"),
    (role_ends(Role.DATA_PROTECTION_CONTACT), "contact", "No data protection contact"),
    *((fact(lawful_basis=one), "basis", str(BASES[one])) for one in list(LawfulBasis)[1:]),
    (fact(lawful_basis=""), "basis", "not settled"),
    *(
        (fact(special_condition=one), "condition", str(CONDITIONS[one]))
        for one in SpecialCondition
        if one != SpecialCondition.EQUALITY
    ),
    (fact(special_condition=""), "condition", "nobody’s choice of a space is stored"),
    (fact(figures_only=True), "comments", "only ratings are asked"),
    (role_ends(Role.EVALUATOR), "comments", "There is no evaluator"),
    (community(t_figures=7), "thresholds", "Fewer than 7 answers"),
    (community(t_text=9), "thresholds", "from 9 answers"),
    (community(t_text_caucus=12), "thresholds", "by caucus from 12"),
    (community(figures_rhythm="session"), "rhythm", "Ratings are counted after each session"),
    (community(comments_rhythm="session"), "rhythm", "comments after each session"),
    (community(period_length="half_year"), "rhythm", "once for each half year"),
    (community(results_moment="edition"), "results", "with the annual report"),
    (fact(independent_name="Ada Boateng"), "independent", "Ada Boateng"),
    (fact(keeps_complaints=False), "complaints", "within 30 days."),
    (setting(HOST_ORGANISATION="Circle Hosting CIC"), "host", "Circle Hosting CIC"),
    (setting(BACKUPS_KEPT_DAYS=35), "backup", "kept for 35 days"),
    (setting(EMAIL_BACKEND=SMTP, EMAIL_HOST="mail.example.org"), "mail", "mail.example.org"),
    (setting(SESSION_COOKIE_AGE=7 * 86400), "session", "at most 7 days after"),
    (
        setting(
            SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [{"name": "Northern sign-in"}]}}
        ),
        "sign_in",
        "Northern sign-in",
    ),
    (setting(KEY_DIR="/somewhere/else"), "keys", "kept apart from the answers"),
    (setting(HTTPS=True), "transport", "encrypted"),
    (setting(LOG_LEVEL="INFO"), "log", "a log of what it does"),
    (setting(DEMO=True), "demo", "This is a demonstration"),
]


@pytest.fixture(autouse=True)
def plain_installation(settings: Any) -> None:
    """What the changes below start from."""
    settings.HOST_ORGANISATION, settings.BACKUPS_KEPT_DAYS = "", 0
    settings.HTTPS, settings.DEMO, settings.LOG_LEVEL = False, False, "WARNING"
    settings.DATA_DIR, settings.KEY_DIR = "/data", "/data/keys"


def said(cast: Cast) -> dict[str, str]:
    notice = current_notice(Community.objects.get(pk=cast.community.pk))
    table = {f"kept.{row.key}": f"{row.what} {row.readers} {row.period}" for row in notice.kept}
    return {line.key: line.text for line in notice.lines} | table


# What two places say of one thing, and both change.
TOGETHER = {"session": {"session", "kept.sign_in"}}


@pytest.mark.parametrize(("change", "key", "words"), CHANGES, ids=[c[1] for c in CHANGES])
def test_one_thing_set_otherwise_changes_its_sentence_and_no_other(
    cast: Cast, settings: Any, change: Callable, key: str, words: str
) -> None:
    before = said(cast)
    change(cast, settings)
    after = said(cast)
    assert {name for name in after if after[name] != before[name]} == TOGETHER.get(key, {key})
    assert all(words in after[name] for name in TOGETHER.get(key, {key}))
    assert words not in before[key] or key == "complaints"


def test_every_line_is_shown_to_change_or_holds_everywhere() -> None:
    assert {key for _change, key, _words in CHANGES} | set(ALWAYS) | WARNINGS == set(LINES)


@pytest.mark.parametrize("proof", sorted(one for proofs in ALWAYS.values() for one in proofs))
def test_what_holds_everywhere_is_held_by_a_test_that_is_there(proof: str) -> None:
    file, _colons, name = proof.partition("::")
    tree = ast.parse((TESTS / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_what_holds_everywhere_is_said(cast: Cast) -> None:
    words = said(cast)
    assert "cannot be found" in words["answers"]
    assert "triangulation" in words["comments"]
    assert "named as the facilitator of a caucus" in words["published"]
    assert "may keep its own record" in words["tools"]
    assert "Nothing follows" in words["voluntary"]


def test_the_table_is_made_of_the_holdings(cast: Cast, as_) -> None:
    page = parse(as_(None).get("/notice/northern/").content)
    rows = [texts(select(row, "th, td")) for row in select(page, "tbody tr")]
    assert len(rows) == len(registry.holdings)
    assert rows[0][0].startswith("Your entry on the roster: name, address")
    held = {str(holding.what).casefold(): holding for holding in registry.holdings}
    for row in rows:
        holding = held.pop(row[0].casefold())
        what, why, _readers, period = row
        assert what.casefold() == str(holding.what).casefold()
        assert why.casefold() == str(holding.why).casefold()
        assert period.casefold() == " ".join(holding.kept(cast.community).split()).casefold()


def wordless(notice: Notice) -> list[str]:
    return [row.key for row in notice.kept if not (row.what and row.why and row.period)]


def test_every_holding_has_words_and_one_without_is_seen(cast: Cast, monkeypatch) -> None:
    assert wordless(current_notice(cast.community)) == []
    quiet = dataclasses.replace(registry.holdings[0], key="quiet", what="")
    monkeypatch.setattr(registry, "holdings", [*registry.holdings, quiet])
    assert wordless(current_notice(cast.community)) == ["quiet"]


def test_the_period_comes_from_the_number_the_deletion_uses(cast: Cast, monkeypatch) -> None:
    from cop.governance import holdings

    def periods() -> dict[str, str]:
        return {row.key: row.period for row in current_notice(cast.community).kept}

    before = periods()
    monkeypatch.setattr(holdings, "COMPLAINT_MONTHS", 5)
    after = periods()
    assert {key for key in after if after[key] != before[key]} == {"complaints"}
    assert "5 months" in after["complaints"]


# Confirming


@pytest.mark.parametrize(
    ("change", "stage", "named"),
    [
        (fact(controller_name="Southern Council"), Stage.MEET, "who answers for the data"),
        (setting(BACKUPS_KEPT_DAYS=35), Stage.MEET, "how long backups are kept"),
        (community(t_figures=7), Stage.LISTEN, "how many answers it takes"),
    ],
)
def test_a_change_takes_the_confirmation_back_and_says_why(
    cast: Cast, settings: Any, change: Callable, stage: Stage, named: str
) -> None:
    assert why_stage_is_shut(cast.community, Stage.PUBLISH) == ""
    change(cast, settings)
    changed = Community.objects.get(pk=cast.community.pk)
    assert "confirmed again" in why_stage_is_shut(changed, stage)
    if stage == Stage.LISTEN:  # nothing that "Meet" rests on has changed
        assert why_stage_is_shut(changed, Stage.MEET) == ""
    item = next(item for item in checklist(changed, stage) if item.key == "notice")
    assert item.said == f"It was confirmed, and has changed since: {named}."
    confirm_notice(actor=cast.actor("tom"), seen=notice_print(changed))
    assert why_stage_is_shut(changed, Stage.PUBLISH) == ""


def test_a_new_kind_of_data_takes_it_back_too(cast: Cast, monkeypatch) -> None:
    confirm_notice(actor=cast.actor("amara"), seen=notice_print(cast.community))
    roster = next(one for one in registry.holdings if one.key == "membership")
    new = dataclasses.replace(roster, key="diary", what="What you dreamt of.")
    monkeypatch.setattr(registry, "holdings", [*registry.holdings, new])
    item = next(one for one in checklist(cast.community, Stage.MEET) if one.key == "notice")
    assert "What you dreamt of." in item.said


def test_what_changed_while_it_was_read_is_read_again(cast: Cast, as_) -> None:
    browser, url = as_("amara"), "/in/c/northern/governance/notice/"
    change_facts(actor=cast.actor("tom"), values={"controller_name": "Eastern Council"})
    seen = select(parse(browser.get(url).content), "input[name=seen]")[0].get("value")
    change_facts(actor=cast.actor("tom"), values={"controller_name": "Southern Council"})
    page = parse(browser.post(url, {"seen": seen}).content)
    assert "has changed while you read it" in texts(select(page, "[role=alert]"))[0]
    seen = select(page, "input[name=seen]")[0].get("value")
    assert browser.post(url, {"seen": seen}).status_code == 302
    assert why_stage_is_shut(cast.community, Stage.MEET) == ""


def test_nobody_but_a_co_chair_confirms(cast: Cast, as_) -> None:
    for name in ("bilal", "dana", "rosa"):
        answer = as_(name).post("/in/c/northern/governance/notice/", {"seen": "x"})
        assert answer.status_code == 403


def test_the_public_page_asks_for_nobody_and_escapes(cast: Cast, as_) -> None:
    Governance.objects.update(controller_name="<script>alert(1)</script>")
    response = as_(None).get("/notice/northern/")
    assert not response.cookies
    assert b"<script>alert" not in response.content


def test_before_a_condition_is_settled_nothing_is_said_of_feedback(cast: Cast):
    """ "No feedback is asked" does not stand above how feedback is read."""
    full = [key for key, _heading, _lines in current_notice(cast.community).sections]
    assert "feedback" in full
    Governance.objects.update(special_condition="")
    notice = current_notice(cast.community)
    lines = {line.key for _key, _heading, lines in notice.sections for line in lines}
    assert "condition" in lines
    assert not lines & {"choice", "published", "comments", "thresholds", "rhythm", "results"}
    assert "feedback" not in [key for key, _heading, _lines in notice.sections]
