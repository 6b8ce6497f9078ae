"""What a count brings forth: figures and slips that may be kept, atoms that stay sealed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from secrets import SystemRandom

from feedback.box.atoms import Particle, put_atoms
from feedback.disclosure import AtLeast, Nothing, Release, SlipGroup, as_value
from feedback.enums import FigureKind
from feedback.models import Period, Released, Slip, Survey


@dataclass(slots=True, repr=False)
class Yield:
    """The outcome of one count, stored together at its end.

    ``asked`` is the code of the questionnaire whose figures and slips are added.
    """

    unit: Survey | Period
    asked: str = ""
    figures: list[Released] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    particles: list[Particle] = field(default_factory=list)

    def add_figures(self, release: Release | Nothing) -> None:
        if isinstance(release, Nothing):
            return
        for cell in release.cells:
            for item, figure in cell.items.items():
                kind = FigureKind.AT_LEAST if isinstance(figure, AtLeast) else FigureKind.EXACT
                self.figures.append(
                    Released(
                        **self._owner(),
                        questionnaire=self.asked,
                        cell=cell.cell,
                        item=item,
                        kind=kind,
                        n=cell.n,
                        value=as_value(figure),
                    )
                )

    def add_slips(self, group: SlipGroup, comments: Iterable[tuple[str, str]]) -> None:
        """The group's (question, text) pairs, in random order; blank ones leave no slip.

        No question has more slips than the group has responses. What comes beside them from a
        survey whose number is hidden could make them more, and then that number would show.
        """
        written: dict[str, list[str]] = {}
        for question, text in comments:
            if text:
                written.setdefault(question, []).append(text)
        self.slips.extend(
            Slip(
                **self._owner(),
                questionnaire=self.asked,
                cell=group.cell,
                question=question,
                body=text,
                reading=group.reading,
            )
            for question, texts in written.items()
            for text in texts[: group.n]
        )

    def store(self, period: Period | None = None) -> None:
        """Write everything, slips and atoms in random order; atoms go to ``period``."""
        Released.objects.bulk_create(self.figures)
        SystemRandom().shuffle(self.slips)
        Slip.objects.bulk_create(self.slips)
        if period is not None:
            put_atoms(period, self.particles)

    def _owner(self) -> dict[str, Survey | Period]:
        return {"survey" if isinstance(self.unit, Survey) else "period": self.unit}
