"""The shipped proxy in front of the shipped web server, both really running.

The proxy's file is changed only where a machine under test must differ from a container: ports,
paths, the certificate, and how long an answer may take.
"""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import connection

from deploy.set_up import find_proxy
from tests.privacy.wire import HOST, Browser

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "deploy" / "nginx.conf").read_text()
NOTED = "    access_log /dev/stdout plain if=$is_noted;"
TALKATIVE = (
    '    log_format talkative \'$remote_addr "$request" $status $request_length '
    '"$http_user_agent"\';\n    access_log /dev/stdout talkative;'
)
KEEPS_BODIES = "            client_body_buffer_size 128k;\n"
QUIET_ERRORS = ("error_log /dev/stderr emerg", "            error_log /dev/null emerg;\n")
HTTP2_HAS_ITS_OWN_LINE = (1, 25, 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not answers(port):
        assert process.poll() is None, "it ended before it answered"
        assert time.monotonic() < deadline, "it did not answer"
        time.sleep(0.05)


@contextmanager
def web_server(folder: Path, *arguments: str, **changes: str) -> Iterator[int]:
    """The ``web`` service of docker-compose.yml by its very command, on the test's database."""
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["web"]
    options = settings.DATABASES["default"]["OPTIONS"]
    name, port = connection.settings_dict["NAME"], free_port()
    (folder / "database_url").write_text(f"postgres://circle@/{name}?host={options['host']}")
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    (folder / "email_url").write_text("dummymail://")
    given = {
        key: value.replace("/run/secrets", str(folder)).replace("${HOST_NAME}", HOST)
        for key, value in service["environment"].items()
    }
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        **given,
        "SITE_URL": f"https://{HOST}",
        "REDIS_URL": settings.REDIS_URL,
        "COP_DATA_DIR": str(folder / "data"),
        "COP_KEY_DIR": str(settings.KEY_DIR),
        "LOG_LEVEL": "WARNING",
        "PORT": str(port),
        **changes,
    }
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            [*service["command"], *arguments],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(port, process)
        yield port
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)


def version_of(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr
    return tuple(int(part) for part in said.split("nginx/")[1].split()[0].split("."))


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    today = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "tls_certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "tls_key").write_bytes(private)


@dataclass
class Proxy:
    """A running proxy and everything it writes."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def access_log(self) -> str:
        return (self.folder / "access.log").read_text(errors="replace")

    @property
    def error_log(self) -> str:
        names = ("error.log", "start.log")
        return "".join((self.folder / name).read_text(errors="replace") for name in names)

    def on_disk(self) -> bytes:
        """What lies in the folders for bodies and answers, files without a name included."""
        found = [path.read_bytes() for path in self.folder.glob("cache/**/*") if path.is_file()]
        for pid in self.processes():
            descriptors = Path(f"/proc/{pid}/fd").glob("*")
            found += [one.read_bytes() for one in descriptors if self.is_cache(one.readlink())]
        return b"".join(found)

    def is_cache(self, path: Path) -> bool:
        return path.is_relative_to(self.folder / "cache")

    def processes(self) -> list[str]:
        if self.process.poll() is not None:
            return []
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [str(self.process.pid), *children.split()]


def for_this_machine(
    text: str, folder: Path, program: str, *, ports: tuple[int, int], web: int
) -> str:
    """The configuration with another machine's ports, paths and certificate."""
    changes = {
        "/var/run/nginx.pid": f"{folder}/nginx.pid",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
        "/var/cache/nginx": f"{folder}/cache",
        "/run/secrets": f"{folder}",
        "http://web:8000": f"http://127.0.0.1:{web}",
        "listen 80 ": f"listen 127.0.0.1:{ports[0]} ",
        "listen 443 ": f"listen 127.0.0.1:{ports[1]} ",
        "        listen [::]:80 default_server;\n": "",
        "        listen [::]:443 ssl default_server;\n": "",
        "worker_processes auto": "worker_processes 1",
    }
    if version_of(program) < HTTP2_HAS_ITS_OWN_LINE:
        changes |= {
            "        http2 on;\n": "",
            f"127.0.0.1:{ports[1]} ssl": f"127.0.0.1:{ports[1]} ssl http2",
        }
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def proxy(folder: Path, *, web: int, configuration: str = SHIPPED) -> Iterator[Proxy]:
    """nginx itself, with the shipped configuration or one made worse."""
    program = find_proxy()
    if program is None:
        pytest.fail("No nginx. Run: make setup")
    folder.mkdir()
    (folder / "cache").mkdir()
    make_certificate(folder)
    ports = free_port(), free_port()
    path = folder / "nginx.conf"
    path.write_text(for_this_machine(configuration, folder, program, ports=ports, web=web))
    main = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
    start = folder / "start.log"
    with start.open("wb") as log:
        process = subprocess.Popen(
            [program, "-c", str(path), "-e", str(start), "-g", main],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(ports[1], process)
        yield Proxy(folder, ports[1], process)
    finally:
        stop(process)


def leaky(configuration: str = SHIPPED) -> str:
    """The same proxy, logging and buffering as most do."""
    for there, instead in (
        (NOTED, TALKATIVE),
        (KEEPS_BODIES, ""),
        (QUIET_ERRORS[0], "error_log /dev/stderr info"),
        (QUIET_ERRORS[1], ""),
        ("            proxy_pass_request_headers off;\n", ""),
    ):
        assert there in configuration, there
        configuration = configuration.replace(there, instead)
    return configuration


def written(by: Proxy) -> bytes:
    return (by.access_log + by.error_log).encode() + by.on_disk()


def settled(by: Proxy) -> Proxy:
    """The proxy once it has written what it will: the last line is one's own."""
    Browser(by.port, "127.0.0.1", "last").ask("/last-of-all/")
    deadline = time.monotonic() + 60
    while "/last-of-all/" not in by.access_log:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return by
