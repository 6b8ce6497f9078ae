"""A process like a worker's makes all files of a report of about 40 pages.

It prints the pages, and the most memory in megabytes before and after.
"""

import resource
from io import BytesIO

import django
from pypdf import PdfReader

django.setup()

from bench.long_report import grown  # noqa: E402  the program stands
from reports.render.files import render_files  # noqa: E402


def most() -> int:
    """Megabytes this process has held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


begins = most()
made = render_files(grown(2))
ends = most()
print(len(PdfReader(BytesIO(next(iter(made.values())))).pages), begins, ends)
