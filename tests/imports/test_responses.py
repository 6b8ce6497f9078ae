"""The scenario year's answers, imported by session and by period, again, and wrongly."""

import datetime as dt
import hmac
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.crypto import salted_hmac

from cop.audit.models import Entry
from cop.core.tables import Problems
from cop.members.services import create_community
from feedback.box import keys
from feedback.disclosure import Exact, FewerThan, NotAsked, Release, as_text
from feedback.imports.rows import read_responses
from feedback.models import Atom, Envelope, Period, Released, Slip, Survey
from feedback.questionnaire import questionnaire
from feedback.results import WithPeriod
from feedback.selectors import period_results, response_total, survey_results, year_rows
from sessions_app.models import Attendance
from tests.factories.registers import SCENARIO
from tests.factories.responses import scenario_responses

EXPECTED = json.loads((SCENARIO / "expected.json").read_text())
YEAR = {"from_on": "2025-07-01", "to_on": "2026-10-31"}
DAYS = {name: dt.date.fromisoformat(day) for name, day in YEAR.items()}


@pytest.fixture
def north(community, register, settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    call_command("import_register", "north", **register.options, stdout=io.StringIO())
    return community


def run(path, slug="north", **options) -> str:
    out = io.StringIO()
    call_command("import_responses", slug, str(path), **options, stdout=out, stderr=out)
    return out.getvalue()


def everything() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Survey, Period, Released, Slip, Atom, Envelope, Entry)
    ]


def as_expected(release: Release) -> dict:
    """A release in the words of the hand-checked file."""
    cells = {}
    for cell in release.cells:
        items = {}
        for item, figure in cell.items.items():
            if isinstance(figure, Exact):
                items[item] = dict(zip(figure.bands, figure.numbers, strict=True))
            else:
                items[item] = {"at_least": figure.at_least, "band": str(figure.band)}
            items[item]["of"] = figure.n
        cells[cell.cell] = {"n": cell.n, "items": items}
    return cells


def test_by_session_the_hand_checked_figures_come_out(north, tmp_path):
    run(scenario_responses(tmp_path), release="session")
    results = {result.session.key: result for result in survey_results(north)}
    for key, cells in EXPECTED["released_by_session"].items():
        assert as_expected(results[key].ratings) == cells
    rates = {key: f"{one.responses.n} of {one.attended}" for key, one in results.items()}
    assert rates == {k: v.split(" (")[0] for k, v in EXPECTED["response_rates"].items()}
    total = response_total(results.values())
    assert f"{total.n} of {total.attended}" == EXPECTED["response_rate_year"].split(" (")[0]
    assert not Envelope.objects.exists()
    assert not Atom.objects.exists()


def test_by_session_the_year_is_added_up_as_bounds(north, tmp_path):
    run(scenario_responses(tmp_path, "S1", "S2"), release="session")
    rows = {(row.cell, row.item): (row.n, as_text(row.figure)) for row in year_rows(north, **DAYS)}
    # S1: at least 5 of 7 high; S2: at least 3 of 5 high.
    assert rows["white", "a"] == (12, "low 0–4, mid 0–4, high 8–12")
    # S1: low 2, mid 4, high 1; S2: at least 3 of 5 mid.
    assert rows["white", "b"] == (12, "low 2–4, mid 7–9, high 1–3")
    assert rows["racially_minoritised", "g"] == (10, "low 1–3, mid 2–4, high 5–7")


def test_by_period_everything_waits_for_the_period_and_comes_at_once(north, tmp_path):
    said = run(scenario_responses(tmp_path), release="period", **YEAR)
    assert "is counted." in said
    assert {type(one.ratings) for one in survey_results(north)} == {WithPeriod}
    [period] = period_results(north)
    assert {cell.cell: cell.n for cell in period.ratings.cells} == {
        "racially_minoritised": 23,
        "white": 32,
    }
    assert Released.objects.filter(survey__isnull=False).count() == 0
    assert not Atom.objects.exists()
    rows = year_rows(north, **DAYS)
    assert len(rows) == 14
    narrower = year_rows(north, from_on=dt.date(2025, 7, 2), to_on=DAYS["to_on"])
    assert narrower == ()


