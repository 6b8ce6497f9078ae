"""The rooms, from the top of the house to the bottom, and how to walk through them."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import models

ROOT = Path(__file__).parents[2]
# Home and demo stand on one floor; neither has models.
STREET = (
    ("cop.home", "cop.demo"),
    ("reports",),
    ("feedback",),
    ("caucus",),
    ("sessions_app",),
    ("cop.joining",),
    ("cop.governance",),
    ("cop.documents",),
    ("cop.rights",),
    ("cop.members",),
    ("cop.post",),
    ("cop.audit",),
    ("cop.core",),
)
FLOOR = {room: len(STREET) - i for i, rooms in enumerate(STREET) for room in rooms}
# What another room may import. Signals are how news travels upwards; feedback.results and
# feedback.disclosure hand out figures that are safe to show; sessions_app.running is pure, and says
# where a session is; sessions_app.unchanged, whether anything a page shows of it has changed.
DOORS = frozenset({"enums", "models", "policies", "selectors", "services", "signals"})
MORE_DOORS = {
    "feedback": frozenset({"results", "disclosure"}),
    "sessions_app": frozenset({"running", "unchanged"}),
}


def room_of(name: str) -> str | None:
    """The room a dotted module name lies in."""
    for room in FLOOR:
        if name == room or name.startswith(f"{room}."):
            return room
    return None


def upward_edges(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Relations that point from a room to a higher one, in words.

    Import contracts do not see them: a relation may name its target as a string.
    """
    found = []
    for model in kinds:
        here = room_of(model.__module__)
        if here is None:
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            there = room_of(target.__module__) if isinstance(target, type) else None
            if there is not None and FLOOR[there] > FLOOR[here]:
                found.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    return found


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of every room: its dotted name and its file."""
    for room in FLOOR:
        for path in sorted((ROOT / room.replace(".", "/")).rglob("*.py")):
            if "migrations" not in path.parts:
                dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield dotted.removesuffix(".__init__"), path


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every dotted name a module imports, wherever in it, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def side_entrances(dotted: str, tree: ast.AST) -> list[str]:
    """Imports that enter another room by anything but a door, in words."""
    here = room_of(dotted)
    found = []
    for name, line in imported(tree):
        there = room_of(name)
        if there in (None, here, "cop.core"):  # core is one big door
            continue
        part = name.removeprefix(f"{there}").strip(".").partition(".")[0]
        if part not in DOORS | MORE_DOORS.get(there, frozenset()):
            found.append(f"{dotted}:{line} imports {name}")
    return found


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def long_functions(tree: ast.AST, limit: int) -> list[str]:
    """Functions whose body is longer than ``limit`` lines, in words."""
    return [
        f"{node.name} has {length(node)} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > limit
    ]
