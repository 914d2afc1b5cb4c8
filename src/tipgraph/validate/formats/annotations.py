"""A report as workflow commands of GitHub Actions, which shows each at its line.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from typing import Final

from tipgraph.validate.report import Report, Result, Severity

_COMMANDS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report) -> str:
    """Write a report as annotations, a line each, and what was found in all as a last line."""
    lines = [_annotation(result) for result in report.results]
    lines += [f"::warning title=not checked::{_escaped(reason)}" for reason in report.skipped]
    return "\n".join([*lines, report.summary]) + "\n"


def _annotation(result: Result) -> str:
    properties = {
        "file": result.file,
        "line": result.line,
        "endLine": result.end_line,
        "col": result.column if result.end_line == result.line else None,  # the service takes them within a line only
        "endColumn": result.end_column if result.end_line == result.line else None,
        "title": result.shape,
    }
    written = ",".join(f"{name}={_escaped(str(value), within=True)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[result.severity]} {written}::{_escaped(result.told)}"


def _escaped(text: str, *, within: bool = False) -> str:
    """Write a text as the runner reads it back; within a property, two characters more have a meaning."""
    found = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return found.replace(":", "%3A").replace(",", "%2C") if within else found
