"""Checks that neither SHACL nor a query can make: functions with a name, a severity and the words of their message."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from tipgraph.validate.material import Material
from tipgraph.validate.report import Result, Severity

Found = tuple[str, str] | tuple[str, str, str, str] | Result
"""What a check yields: the focus and a message; or with them the path and the value that is wrong; or, where it knows the
place or a correction, a whole result, which is given its name and severity."""


@dataclass(frozen=True)
class Check:
    """A named check."""

    name: str
    severity: Severity
    title: str
    find: Callable[[Material], Iterator[Found]]
    layer: str
    """The layer that it belongs to: ``anchors``."""

    def run(self, material: Material) -> Iterator[Result]:
        """Run the check over the material; results about things that are not checked are left out."""
        for found in self.find(material):
            result = found if isinstance(found, Result) else self._result(*found)
            if material.wanted(result.focus) or (result.file and material.wanted(result.file)):
                yield replace(result, shape=self.name, severity=self.severity)

    def _result(self, focus: str, message: str, path: str | None = None, value: str | None = None) -> Result:
        return Result(self.name, self.severity, focus, message, path, value)


CHECKS: Final[dict[str, Check]] = {}
"""Every named check, by name; the modules that define them are imported by :mod:`tipgraph.validate.every_layer`."""


def named(
    name: str, title: str, severity: Severity = Severity.VIOLATION, *, layer: str
) -> Callable[[Callable[[Material], Iterator[Found]]], Callable[[Material], Iterator[Found]]]:
    """Register a function as a check.

    Args:
        name: The name that reports and ``tests/invalid/<name>.ttl`` use.
        title: What must be so, in one sentence.
        severity: How grave it is if it is not so.
        layer: The layer that it belongs to.

    Returns:
        A decorator that leaves the function as it is.
    """

    def register(find: Callable[[Material], Iterator[Found]]) -> Callable[[Material], Iterator[Found]]:
        CHECKS[name] = Check(name, severity, title, find, layer)
        return find

    return register
