"""No link leads nowhere: what one block of a page names is unknown in the next.

`{% url … as back %}` holds inside the block it stands in. A link of another
block that writes `{{ back }}` would have an empty address, which leads to the
page itself.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "templates"

TAG = re.compile(
    r"{%\s*block\s+(?P<opens>\w+)"
    r"|(?P<closes>{%\s*endblock\b)"
    r"|{%\s*(?:url|translate)\s[^%]*\sas\s+(?P<names>\w+)\s*%}"
    r"|(?:href|action)=\"{{\s*(?P<used>\w+)\s*}}\""
    r"|\swith\s[^%]*?url=(?P<passed>\w+)"
)


def lost_names(source: str) -> list[str]:
    """The names a block uses as an address that only another block has given."""
    blocks, given, used = [0], {}, []
    for at, tag in enumerate(TAG.finditer(source), start=1):
        if tag["opens"]:
            blocks.append(at)
        elif tag["closes"]:
            blocks.pop()
        elif tag["names"]:
            given.setdefault(tag["names"], set()).add(blocks[-1])
        elif name := tag["used"] or tag["passed"]:
            used.append((name, set(blocks)))
    return [name for name, inside in used if name in given and not given[name] & inside]


def test_no_link_uses_an_address_that_another_block_named():
    lost = {
        str(path.relative_to(ROOT)): names
        for path in ROOT.rglob("*.html")
        if (names := lost_names(path.read_text()))
    }

    assert lost == {}


def test_a_name_of_another_block_is_found_and_one_of_its_own_is_not():
    head = "{% block a %}{% url 'x' as back %}{% endblock %}"

    assert lost_names(head + '{% block b %}<a href="{{ back }}">{% endblock %}') == ["back"]
    assert lost_names(head + "{% block b %}{% include 'y' with url=back %}{% endblock %}")
    assert not lost_names(
        "{% block b %}{% url 'x' as back %}{% block c %}"
        '<a href="{{ back }}">{% endblock %}{% endblock %}'
    )
