"""Doors without a sign-in, by a link; and who was given one."""

import uuid

from django.http import Http404

from reports.models import Edition, NamedReader, Report
from reports.readers import digest_of_token


def get_public_edition_or_404(key: uuid.UUID) -> Edition:
    """The newest edition of a report that a co-chair made public.

    Earlier ones stay inside: they may hold what was taken back.
    """
    return _newest_or_404(Report.objects.filter(public_key=key).first())


def get_readers_edition_or_404(token: str) -> Edition:
    """The same, for a reader named by a co-chair."""
    readers = NamedReader.objects.filter(token_hash=digest_of_token(token))
    reader = readers.select_related("report").first()
    return _newest_or_404(reader.report if reader else None)


def get_reader_or_404(report: Report, reader_id: int) -> NamedReader:
    """One of the readers of a report."""
    reader = report.named_readers.filter(pk=reader_id).first()
    if reader is None:
        raise Http404
    reader.report = report
    return reader


def _newest_or_404(report: Report | None) -> Edition:
    edition = report.editions.first() if report else None
    if report is None or edition is None:
        raise Http404
    edition.report = report
    return edition
