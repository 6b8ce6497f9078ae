"""Shipped documents become pages: whatever stands in one, no markup of its own runs."""

from pathlib import Path

from cop.core.shipped import read_document
from tests.pages import parse, select, texts

HOSTILE = """# A <b>title</b>

## <script>one</script> "two" onclick=three

| a | b |
| --- | --- |
| <img src=x onerror=alert(1)> | [run](javascript:alert(1)) |

<script>alert(1)</script>

[elsewhere](https://example.org/) [here](known.md#part) [nowhere](../../secret.md)
"""


def test_nothing_in_a_document_is_markup_but_markdown(tmp_path: Path):
    (tmp_path / "one.md").write_text(HOSTILE)
    document = read_document(tmp_path / "one.md", {"known.md": "/known/"})
    assert document.title == "A <b>title</b>", "a template escapes it"
    page = parse(f"<main>{document.html}</main>")
    assert select(page, "script, img, b") == []
    assert [link.get("href") for link in select(page, "a")] == [
        "https://example.org/",
        "/known/#part",
    ]
    [region] = select(page, "[role=region]")
    assert region.get("aria-label") == '<script>one</script> "two" onclick=three (1)'
    names = {name for one in select(page, "*") for name in one.attrib}
    assert not any(name.startswith("on") for name in names)
    assert "nowhere" in " ".join(texts([page]))
