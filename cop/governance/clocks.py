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
