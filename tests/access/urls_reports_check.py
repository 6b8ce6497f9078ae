"""Who reads what keeps a draft from being published."""

from tests.access.matrix import page
from tests.access.urls_reports import READERS, draft

MATRIX = [page("reports:report_check", READERS, world=draft)]
