"""The one-way street, where import contracts cannot see it, and the size of things.

Each walker is also shown something bad, so that it can fail.
"""

import ast

from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from tests.architecture.rooms import (
    ROOT,
    long_functions,
    modules,
    side_entrances,
    upward_edges,
)


def lines_of(path) -> int:
    return len(path.read_text().splitlines())


def test_no_relation_points_to_a_higher_room():
    assert upward_edges(apps.get_models(include_auto_created=True)) == []


def test_walker_sees_a_relation_named_as_a_string():
    alone = Apps()  # of no application: it would be made ready, and registered, once more

    class Above(models.Model):
        class Meta:
            app_label = "feedback"
            apps = alone

    Above.__module__ = "feedback.models"

    class Below(models.Model):
        above = models.ForeignKey("feedback.Above", on_delete=models.CASCADE)
        others = models.ManyToManyField("feedback.Above")

        class Meta:
            app_label = "audit"
            apps = alone

    Below.__module__ = "cop.audit.models"

    assert upward_edges([Above, Below]) == [
        "audit.Below.above → feedback.Above",
        "audit.Below.others → feedback.Above",
    ]


def test_rooms_are_entered_by_their_doors():
    found = [
        entrance
        for dotted, path in modules()
        if not dotted.startswith("cop.demo")  # the demo year acts everybody's part
        for entrance in side_entrances(dotted, ast.parse(path.read_text()))
    ]
    assert found == []


def test_walker_sees_a_side_entrance():
    tree = ast.parse(
        "def late():\n    from sessions_app.views import agenda\nimport cop.post.tasks"
    )
    assert side_entrances("reports.compile", tree) == [
        "reports.compile:3 imports cop.post.tasks",
        "reports.compile:2 imports sessions_app.views.agenda",
    ]
    for fine in ("from sessions_app.models import Session", "from feedback import results"):
        assert side_entrances("reports.compile", ast.parse(fine)) == []


def test_modules_are_short_enough_to_read():
    assert [f"{d}: {lines_of(p)}" for d, p in modules() if lines_of(p) > 400] == []


def test_functions_fit_on_a_screen():
    found = {d: long_functions(ast.parse(p.read_text()), 50) for d, p in modules()}
    assert {dotted: functions for dotted, functions in found.items() if functions} == {}


def test_views_are_short():
    found = {d: long_functions(ast.parse(p.read_text()), 30) for d, p in modules() if ".views" in d}
    assert {dotted: functions for dotted, functions in found.items() if functions} == {}


def test_walker_sees_a_long_function():
    tree = ast.parse("def long():\n" + "    pass\n" * 31)
    assert long_functions(tree, 25) == ["long has 31 lines"]


def test_templates_are_short():
    templates = (ROOT / "templates").rglob("*.*")
    assert [f"{t.name}: {lines_of(t)}" for t in templates if lines_of(t) > 200] == []


def test_test_files_are_short():
    files = (ROOT / "tests").rglob("*.py")
    assert [f"{f.name}: {lines_of(f)}" for f in files if lines_of(f) > 500] == []


def test_nothing_is_called_a_bag():
    bags = {"utils", "helpers", "tools", "common", "misc"}
    assert [dotted for dotted, _path in modules() if dotted.rpartition(".")[2] in bags] == []
