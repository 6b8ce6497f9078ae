"""The day on which tests with dated data run, whenever they run."""

import datetime as dt

import time_machine

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def a_fixed_day() -> time_machine.travel:
    """Sunday 22 November 2026, midday; clocks go on."""
    return time_machine.travel(NOW, tick=True)
