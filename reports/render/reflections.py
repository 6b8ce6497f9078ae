"""The reflections that facilitators and the secretary released, word for word."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.render.document import Builder, Section


def reflections(builder: "Builder", section: "Section") -> None:
    """Each under the name its author chose; the section is empty where there is none."""
    released = builder.data.get("reflections")
    if released:
        builder.fill(section, "reflections", reflections=released)
