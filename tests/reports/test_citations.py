"""Works cited in the form of the APA's seventh edition. What is expected was written by hand."""

import json
import re
import subprocess
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from cop.core.errors import Refused
from cop.documents.selectors import fingerprint
from reports.check import check_report
from reports.enums import FileFormat, RenderingState
from reports.forms import SectionForm
from reports.models import Rendering, Report
from reports.render.citations import Citation, cite, entries_of, works_in
from reports.render.document import build_document
from reports.render.files import render_file
from reports.render.html import render_html
from reports.services import begin_report, render_report, write_references
from tests.access.urls_reports import DATES
from tests.people import Cast
from tests.reports.editions import full_report
from tests.reports.report_data import scenario_data, sections_with
from tests.reports.test_render_html import text_of

BIBTEX = """
@article{braun2006,
  author = {Braun, Virginia and Clarke, Victoria},
  title = {Using thematic analysis in psychology},
  journal = {Qualitative Research in Psychology},
  year = {2006}, volume = {3}, number = {2}, pages = {77--101},
  doi = {10.1191/1478088706qp063oa}
}
@book{wenger1998,
  author = {Wenger, Etienne},
  title = {Communities of practice: Learning, meaning, and identity},
  publisher = {Cambridge University Press},
  year = {1998}
}
@incollection{tatum2004,
  author = {Tatum, Beverly Daniel},
  title = {Family life and school experience},
  booktitle = {Off white: Readings on power, privilege, and resistance},
  editor = {Fine, Michelle and Weis, Lois},
  edition = {2}, pages = {310--330}, publisher = {Routledge}, year = {2004}
}
@report{nhs2023,
  author = {{NHS England}},
  title = {NHS workforce race equality standard},
  institution = {NHS England},
  year = {2023}, url = {https://www.england.nhs.uk/wres}
}
@online{race2020,
  author = {{Race Equality Foundation}},
  title = {Talking about race},
  date = {2020-06-15},
  url = {https://raceequalityfoundation.org.uk/talking}
}
@article{three2019,
  author = {Adams, Ann and Brown, Bob and Cole, Cat},
  title = {A study of groups}, journal = {Journal of Groups},
  year = {2019}, volume = {12}, pages = {1--9}
}
@book{hall2020a, author = {Hall, Sam}, title = {First things}, year = {2020}, publisher = {A}}
@book{hall2020b, author = {Hall, Sam}, title = {Second things}, year = {2020}, publisher = {A}}
"""
# By the manual: authors with initials and "&", year in brackets, titles in sentence case; journals,
# volumes, books and reports in italics.
LISTED = {
    "braun2006": "Braun, V., &amp; Clarke, V. (2006). Using thematic analysis in psychology. "
    "<em>Qualitative Research in Psychology</em>, <em>3</em>(2), 77–101. "
    '<a href="https://doi.org/10.1191/1478088706qp063oa" rel="noopener noreferrer">'
    "https://doi.org/10.1191/1478088706qp063oa</a>",
    "wenger1998": "Wenger, E. (1998). <em>Communities of practice: Learning, meaning, and "
    "identity</em>. Cambridge University Press.",
    "tatum2004": "Tatum, B. D. (2004). Family life and school experience. In M. Fine &amp; L. Weis "
    "(Eds.), <em>Off white: Readings on power, privilege, and resistance</em> (2nd ed., "
    "pp. 310–330). Routledge.",
    "nhs2023": "NHS England. (2023). <em>NHS workforce race equality standard</em>. "
    '<a href="https://www.england.nhs.uk/wres" rel="noopener noreferrer">'
    "https://www.england.nhs.uk/wres</a>",
    "race2020": "Race Equality Foundation. (2020, June 15). <em>Talking about race</em>. "
    '<a href="https://raceequalityfoundation.org.uk/talking" rel="noopener noreferrer">'
    "https://raceequalityfoundation.org.uk/talking</a>",
}


@pytest.mark.parametrize("key", LISTED)
def test_a_work_is_listed_as_the_manual_says(key: str) -> None:
    listed = {one.key: str(one.html) for one in entries_of(BIBTEX)}
    assert listed[key] == LISTED[key]


