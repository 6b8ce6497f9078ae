"""What was measured, and whether it keeps to its budget."""

from dataclasses import dataclass, field
from statistics import median

from bench.cpu import Cost


@dataclass
class Results:
    """Lines of the report. A line without a budget is printed and holds nothing."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)
    costs: list[tuple[str, ...]] = field(default_factory=list)
    walls: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def gate(self, what: str, found: float, most: float, unit: str = "") -> None:
        is_kept = found <= most
        shown = f"{found:.2f}" if isinstance(found, float) else str(found)
        self.lines.append((what, f"{shown}{unit}", f"≤ {most}{unit}", "yes" if is_kept else "NO"))
        if not is_kept:
            self.missed.append(what)
        print(f"{what}: {shown}{unit} (≤ {most}{unit})", flush=True)

    def cost(self, what: str, cost: Cost, statements: int | None) -> None:
        program, database = median(cost.program), median(cost.database)
        shown = (
            what,
            "" if statements is None else str(statements),
            f"{program:.1f}",
            f"{database:.1f}",
            f"{cost.wall(0.5):.1f}",
            f"{cost.wall(0.95):.1f}",
        )
        self.costs.append(shown)
        print(" | ".join(shown), flush=True)

    def spread(self, what: str, found: float) -> None:
        self.notes.append(f"spread of {what}: {found:.0%}")

    def tell(self, what: str, found: str) -> None:
        self.walls.append((what, found))
        print(f"{what}: {found}", flush=True)
