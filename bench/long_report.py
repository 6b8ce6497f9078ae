"""Reports of one kind and of any length."""

from typing import Any

from reports.schema import ReportData
from tests.reports.report_data import scenario_data
from tests.reports.stress import stress_findings

TABLES = ("attendance_by_session", "responses_by_session")


def grown(times: int) -> ReportData:
    """The scenario's report with findings, so many times over."""
    data = scenario_data()
    data["kind"] = "full"
    data["sections"].insert(
        -2, {"key": "findings", "kind": "findings", "title": "Findings", "body": ""}
    )
    findings = stress_findings()
    parts = findings["parts"]
    findings["parts"] = [
        {
            **part,
            "key": f"{part['key']}-{at}",
            "themes": [{**one, "key": f"{one['key']}-{at}"} for one in part["themes"]],
        }
        for at in range(times)
        for part in parts
    ]
    findings["relations"] = []
    data["findings"] = findings

    def again(lines: Any) -> list[Any]:
        """Each line so many times, of a session of its own."""
        return [_renamed(line, at) for at in range(times) for line in lines]

    data["sessions"] = again(data["sessions"])
    data["ratings"]["by_session"] = again(data["ratings"]["by_session"])
    data["share_backs"] = again(data["share_backs"])
    data["decisions"] = again(data["decisions"])
    for key in TABLES:
        table = data["tables"][key]
        table["rows"] = [*again(table["rows"][:-1]), table["rows"][-1]]
    return data


def _renamed(line: Any, at: int) -> Any:
    if isinstance(line, list):
        return [f"{line[0]}-{at}", *line[1:]]
    return {
        key: f"{value}-{at}" if key in {"key", "session"} else value for key, value in line.items()
    }
