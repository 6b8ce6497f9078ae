"""One mail handed to the mail server, in steps, so that it is known how far it came.

Whatever happens before ``hand_over`` leaves the server without the mail: it drops what was not
ended. Only from there to its answer may a mail have arrived that nobody knows of.
"""

import contextlib
import re
import smtplib
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from cop.post.enums import Reason

ENHANCED = re.compile(rb"^\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
TEMPORARY, GO_ON, DONE = 4, 354, (250, 251)
TOO_LARGE = 552  # as an answer to the size that was named with the sender (RFC 1870)
# By enhanced status code (RFC 3463), which tells more than the code before it.
BY_SUBJECT_AND_DETAIL = {
    (2, 2): Reason.FULL,
    (2, 3): Reason.TOO_LARGE,
    (3, 4): Reason.TOO_LARGE,
    (1, 1): Reason.UNKNOWN,
    (1, 2): Reason.UNKNOWN,
    (1, 3): Reason.UNKNOWN,
    (1, 6): Reason.UNKNOWN,
    (1, 10): Reason.UNKNOWN,
    (2, 1): Reason.UNKNOWN,
}
SECURITY_OR_POLICY = 7
BY_CODE = {
    452: Reason.FULL,
    552: Reason.FULL,
    550: Reason.UNKNOWN,
    551: Reason.UNKNOWN,
    553: Reason.UNKNOWN,
    554: Reason.UNWANTED,
}


class NotReached(Exception):
    """The server has not got the mail; it may have it later."""


class Unsure(Exception):
    """The server may or may not have the mail."""


class Declined(Exception):
    """The server has answered that it does not take the mail."""

    def __init__(self, reason: Reason, *, is_final: bool) -> None:
        super().__init__(reason.value)
        self.reason, self.is_final = reason, is_final


def reason_for(code: int, reply: bytes) -> Reason:
    """Why, in our words, from the numbers of a reply alone."""
    enhanced = ENHANCED.match(reply)
    if enhanced:
        subject, detail = int(enhanced[1]), int(enhanced[2])
        if subject == SECURITY_OR_POLICY:
            return Reason.UNWANTED
        if (subject, detail) in BY_SUBJECT_AND_DETAIL:
            return BY_SUBJECT_AND_DETAIL[subject, detail]
    return BY_CODE.get(code, Reason.REFUSED)


class Line:
    """A connection to the configured mail server, for one mail.

    Of a backend that does not speak SMTP it is only known that all of it succeeded or did not.
    """

    def __init__(self, mail: EmailMultiAlternatives) -> None:
        self.mail = mail
        self.backend: BaseEmailBackend = get_connection()
        self.body = b""
        self.is_mid_mail = False

    def __enter__(self) -> Self:
        try:
            self.backend.open()
        except OSError as problem:
            raise NotReached from problem
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        smtp = self._smtp
        if smtp is not None and self.is_mid_mail:
            smtp.close()  # no farewell: it would be read as a part of the mail
        with contextlib.suppress(OSError):
            self.backend.close()

    def offer(self) -> None:
        """Name sender and recipient. Raises NotReached or Declined."""
        smtp = self._smtp
        if smtp is None:
            return
        charset = settings.DEFAULT_CHARSET
        mail: Any = self.mail.message()  # Django's own kind, which knows line ends
        self.body = mail.as_bytes(linesep="\r\n")
        try:
            smtp.ehlo_or_helo_if_needed()
            size = [f"size={len(self.body)}"] if smtp.has_extn("size") else []
            _expect_sender(smtp.mail(sanitize_address(self.mail.from_email, charset), size))
            _expect(DONE, smtp.rcpt(sanitize_address(self.mail.to[0], charset)))
            self.is_mid_mail = True
            _expect((GO_ON,), smtp.docmd("DATA"))
        except OSError as problem:  # as every smtplib.SMTPException is
            raise NotReached from problem

    def hand_over(self) -> None:
        """Give the mail and wait for the answer. Raises Unsure or Declined."""
        smtp = self._smtp
        try:
            if smtp is None:
                self._give_whole()
                return
            ended = self.body if self.body.endswith(b"\r\n") else self.body + b"\r\n"
            smtp.send(re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n")
            code, reply = smtp.getreply()
        except OSError as problem:
            raise Unsure from problem
        self.is_mid_mail = False
        if code < 0:
            raise Unsure
        _expect(DONE, (code, reply))

    def _give_whole(self) -> None:
        try:
            self.backend.send_messages([self.mail])
        except ConnectionRefusedError as problem:
            raise NotReached from problem

    @property
    def _smtp(self) -> smtplib.SMTP | None:
        connection = getattr(self.backend, "connection", None)
        return connection if isinstance(connection, smtplib.SMTP) else None


def _expect(wanted: tuple[int, ...], answer: tuple[int, bytes]) -> None:
    code, reply = answer
    if code in wanted:
        return
    if code < 0:  # no reply in the sense of the protocol
        raise smtplib.SMTPServerDisconnected
    raise Declined(reason_for(code, reply), is_final=code // 100 != TEMPORARY)


def _expect_sender(answer: tuple[int, bytes]) -> None:
    """A no to the sender says nothing about the recipient: it is tried again until it is mended."""
    try:
        _expect(DONE, answer)
    except Declined as declined:
        if declined.reason is Reason.TOO_LARGE or answer[0] == TOO_LARGE:
            raise Declined(Reason.TOO_LARGE, is_final=True) from None
        raise Declined(Reason.SENDER, is_final=False) from None
