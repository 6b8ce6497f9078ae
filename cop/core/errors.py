"""Problems a person can mend."""


class Refused(Exception):
    """A service declines; the message says what to do instead, in words fit for a page."""

    @property
    def message(self) -> str:
        return str(self.args[0]) if self.args else ""


def refuse_if(reason: str) -> None:
    """Raise Refused with the reason; "" is none."""
    if reason:
        raise Refused(reason)
