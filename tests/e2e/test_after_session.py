"""After a session, in browsers and with a worker: notes, summary, mail, certificate."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from caucus.selectors import terms_of
from cop.post.models import Message
from tests.reports.after import close_register, over, shared

PATIENCE = 60_000


def test_from_the_notes_to_a_certificate(cast: Any, visitor: Any, worker: Any, tmp_path: Path):
    session = over(cast, "rosa", "will", title="The White Caucus meets")
    shared(session, "white", "Silence in meetings")
    shared(session, "racially_minoritised", "Who takes the minutes")
    close_register(session)
    page = f"/in/c/{cast.community.slug}/sessions/{session.pk}/"

    tom = visitor(cast.tom)
    tom.goto(page)
    tom.get_by_role("button", name="Write the notes").click()
    tom.get_by_label("Notes of the parts together").fill("We agreed to begin on time.")
    tom.get_by_role("button", name="Save the notes").click()
    expect(tom.get_by_text("The notes are saved.")).to_be_visible()

    amara = visitor(cast.amara, width=1280)
    amara.goto(page)
    amara.get_by_role("button", name="Draft the summary").click()
    amara.get_by_role("button", name="Draft the summary as things are now").click()
    expect(amara.get_by_text("This is what will be read, word for word.")).to_be_visible()
    amara.get_by_role("button", name="Approve both versions").click()
    amara.get_by_role("button", name="Draft the mail").click()
    amara.get_by_role("link", name="Thanks, with the summary of a session").click()
    assert Message.objects.filter(kind="summary_thanks").count() == 2

    rosa = visitor(cast.rosa)
    rosa.goto(page)
    rosa.get_by_role("button", name="Read the summary").click()
    for words in ("We agreed to begin on time.", "Who takes the minutes", "Silence in meetings"):
        expect(rosa.get_by_text(words)).to_be_visible()
    rosa.goto(page)
    rosa.get_by_role("button", name="Get it").click()
    rosa.get_by_role("button", name="Make the certificate").click()
    rosa.get_by_role("button", name="Download the PDF").wait_for(timeout=PATIENCE)
    with rosa.expect_download() as kept:
        rosa.get_by_role("button", name="Download the PDF").click()
    path = tmp_path / "certificate.pdf"
    kept.value.save_as(path)
    text = " ".join(PdfReader(path).pages[0].extract_text().split())
    assert "Rosa Delgado" in text
    assert "attended" in text
    terms = terms_of(cast.community.pk)
    assert [term for term in terms if term.casefold() in text.casefold()] == []
    # The control: the summary names both, and is found to.
    assert any(term in session.title for term in terms)
