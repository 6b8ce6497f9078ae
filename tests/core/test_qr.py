"""The square of an authenticator app: drawn anew, so that nothing else reaches the page."""

import pytest
from allauth.mfa.adapter import get_adapter

from cop.core.templatetags.circle import qr_image
from tests.pages import parse, select

EVIL = '"><script>alert(1)</script>'


def test_it_is_the_square_the_app_reads():
    given = get_adapter().build_totp_svg(f"otpauth://totp/{EVIL}?secret=ABC")
    drawn = parse(str(qr_image(given)))
    (path,) = select(drawn, "svg > path")
    assert f'd="{path.get("d")}"' in given
    (square,) = select(drawn, "svg")
    assert square.get("aria-label") == "Square to scan with an authenticator app"
    assert f'viewBox="{square.get("viewBox") or square.get("viewbox")}"' in given


def test_nothing_but_its_size_and_its_path_is_taken():
    hostile = (
        f'<svg viewBox="0 0 33 33" onload="alert(1)">{EVIL}'
        '<path d="M4,4H5V5H4z" onclick="alert(1)"/><a href="javascript:alert(1)">x</a></svg>'
    )
    drawn = str(qr_image(hostile))
    assert 'd="M4,4H5V5H4z"' in drawn
    for word in ("script", "onload", "onclick", "alert"):
        assert word in hostile
        assert word not in drawn


@pytest.mark.parametrize(
    "text",
    ["", EVIL, "<svg></svg>", '<svg viewBox="0 0 1 1"><path d="M4&quot; onload=x"/></svg>'],
)
def test_anything_else_is_no_square(text):
    with pytest.raises(ValueError, match="not the square"):
        qr_image(text)


def test_a_label_is_no_markup():
    made = qr_image(get_adapter().build_totp_svg("x"), EVIL)
    assert "<script" not in made
    assert "&lt;script&gt;" in made
