"""The two clocks of the law: 30 days for a complaint, 72 hours for a breach."""

import datetime as dt

DAYS_TO_ACKNOWLEDGE = 30  # Data (Use and Access) Act 2025
HOURS_TO_REPORT = 72  # Article 33 of the UK GDPR


def acknowledge_by(received_on: dt.date) -> dt.date:
    """The last day for the acknowledgement: days are the calendar's."""
    return received_on + dt.timedelta(days=DAYS_TO_ACKNOWLEDGE)


def report_by(aware_at: dt.datetime) -> dt.datetime:
    """72 hours later, as hours pass: a change of the clocks neither gives nor takes one."""
    return aware_at.astimezone(dt.UTC) + dt.timedelta(hours=HOURS_TO_REPORT)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last."""
    month = day.year * 12 + day.month - 1 - months
    first = dt.date(month // 12, month % 12 + 1, 1)
    next_month = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first.replace(day=1) + dt.timedelta(days=day.day - 1), next_month - dt.timedelta(1))
