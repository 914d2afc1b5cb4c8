"""Validation: the record against its shapes, its rules, its source texts, its manifest, its register and its ontology."""

from tipgraph.validate.check import check
from tipgraph.validate.report import Report, Result, Severity

__all__ = ["Report", "Result", "Severity", "check"]