def test_the_list_is_in_the_order_of_the_alphabet() -> None:
    keys = [one.key for one in entries_of(BIBTEX)]
    assert keys == [
        "three2019", "braun2006", "hall2020a", "hall2020b", "nhs2023", "race2020", "tatum2004",
        "wenger1998",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("[@braun2006]", "(Braun & Clarke, 2006)"),
        ("[@braun2006, p. 3]", "(Braun & Clarke, 2006, p. 3)"),
        ("[see @wenger1998, pp. 7–9]", "(see Wenger, 1998, pp. 7–9)"),
        ("[@wenger1998; @braun2006, p. 3]", "(Braun & Clarke, 2006, p. 3; Wenger, 1998)"),
        ("[-@wenger1998]", "(1998)"),
        ("@braun2006 say", "Braun and Clarke (2006) say"),
        ("So [@wenger1998]: yes", "So (Wenger, 1998): yes"),
        ("@wenger1998 [p. 45] says", "Wenger (1998, p. 45) says"),
        ("[@three2019]", "(Adams et al., 2019)"),
        ("[@nhs2023]", "(NHS England, 2023)"),
        ("[@hall2020a] and [@hall2020b]", "(Hall, 2020a) and (Hall, 2020b)"),
    ],
)
def test_a_citation_in_the_text(typed: str, printed: str) -> None:
    data = scenario_data()
    data["references"] = BIBTEX
    data["sections"] = sections_with(introduction=f"Start {typed} end.")
    document = build_document(data)
    made = str(document.sections[1].html)
    said = made.replace("<p>", "").replace("</p>", "")
    assert " ".join(_words(said).split()) == f"Start {printed} end."
    assert document.unresolved == []
    listed = document.sections[-1]
    assert listed.title == "References"
    ids = {one.id for one in listed.context["bibliography"].entries}
    assert {part.split('"')[0] for part in made.split('href="#')[1:]} <= ids


def _words(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


def test_csl_json_is_read_too() -> None:
    pasted = json.dumps(
        [
            {
                "id": "ahmed2012",
                "type": "book",
                "author": [{"family": "Ahmed", "given": "Sara"}],
                "title": "On being included",
                "publisher": "Duke University Press",
                "issued": {"date-parts": [[2012]]},
            }
        ]
    )
    [entry] = entries_of(pasted)
    assert entry.html == "Ahmed, S. (2012). <em>On being included</em>. Duke University Press."


@pytest.mark.parametrize(
    "pasted",
    ["@book{half, title={x", '[{"id": "x"', '[{"title": "no id"}]', "just words", "x" * 500_000],
)
def test_what_cannot_be_read_says_so(pasted: str) -> None:
    with pytest.raises(Refused):
        entries_of(pasted)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "\\href{javascript:alert(1)}{x}",
        "$\\input{/etc/passwd}$ \\input{/etc/passwd} \\include{/etc/passwd}",
        "{{ settings.SECRET_KEY }}",
    ],
)
def test_a_hostile_work_is_words(attack: str) -> None:
    fields = f"author={{Roe, Jo}}, title={{{attack}}}, year={{2020}}, url={{javascript:alert(1)}}"
    pasted = f"@book{{x, {fields}}}"
    [entry] = entries_of(pasted)
    assert "<script" not in entry.html
    assert 'href="javascript' not in entry.html
    assert "root:" not in entry.html


def test_a_hostile_key_and_page_are_words() -> None:
    pasted = json.dumps([{"id": 'x"><script>', "type": "book", "title": "T <b onclick=x>y</b>"}])
    [entry] = entries_of(pasted)
    assert "<script" not in entry.id
    assert "onclick" not in str(entry.html) or "&lt;b onclick" in str(entry.html)
    cited = cite(BIBTEX, ((Citation("wenger1998", suffix=", <script> *p* `--from=x`"),),))
    assert "<script" not in cited.clusters[0]


def test_the_same_question_starts_pandoc_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.render import citations

    asked: list[Any] = []
    really = citations._pandoc
    monkeypatch.setattr(citations, "_pandoc", lambda *given: asked.append(0) or really(*given))
    data = scenario_data()
    data["references"] = BIBTEX + "\n"
    data["sections"] = sections_with(introduction="[@braun2006] and [@wenger1998]")
    build_document(data)
    first = len(asked)
    build_document(data)
    assert first == 2
    assert len(asked) == 2


def test_what_pandoc_refused_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.render import citations

    asked: list[Any] = []
    really = citations._pandoc
    monkeypatch.setattr(citations, "_pandoc", lambda *given: asked.append(0) or really(*given))
    for _twice in range(2):
        with pytest.raises(Refused, match="cannot be read"):
            works_in("@book{open, title={never closed")
    assert len(asked) == 1
    monkeypatch.setattr(citations.pypandoc, "get_pandoc_path", lambda: "/nowhere/pandoc")
    with pytest.raises(Refused):
        works_in("@book{here, title={It is not there today}}")
    monkeypatch.undo()
    assert list(works_in("@book{here, title={It is not there today}}")) == ["here"]


@pytest.mark.parametrize(
    ("title", "said"),
    [("{" * 40 + "x" + "}" * 40, "Too many braces"), ("{x}" * 25_000, "more references than")],
)
def test_braces_that_nobody_means_never_reach_pandoc(
    monkeypatch: pytest.MonkeyPatch, title: str, said: str
) -> None:
    monkeypatch.setattr("reports.render.citations._pandoc", lambda *given: pytest.fail("asked"))
    with pytest.raises(Refused, match=said):
        works_in(f"@book{{x, title={{{title}}}}}")


