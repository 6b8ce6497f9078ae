"""What people say in a report under their own names, word for word."""

from reports.render.document import Builder, Section


def testimonials(builder: Builder, section: Section) -> None:
    """As their authors signed them; without any, the section says that nothing stands there."""
    given = builder.data.get("testimonials", [])
    if given:
        builder.fill(section, "own-words", voices=given)