def test_a_period_of_old_answers_must_be_over(north, tmp_path):
    """Live answers opened with them would be left when the file's are taken off."""
    with pytest.raises(CommandError, match="must be over"):
        run(
            scenario_responses(tmp_path), release="period", from_on="2025-07-01", to_on="2099-12-31"
        )
    assert not Survey.objects.exists()


def test_comments_by_session_and_by_period(north, tmp_path):
    run(scenario_responses(tmp_path, "S1", texts=True), release="session")
    # 12 responses: planning without caucus; findings too, as no caucus has ten.
    assert set(Slip.objects.values_list("cell", flat=True)) == {"all"}
    assert Slip.objects.count() == 60
    run(
        scenario_responses(tmp_path, "S2", "S3", "S4", "S5", "S6", texts=True),
        release="period",
        from_on="2025-10-01",
        to_on="2026-10-31",
    )
    # Planning: 11 and 10 and 9 and 8 as text, 7 as topics alone, by session. Findings: by caucus.
    by_session = Slip.objects.exclude(survey=None).exclude(survey__session__key="S1")
    assert set(by_session.values_list("question", flat=True)) == {"5", "6"}
    assert by_session.filter(reading="topics").count() == 14
    by_period = Slip.objects.filter(survey=None)
    assert set(by_period.values_list("question", flat=True)) == {"2", "3", "4"}
    counted = {
        cell: by_period.filter(cell=cell, question="2").count()
        for cell in set(by_period.values_list("cell", flat=True))
    }
    assert counted == {"racially_minoritised": 18, "white": 25}
    assert Period.objects.get(is_pool=False).destroyed_unread == ["findings"]


def test_the_same_file_again_changes_nothing(north, tmp_path):
    path = scenario_responses(tmp_path)
    run(path, release="session")
    before = everything()
    assert "Nothing changes" in run(path, release="session")
    assert "Nothing changes" in run(path, release="session", dry_run=True)
    assert everything() == before


def test_rows_in_another_order_are_the_same_answers(north, tmp_path):
    path = scenario_responses(tmp_path, "S1")
    run(path, release="session")
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *sorted(rows)]))
    assert "Nothing changes" in run(path, release="session")


def test_other_answers_to_a_counted_session_are_refused(north, tmp_path):
    path = scenario_responses(tmp_path, "S1")
    run(path, release="session")
    before = everything()
    path.write_text(path.read_text().replace("S1,White,5", "S1,White,1", 1))
    with pytest.raises(CommandError, match="cannot be changed"):
        run(path, release="session")
    assert everything() == before


def test_another_release_of_the_same_answers_is_refused(north, tmp_path):
    path = scenario_responses(tmp_path, "S1")
    run(path, release="session")
    with pytest.raises(CommandError, match="released once"):
        run(path, release="period", **YEAR)
    run(scenario_responses(tmp_path, "S2"), release="period", **YEAR)
    with pytest.raises(CommandError, match="counted already"):
        run(scenario_responses(tmp_path, "S3"), release="period", **YEAR)
    with pytest.raises(CommandError, match="never overlap"):
        run(
            scenario_responses(tmp_path, "S3"),
            release="period",
            from_on="2026-01-01",
            to_on="2026-12-31",
        )


def test_the_same_answers_elsewhere_on_the_installation_are_refused(north, register, tmp_path):
    path = scenario_responses(tmp_path, "S1")
    run(path, release="session")
    create_community(slug="south", name="South")
    call_command("import_register", "south", **register.options, stdout=io.StringIO())
    with pytest.raises(CommandError, match="another community"):
        run(path, slug="south", release="session")
    path.write_text(path.read_text().replace("S1,", "S2,"))
    with pytest.raises(CommandError, match="another session"):
        run(path, release="session")


