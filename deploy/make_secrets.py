#!/usr/bin/env python3
"""Make the secrets docker-compose.yml reads, in ``secrets/``. Those that are there stay."""

import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "secrets"


def main(folder: Path = FOLDER) -> int:
    """Write what can be made up, and say what cannot."""
    folder.mkdir(mode=0o700, exist_ok=True)
    password = secrets.token_urlsafe(32)
    made_together = ("postgres_password", "database_url")
    if not any((folder / name).exists() for name in made_together):
        write(folder / "postgres_password", password)
        write(
            folder / "database_url", f"postgres://circle:{password}@postgres:5432/practice_circle"
        )
    write(folder / "secret_key", secrets.token_urlsafe(50))
    by_hand = {
        "email_url": "where mail goes: smtp+tls://user:password@mail.example.org:587",
        "tls_certificate": "the certificate of your address, with its chain (PEM)",
        "tls_key": "its private key (PEM)",
    }
    missing = {name: what for name, what in by_hand.items() if not (folder / name).exists()}
    for name, what in missing.items():
        print(f"Put into {folder / name}: {what}")
    return 1 if missing else 0


def write(path: Path, value: str) -> None:
    """Write a secret once. The folder is closed; containers read the file as other users."""
    if not path.exists():
        path.write_text(value)
        path.chmod(0o444)


if __name__ == "__main__":
    sys.exit(main())
