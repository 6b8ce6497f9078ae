"""A process like a worker's makes all files of a report of about 40 pages.

It prints the pages, and the most memory in megabytes before and after.
"""

from io import BytesIO
from pathlib import Path

import django
from pypdf import PdfReader

django.setup()

from bench.long_report import grown  # noqa: E402  the program stands
from reports.render.files import render_files  # noqa: E402


def most() -> int:
    """Megabytes this program has held at once; what getrusage says begins with the parent's."""
    held = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(held.split()[0]) // 1024


begins = most()
made = render_files(grown(2))
ends = most()
print(len(PdfReader(BytesIO(next(iter(made.values())))).pages), begins, ends)
