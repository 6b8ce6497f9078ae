"""What the public page says of the scripts that run in a browser."""

import re
from typing import Any

from tests.pages import select, texts


def published(page: Any) -> dict[str, tuple[int, str]]:
    """Size and fingerprint by address."""
    rows = select(page, "[data-technical] .govuk-summary-list__row")
    return {
        select(row, "a")[0].get("href"): (
            int(re.findall(r"([\d,]+) byte", row.text_content())[0].replace(",", "")),
            texts(select(row, "code"))[0],
        )
        for row in rows
    }
