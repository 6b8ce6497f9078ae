"""Pieces of a page that follows a session, asked for as its script asks."""

from typing import Any

from django.urls import reverse

from sessions_app.models import Session


def pulse(browser: Any, session: Session, *stale: str, page: str = "session_live") -> Any:
    """What the page is told whose pieces ``stale`` are not as they stand now."""
    url = reverse(f"sessions_app:{page}_pulse", args=[session.community.slug, session.pk])
    shown = " ".join(f"{key}=before" for key in stale)
    answer = browser.get(url, headers={"X-Shown": shown})
    assert answer.status_code == 200
    return answer.json()


def piece(browser: Any, session: Session, key: str, page: str = "session_live") -> str:
    """One piece as it is drawn for that browser; "" if its page has no such piece."""
    drawn: str = pulse(browser, session, key, page=page).get("drawn", "")
    return drawn


def revision(browser: Any, session: Session, key: str, page: str = "session_live") -> str:
    """What the page's pulse says of it."""
    said: str = pulse(browser, session, page=page)["pieces"][key]
    return said