def test_a_dry_run_writes_nothing(north, tmp_path):
    before = everything()
    said = run(scenario_responses(tmp_path), release="session", dry_run=True)
    assert "S1: 12 responses, 22 came." in said
    assert everything() == before
    assert keys.kept() == []


def test_every_bad_row_is_listed_and_nothing_is_written(north, tmp_path):
    path = tmp_path / "responses.csv"
    path.write_text(
        "session,caucus,a,b,c,d,e,f,g,2\n"
        "S1,white,6,1,1,1,1,1,1,fine\n"
        "S9,white,1,1,1,1,1,1,1,fine\n"
        ",white,1,,,,,,,\n"
        f"S1,white,1,1,1,1,1,1,1,{'long ' * 500}\n"
        "S1,,,,,,,,,\n"
    )
    before = everything()
    with pytest.raises(CommandError) as refused:
        run(path, release="session")
    said = str(refused.value)
    assert "4 problems were found. Nothing was imported." in said
    assert "responses.csv, row 2, column a: Enter a whole number from 1 to 5" in said
    assert "row 3, column session: There is no session “S9”" in said
    assert "row 4, column session: Enter the session’s own key" in said
    assert "row 5, column 2: Shorten this comment" in said
    assert everything() == before


@pytest.mark.parametrize("missing", ["session", "caucus", "d"])
def test_a_missing_column_is_an_error(north, tmp_path, missing):
    path = tmp_path / "responses.csv"
    columns = [name for name in ("session", "caucus", *"abcdefg") if name != missing]
    path.write_text(",".join(columns) + "\n")
    with pytest.raises(CommandError, match=f"column {missing}"):
        run(path, release="session")


def test_more_responses_than_came_is_an_error(north, tmp_path):
    path = tmp_path / "responses.csv"
    path.write_text("session,caucus,a,b,c,d,e,f,g\n" + "S5,white,1,2,3,4,5,1,2\n" * 12)
    with pytest.raises(CommandError, match="12 responses, and 11 people came"):
        run(path, release="session")


def test_a_session_outside_the_period_is_an_error(north, tmp_path):
    with pytest.raises(CommandError, match="outside the period"):
        run(
            scenario_responses(tmp_path, "S1", "S2"),
            release="period",
            from_on="2025-10-01",
            to_on="2026-09-30",
        )
    assert not Survey.objects.exists()
    assert keys.kept() == []


def test_another_word_for_a_caucus_is_not_stated_with_a_warning(north, tmp_path):
    path = scenario_responses(tmp_path, "S1")
    path.write_text(path.read_text().replace("White,5", "Martian,5", 1))
    said = run(path, release="session")
    assert "1 row states no caucus of this community; it counts as not stated." in said
    release = survey_results(north)[0].ratings
    assert {cell.cell: cell.n for cell in release.cells} == {"racially_minoritised": 5, "white": 6}


def test_few_answers_show_nothing_but_that_there_are_few(north, tmp_path):
    path = tmp_path / "responses.csv"
    path.write_text("session,caucus,a,b,c,d,e,f,g\n" + "S5,white,1,2,3,4,5,1,2\n" * 4)
    run(path, release="session")
    result = next(one for one in survey_results(north) if one.session.key == "S5")
    assert result.responses == FewerThan(5)
    assert not isinstance(result.ratings, Release)
    assert Survey.objects.get().responses is None
    assert survey_results(north)[0].responses == NotAsked()


def few(path, number, ratings="1,2,3,4,5,1,2"):
    path.write_text("session,caucus,a,b,c,d,e,f,g\n" + f"S5,white,{ratings}\n" * number)
    return path


