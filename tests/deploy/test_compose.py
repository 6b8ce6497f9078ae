"""What docker-compose.yml promises, read from the file itself."""

from pathlib import Path

import pytest
import yaml

from cop.embedded.keeper import QUIET

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LASTING = {"web", "worker", "beat", "postgres", "redis", "proxy"}
PROGRAM = {"web", "worker", "beat", "migrate"}


def sources(service: str) -> list[str]:
    return [volume.partition(":")[0] for volume in SERVICES[service].get("volumes", [])]


def test_all_parts_are_there():
    assert set(SERVICES) >= LASTING


@pytest.mark.parametrize("name", sorted(LASTING))
def test_every_lasting_part_restarts_and_is_watched(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_backups_go_after_the_days_that_every_notice_says():
    said = {SERVICES[name]["environment"]["BACKUPS_KEPT_DAYS"] for name in ("web", "backup")}
    assert said == {"${BACKUPS_KEPT_DAYS:-30}"}
    deleting = (ROOT / "deploy" / "backup.sh").read_text()
    assert "${BACKUPS_KEPT_DAYS:-30}" in deleting
    settings = (ROOT / "cop" / "settings.py").read_text()
    assert 'env.int("BACKUPS_KEPT_DAYS"' in settings


def test_secrets_come_from_files_and_stand_nowhere_in_the_environment():
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if key.endswith("_FILE"):
                name = value.removeprefix("/run/secrets/")
                assert name in service["secrets"]
                assert name in COMPOSE["secrets"]
            else:
                assert not {"PASSWORD", "SECRET_KEY", "DATABASE_URL", "EMAIL_URL"} & {key}


def test_secrets_and_backups_never_reach_repository_or_image():
    for ignored in (".gitignore", ".dockerignore"):
        lines = {line.strip("/") for line in (ROOT / ignored).read_text().split()}
        assert {"secrets", "backups", "var"} <= lines


def test_keys_have_a_volume_of_their_own_that_no_backup_sees():
    holders = {name for name in SERVICES if "keys" in sources(name)}
    assert holders == {"web", "worker"}
    assert "keys" in COMPOSE["volumes"]
    for name in ("backup", "restore"):
        assert sources(name) == ["./deploy", "./backups"]


@pytest.mark.parametrize("name", sorted(PROGRAM))
def test_program_containers_keep_nothing_and_may_do_little(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["PRODUCTION"] == "1"
    assert set(sources(name)) <= {"keys"}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_program_starts_on_a_ready_database_that_is_up_to_date(name):
    needs = SERVICES[name]["depends_on"]
    assert needs["postgres"]["condition"] == "service_healthy"
    assert needs["redis"]["condition"] == "service_healthy"
    assert needs["migrate"]["condition"] == "service_completed_successfully"


def test_postgres_is_as_quiet_as_the_embedded_one():
    """tests/privacy/test_infra_database.py reads what they log."""
    said = [part for part in SERVICES["postgres"]["command"] if "=" in part]
    assert dict(part.split("=") for part in said) == QUIET


def test_image_installs_what_is_locked_and_runs_as_nobody_special():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert any("--require-hashes" in line for line in lines)
    assert "USER circle" in lines
    for library in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert any(library in line for line in lines)
