"""What the files of a report are called when they are saved."""

from django.utils.text import slugify

from reports.enums import FileFormat

ENDINGS: dict[str, str] = {FileFormat.DATA: "-data.zip", FileFormat.BRIEFING: "-briefing.pdf"}


def file_name(title: str, edition: int | None, file_format: str) -> str:
    """Of an edition by its number, or of the draft: "our-year-edition-2-briefing.pdf"."""
    name = slugify(title) or "report"
    if edition is not None:
        name = f"{name}-edition-{edition}"
    return f"{name}{ENDINGS.get(file_format, f'.{file_format}')}"
