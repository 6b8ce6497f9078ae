"""The program's settings, with the measurement's stream of events."""

from cop.settings import *  # noqa: F403

ROOT_URLCONF = "bench.stream"
