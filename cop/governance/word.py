"""The papers as Word files.

Made while the page waits: pandoc runs beside the program and takes 0.1 to 0.5 seconds for a paper
of this length, so a job, its table and its page of progress would be slower for everybody.
"""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pypandoc  # type: ignore[import-untyped]
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.governance.assessment import assessment_of
from cop.governance.models import Governance
from cop.governance.notice import notice_of
from cop.members.models import Community

PATIENCE = 20  # seconds


def word_file(paper: str, community: Community, facts: Governance) -> bytes:
    """The notice or the assessment as a Word file, from the same template as its page."""
    context: dict[str, Any] = {"community": community, "facts": facts}
    if paper == "notice":
        context |= {"notice": notice_of(community, facts)}
    else:
        assessment = assessment_of(community, facts)
        context |= {"assessment": assessment, "notice": assessment.notice}
    return to_word(render_to_string(f"governance/_{paper}.html", context))


def to_word(html: str) -> bytes:
    """The file that pandoc makes of the HTML; it may read nothing else, and no address."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.docx"
        command = [pypandoc.get_pandoc_path(), "--sandbox", "--from=html", "--to=docx"]
        command += [f"--metadata=lang:{language}", f"--output={file}"]
        try:
            subprocess.run(  # noqa: S603  no word of it comes from outside
                command, input=html.encode(), check=True, capture_output=True, timeout=PATIENCE
            )
        except (subprocess.SubprocessError, OSError) as problem:
            raise Refused(
                _("The Word file could not be made. Print the page instead.")
            ) from problem
        return file.read_bytes()
