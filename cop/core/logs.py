"""What never stands in a log."""

import logging
import re

from django.conf import settings

# Links from mails work once, and a line about a slow or broken page would hold one that still does.
# So do the addresses of a calendar feed and of a report given to readers outside.
SECRET_IN_PATH = re.compile(
    r"(/in/join/(?:answer/)?(?=[0-9a-f]{32})|/calendar/|/report/(?:r/)?)[\w\-]{32,}", re.IGNORECASE
)


class WithoutSecrets(logging.Filter):
    """Blank the secret part of an address, wherever it stands in a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, changed where it must be."""
        line = record.getMessage()
        blanked = SECRET_IN_PATH.sub(r"\1…", line)
        if blanked != line:
            record.msg, record.args = blanked, None
        return True


class WithoutUnnoted(logging.Filter):
    """No line about a refused request for an address of which the proxy notes nothing either.

    What breaks is still told: errors pass.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """A line about a request carries it along."""
        path = getattr(getattr(record, "request", None), "path", "")
        if record.levelno >= logging.ERROR:
            return True
        return not any(re.search(pattern, path) for pattern in settings.UNNOTED_PATHS)
