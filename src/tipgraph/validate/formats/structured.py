"""A report as JSON; its schema is ``validation-report.schema.json`` in this package's folder."""

import json
from dataclasses import asdict
from typing import Final

from tipgraph.namespaces import BASE
from tipgraph.validate.report import Report, Severity

SCHEMA: Final = BASE + "schema/validation-report-1.json"


def write(report: Report) -> str:
    """Write a report as JSON: whether it conforms, counts, what ran and what did not, and every result."""
    told = {
        "$schema": SCHEMA,
        "conforms": report.conforms,
        "triples": report.triples,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "layers": list(report.layers),
        "skipped": list(report.skipped),
        "results": [{name: value for name, value in asdict(result).items() if value} for result in report.results],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
