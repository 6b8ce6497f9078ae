"""What the notice says of the installation: read from its settings, and from nowhere else."""

from pathlib import Path
from typing import Any

from django.conf import settings

SECONDS_A_DAY = 24 * 3600


def values() -> dict[str, dict[str, Any]]:
    """The facts behind the lines of the section "where it lies"."""
    return {
        "host": {"name": settings.HOST_ORGANISATION},
        "backup": {"days": settings.BACKUPS_KEPT_DAYS},
        "mail": {"server": mail_server()},
        "session": {"days": settings.SESSION_COOKIE_AGE // SECONDS_A_DAY},
        "sign_in": {"providers": sign_in_providers()},
        "keys": {"apart": keys_lie_apart()},
        "transport": {"encrypted": bool(settings.HTTPS)},
        "log": {"level": settings.LOG_LEVEL},
        "demo": {"demo": bool(settings.DEMO)},
    }


def mail_server() -> str:
    """The server that mail leaves through; "" where none is asked."""
    is_smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    return str(getattr(settings, "EMAIL_HOST", "")) if is_smtp else ""


def sign_in_providers() -> list[str]:
    """Names of the organisations whose own sign-in is accepted (OpenID Connect)."""
    configured = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {})
    return [str(app.get("name") or app.get("provider_id")) for app in configured.get("APPS", [])]


def keys_lie_apart() -> bool:
    """Whether the keys of open surveys lie outside the folder of the program's other data."""
    keys, data = Path(settings.KEY_DIR).resolve(), Path(settings.DATA_DIR).resolve()
    return data != keys and data not in keys.parents
