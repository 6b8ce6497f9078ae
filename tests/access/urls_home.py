"""Who gets what from the first pages. See ``tests/access/matrix.py`` for the shape."""

from typing import Any

from tests.access import urls_caucus, urls_reports, urls_sessions_app
from tests.access.matrix import ANYBODY, BELONGING, EVERYBODY, page
from tests.feedback import ballots
from tests.people import Cast


def with_everything(cast: Cast) -> dict[str, Any]:
    """Feedback is open, a session lies ahead, and there is news."""
    urls_sessions_app.ahead(cast)
    urls_caucus.with_released(cast)
    urls_reports.published(cast)
    came = [cast.members[name] for name in ("amara", "bilal", "rosa")]
    ballots.opened(cast.community, came, key="S9")
    return {}


MATRIX = [
    page("home:welcome", ANYBODY, outside=True),
    page(
        "home:home",
        EVERYBODY,
        redirects=EVERYBODY - {"joy", "sam"},
        outside=True,
    ),
    page("home:community", BELONGING, strangers={"joy", "sam"}),
    page("home:community", BELONGING, strangers={"joy", "sam"}, world=with_everything),
]