BOOK = "@book{%s, author={Doe, Jo}, title={Things}, year={1999}}"


@pytest.mark.parametrize("asked", ["--to=csljson", "--citeproc"])
@pytest.mark.parametrize("cut_off", ["slow", "killed"])
def test_a_pandoc_cut_off_once_changes_no_page_and_no_file_for_good(
    monkeypatch: pytest.MonkeyPatch, asked: str, cut_off: str
) -> None:
    data = scenario_data()
    data["references"] = BOOK % f"{cut_off}{asked.strip('-').replace('=', '')}"
    key = data["references"][6:].split(",")[0]
    data["sections"] = sections_with(introduction=f"So [@{key}, p. 3].", references="")
    with monkeypatch.context() as patched:
        patience = _cut_off(patched, asked, cut_off)
        document = build_document(data)
        assert "in time" in document.refusal
        assert text_of(str(document.sections[1].html)) == f"So [@{key}, p. 3]."
        assert document.unresolved == []
        assert "No work is cited" not in text_of(render_html(data))
        with pytest.raises(Refused, match="in time"):
            render_file(data, FileFormat.HTML)
        assert patience[0] == 6
        assert patience[-1] == 60
    assert "(Doe, 1999, p. 3)" in _words(render_html(data))
    assert "(Doe, 1999, p. 3)" in _words(render_file(data, FileFormat.HTML).decode())


def _cut_off(patched: pytest.MonkeyPatch, asked: str, how: str) -> list[float]:
    """A pandoc that never ends what it is asked; how long it was waited for."""
    really, patience = subprocess.run, []

    def run(command: list[str], **given: Any) -> Any:
        if asked not in command:
            return really(command, **given)
        patience.append(given["timeout"])
        if how == "slow":
            raise subprocess.TimeoutExpired(command, given["timeout"])
        raise subprocess.CalledProcessError(-9, command)

    patched.setattr("reports.render.citations.subprocess.run", run)
    return patience


def test_a_report_whose_works_are_not_read_is_read_and_not_published(
    cast: Cast, as_, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = full_report(cast)
    Report.objects.filter(pk=report.pk).update(references=BOOK % "unread")
    report.sections.filter(kind="introduction").update(body="So it is [@unread].")
    report.refresh_from_db()
    _cut_off(monkeypatch, "--citeproc", "slow")
    [problem] = [one for one in check_report(report) if one.code == "works_not_cited"]
    assert problem.is_error
    assert "in time" in problem.words
    read = as_("bilal").get(reverse("reports:report_read", args=[cast.community.slug, report.pk]))
    assert read.status_code == 200
    assert "So it is [@unread]." in text_of(read.content.decode())
    rendering = Rendering.objects.create(report=report, content="x")
    render_report(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert "in time" in rendering.problem
    assert not rendering.files.exists()


def test_a_report_cites_no_more_than_can_be_written_in_time() -> None:
    many = "".join(BOOK % f"w{number}" for number in range(301))
    with pytest.raises(Refused, match="up to 300 works"):
        entries_of(many)
    with pytest.raises(Refused, match="up to 1000 times"):
        cite(BIBTEX, ((Citation("wenger1998"),) * 1001,))
    words = {"title": "Introduction", "revision": "1"}
    assert SectionForm({**words, "body": "[@a; @b] " * 500}).is_valid()
    assert SectionForm({**words, "body": "us@example.org " * 1001}).is_valid()
    form = SectionForm({**words, "body": "[@a; @b] " * 501})
    assert "up to 1000 times" in str(form.errors["body"])


def test_references_are_pasted_looked_at_and_kept(as_, cast: Cast) -> None:
    report = begin_report(actor=cast.actor("bilal"), title="Our first year", **DATES)
    url = reverse("reports:report_references", args=[cast.community.slug, report.pk])
    client = as_("bilal")
    seen = fingerprint("")
    looked = client.post(url, {"references": BIBTEX, "seen": seen, "look": "1"})
    assert "Wenger, E. (1998)." in text_of(looked.content.decode())
    report.refresh_from_db()
    assert report.references == ""
    wrong = client.post(url, {"references": "@book{half, title={x", "seen": seen})
    assert "cannot be read" in text_of(wrong.content.decode())
    assert client.post(url, {"references": BIBTEX, "seen": seen}).status_code == 302
    report.refresh_from_db()
    assert works_in(report.references).keys() == works_in(BIBTEX).keys()


def test_nobody_overwrites_what_somebody_else_pasted(cast: Cast) -> None:
    actor = cast.actor("bilal")
    report = begin_report(actor=actor, title="Our first year", **DATES)
    write_references(actor=actor, report=report, references=BIBTEX, seen=fingerprint(""))
    with pytest.raises(Refused, match="Somebody else"):
        write_references(actor=actor, report=report, references="", seen=fingerprint(""))
    assert Report.objects.get(pk=report.pk).references == BIBTEX