def test_of_few_answers_nothing_is_kept_to_try_guesses_against(north, tmp_path):
    path = few(tmp_path / "responses.csv", 4)
    said = run(path, release="session")
    assert "S5: fewer than 5 responses, 11 came." in said
    assert Survey.objects.get().digest == ""
    before = everything()
    for changed in (path, few(path, 1), few(path, 4, "5,5,5,5,5,5,5")):
        said = run(changed, release="session")
        assert "Nothing changes" in said
        assert "was not looked at" in said
        assert everything() == before
    with pytest.raises(CommandError, match="cannot be changed"):
        run(few(path, 5), release="session")
    assert everything() == before


def test_more_than_came_is_said_without_a_small_number(north, tmp_path):
    Attendance.objects.filter(session__key="S5").delete()
    with pytest.raises(CommandError) as refused:
        run(few(tmp_path / "responses.csv", 3), release="session")
    assert "Session S5 has more responses than people who came." in str(refused.value)


def test_the_digest_needs_the_installation_s_pepper(north, tmp_path, settings):
    path = scenario_responses(tmp_path, "S1")
    run(path, release="session")
    pepper = settings.KEY_DIR / "imports.pepper"
    assert oct(pepper.stat().st_mode & 0o777) == "0o600"
    problems = Problems()
    [batch] = read_responses(north, path, questionnaire("PPN-1"), problems).batches
    assert batch.digest == Survey.objects.get().digest
    plain = hmac.new(settings.SECRET_KEY.encode(), batch.content.encode(), "sha256").hexdigest()
    keyed = salted_hmac("feedback.imports", batch.content, algorithm="sha256").hexdigest()
    assert batch.digest not in {plain, keyed}
    pepper.write_bytes(b"0" * 32)
    [again] = read_responses(north, path, questionnaire("PPN-1"), problems).batches
    assert again.digest != batch.digest


def test_without_release_the_community_s_rhythm_holds(north, tmp_path):
    run(scenario_responses(tmp_path))
    spans = [(str(one.from_on), str(one.to_on)) for one in period_results(north)]
    # S6 is the last of the file; whatever is given here afterwards has a period of its own.
    assert spans == [("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-10-15")]
    assert {type(one.ratings) for one in period_results(north)} == {Release}


@pytest.mark.parametrize(
    "options",
    [
        {"release": "period", "from_on": "2025-07-01"},
        {"release": "session", **YEAR},
        {"release": "period", "from_on": "1 July", "to_on": "2026-10-31"},
        {"release": "period", "from_on": "2026-10-31", "to_on": "2025-07-01"},
    ],
)
def test_days_that_make_no_period_are_refused(north, tmp_path, options):
    with pytest.raises(CommandError):
        run(scenario_responses(tmp_path, "S1"), **options)
    assert not Period.objects.exists()


def test_where_totals_were_published_no_caucus_follows(north, tmp_path):
    """Both caucuses of S1 have enough; a cell of one beside the known total gives the other."""
    path = scenario_responses(tmp_path)
    run(path, release="session", totals_published=True)
    assert {row.cell for row in Released.objects.all()} == {"all"}
    assert Released.objects.filter(survey__session__key="S1").count() == 7


def test_another_questionnaire_s_answers_have_its_columns(north, tmp_path):
    path = tmp_path / "webinar.csv"
    rows = [f"S1,,4,4,4,2,{new},evening" for new in ("Most of it", "most", "", "some", "little")]
    path.write_text("\n".join(["session,caucus,a,b,c,d,new,time", *rows]))
    run(path, release="session", questionnaire="WEBINAR-1")
    held = Survey.objects.get()
    assert (held.questionnaire, held.responses) == ("WEBINAR-1", 5)
    new = Released.objects.get(item="new")
    assert (new.cell, new.value) == ("all", {"most": 2, "some": 1, "little": 1, "none": 1})
    path.write_text(path.read_text().replace("little", "loads"))
    with pytest.raises(CommandError, match="most, some, little"):
        run(path, release="session", questionnaire="WEBINAR-1")
