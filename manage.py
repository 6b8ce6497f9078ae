#!/usr/bin/env python
"""Run a command. Where no database or broker is configured, embedded ones serve it."""

import os
import sys

# These touch neither the database nor the broker.
NEED_NO_SERVICES = frozenset(
    {
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "startapp",
        "startproject",
        "version",
    }
)
# These see to the schema themselves, or must see it as it is.
LEAVE_SCHEMA_ALONE = frozenset(
    {"makemigrations", "migrate", "optimizemigration", "showmigrations", "sqlmigrate"}
    | {"squashmigrations", "dbshell"}
)


def needs_services(arguments: list[str]) -> bool:
    """Whether the command line asks for something that uses the database or the broker."""
    if not arguments or arguments[0].startswith("-") or {"-h", "--help"} & set(arguments):
        return False
    if arguments[0] == "check":
        return any(argument.startswith("--data") for argument in arguments)
    return arguments[0] not in NEED_NO_SERVICES


def main() -> None:
    """Start what the command needs, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop.settings")
    arguments = sys.argv[1:]
    if arguments[:1] == ["demo"]:
        os.environ.setdefault("DEMO", "1")
    if needs_services(arguments):
        from cop import embedded  # noqa: PLC0415  not needed where services are configured

        try:
            is_ours = embedded.ensure()
        except embedded.EmbeddedError as problem:
            sys.exit(f"{problem}")
        if is_ours and arguments[0] not in LEAVE_SCHEMA_ALONE:
            from cop.embedded.schema import migrate_if_behind  # noqa: PLC0415  loads Django

            migrate_if_behind()

    from django.core.management import execute_from_command_line  # noqa: PLC0415  see above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
