"""A report in the Static Analysis Results Interchange Format, SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from tipgraph import __version__
from tipgraph.namespaces import BASE
from tipgraph.validate.report import Report, Result, Severity
from tipgraph.validate.sources import is_address

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE: Final = "%SRCROOT%"
"""What code scanning calls the root of the repository."""
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(report: Report) -> str:
    """Write a report as SARIF: one run, a rule for each shape or check that found something, a result for each finding."""
    rules = {result.shape: result for result in report.results}
    places = {name: index for index, name in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "tipgraph",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": BASE + "documentation/validating",
                "rules": [_rule(result) for result in rules.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The root of the repository."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": f"not checked: {reason}"}} for reason in report.skipped
                ],
            }
        ],
        "results": [_result(result, places[result.shape]) for result in report.results],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(result: Result) -> dict[str, Any]:
    return {
        "id": result.shape,
        "shortDescription": {"text": result.message},
        "defaultConfiguration": {"level": _LEVELS[result.severity]},
        "properties": {"tags": [result.layer or "tipgraph"]},
    }


def _result(result: Result, index: int) -> dict[str, Any]:
    """Write a result; its fingerprint does not change when lines are put in before it (section 3.27.17)."""
    identity = "\0".join((result.shape, result.focus, result.path or "", result.value or ""))
    found: dict[str, Any] = {
        "ruleId": result.shape,
        "ruleIndex": index,
        "level": _LEVELS[result.severity],
        "message": {"text": result.told},
        "partialFingerprints": {"tipgraph/v1": sha256(identity.encode()).hexdigest()},
    }
    location: dict[str, Any] = {}
    if result.file:
        location["physicalLocation"] = {"artifactLocation": _artifact(result.file), **_region(result)}
    if result.focus != result.file:
        location["logicalLocations"] = [{"fullyQualifiedName": result.focus, "kind": "resource"}]
    if location:
        found["locations"] = [location]
    return found


def _region(result: Result) -> dict[str, Any]:
    if not result.line:
        return {}
    region = {
        "startLine": result.line,
        "startColumn": result.column,
        "endLine": result.end_line,
        "endColumn": result.end_column,
    }
    return {"region": {name: value for name, value in region.items() if value}}


def _artifact(file: str) -> dict[str, str]:
    """Say where a file lies: from the root of the repository (section 3.4.4), or by an address of its own."""
    if is_address(file):
        return {"uri": file}
    if Path(file).is_absolute():
        return {"uri": Path(file).as_uri()}
    return {"uri": quote(file.replace("\\", "/")), "uriBaseId": _BASE}
