"""Comments are reviewed in a browser: by marking, by keyboard alone, and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import expect

from feedback.models import Comment, Review, Slip
from tests.feedback import slips

TEXT = "\U0001f600\U0001f600 Rosa from Pennine was <b>kind</b>.\nAs the only one I kept quiet."


@pytest.fixture
def slip(cast: Any) -> Slip:
    return slips.findings(cast, TEXT)[0]


def here(cast: Any, slip: Slip) -> str:
    return f"/in/c/{cast.community.slug}/results/review/{slip.pk}/"


def edits(slip: Slip) -> list[list[Any]]:
    return Review.objects.get(pk=slip.pk).operations


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("width", [390, 1280])
def test_words_are_taken_out_by_keyboard_alone(cast: Any, visitor: Any, slip: Slip, width: int):
    ines = visitor(cast.ines, width=width)
    ines.goto(here(cast, slip))
    boxes = ines.locator("[data-words] input")
    ines.get_by_label("Rosa").focus()
    press(ines, "Shift+ArrowRight")
    expect(ines.locator("[data-chosen]")).to_have_text("Chosen: Rosa from")
    assert [box.get_attribute("tabindex") for box in boxes.all()].count("0") == 1
    press(ines, "Tab", "Tab", "Tab", "Enter")  # past what stands in the brackets
    expect(ines.get_by_text("[…] Pennine was <b>kind</b>.", exact=False).first).to_be_visible()
    assert edits(slip) == [[3, 12, "cut", ""]]
    ines.get_by_role("button", name="Undo").focus()
    press(ines, "Enter")
    expect(ines.get_by_text("Others would read")).to_have_count(0)
    assert edits(slip) == []
    assert ines.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


MARK = """([from, to]) => {
  const parts = [...document.querySelectorAll("[data-words] [data-at]")];
  const find = (word) => parts.find((part) => part.textContent.includes(word)).firstChild;
  const range = document.createRange();
  range.setStart(find(from), find(from).data.indexOf(from));
  range.setEnd(find(to), find(to).data.indexOf(to) + to.length);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""


def test_a_marked_passage_is_replaced_where_the_server_finds_it(
    cast: Any, visitor: Any, slip: Slip
):
    """After two characters that browsers count twice, across two lines and within a word."""
    ines = visitor(cast.ines, width=1280)
    ines.goto(here(cast, slip))
    ines.evaluate(MARK, ["kin", "only"])
    expect(ines.locator("[data-chosen]")).to_contain_text("kind</b>.")
    ines.get_by_label("or words of your own").fill("somebody")
    ines.get_by_role("button", name="Replace with the brackets").click()
    expect(ines.locator("ins").first).to_have_text("[somebody]")
    start = TEXT.index("kind")
    assert edits(slip) == [[start, TEXT.index(" one I"), "replace", "somebody"]]
    ines.evaluate(MARK, ["osa", "fro"])
    ines.get_by_role("button", name="Cut: […]").click()
    expect(ines.locator("[data-words] ins")).to_have_count(2)
    assert edits(slip)[0] == [TEXT.index("osa"), TEXT.index("m Penn"), "cut", ""]


def test_the_whole_way_without_scripts(cast: Any, visitor: Any, slip: Slip):
    ines = visitor(cast.ines, javascript=False)
    ines.goto(f"/in/c/{cast.community.slug}/results/")
    ines.get_by_role("link", name="Review comments").click()
    ines.get_by_role("link", name="How did you find the experience").click()
    ines.get_by_role("link", name="Open comment 1").click()
    for word in ("Rosa", "Pennine"):
        ines.get_by_label(word).check()
    ines.get_by_label("In the brackets").select_option("name")
    ines.get_by_role("button", name="Replace with the brackets").click()
    expect(ines.locator("[data-words] ins")).to_have_count(2)
    ines.get_by_label("Release with my edits").check()
    ines.get_by_role("button", name="Put to the second reviewer").click()
    nkechi = visitor(cast.nkechi, javascript=False)
    nkechi.goto(here(cast, slip))
    expect(nkechi.locator("del").first).to_have_text("Rosa")
    nkechi.get_by_role("button", name="No: release it like this").click()
    nkechi.get_by_role("button", name="Release them and delete the originals").click()
    expect(nkechi.get_by_text("The review of 1 comment is finished.")).to_be_visible()
    amara = visitor(cast.amara, javascript=False)
    amara.goto(f"/in/c/{cast.community.slug}/results/comments/")
    released = "\U0001f600\U0001f600 [name] from [name] was <b>kind</b>."
    expect(amara.locator("blockquote p").first).to_contain_text(released)
    assert Comment.objects.get().body.startswith(released)
    assert not Slip.objects.exists()


def test_whoever_is_late_is_told_and_keeps_what_they_typed(cast: Any, visitor: Any, slip: Slip):
    ines, again = visitor(cast.ines), visitor(cast.ines)
    ines.goto(here(cast, slip))
    again.goto(here(cast, slip))
    again.get_by_label("Rosa").check()
    again.get_by_role("button", name="Cut: […]").click()
    ines.get_by_label("Release a paraphrase").check()
    ines.get_by_label("Paraphrase", exact=True).fill("Somebody was kind to me")
    ines.get_by_role("button", name="Put to the second reviewer").click()
    expect(ines.get_by_text("Somebody else has changed this review").first).to_be_visible()
    expect(ines.get_by_label("Paraphrase", exact=True)).to_have_value("Somebody was kind to me")
    expect(ines.locator("[data-words] ins")).to_have_text("[…]")
    ines.get_by_role("button", name="Put to the second reviewer").click()
    expect(ines.get_by_role("heading", level=1)).to_be_visible()
    assert Review.objects.get().paraphrase == "Somebody was kind to me"
