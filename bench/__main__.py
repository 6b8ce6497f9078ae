"""`make bench`: services of its own, a community, the measurements, the report."""

import os
import sys

from cop import embedded


def main() -> int:
    """Measure what is named (everything, if nothing is); 1 where a budget is missed."""
    wanted = set(sys.argv[1:])
    with embedded.running() as services:
        os.environ |= {
            "DATABASE_URL": services.database,
            "REDIS_URL": services.redis,
            "COP_DATA_DIR": str(services.folder / "var"),
            "DJANGO_SETTINGS_MODULE": "cop.settings",
            "EMAIL_URL": "dummymail://",
        }
        import django  # noqa: PLC0415  settings read the addresses above

        django.setup()
        from bench.run import run  # noqa: PLC0415  likewise

        return run(wanted)


if __name__ == "__main__":
    sys.exit(main())
