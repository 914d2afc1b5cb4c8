"""Checks that neither SHACL nor a query can make: functions with a name, a severity and the words of their message."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tipgraph.validate.material import Material
from tipgraph.validate.report import Result, Severity

Found = tuple[str, str] | tuple[str, str, str, str]
"""What a check yields: the focus and a message; or with them the path and the value that is wrong."""


@dataclass(frozen=True)
class Check:
    """A named check."""

    name: str
    severity: Severity
    title: str
    find: Callable[[Material], Iterator[Found]]

    def run(self, material: Material) -> Iterator[Result]:
        """Run the check over the material; results about things that are not checked are left out."""
        for focus, message, *rest in self.find(material):
            if material.wanted(focus):
                path, value = rest or (None, None)
                yield material.result(self.name, self.severity, focus, message, path=path, value=value)


CHECKS: Final[dict[str, Check]] = {}
"""Every named check, by name; the modules that define them are imported by :mod:`tipgraph.validate.check`."""


def named(
    name: str, title: str, severity: Severity = Severity.VIOLATION
) -> Callable[[Callable[[Material], Iterator[Found]]], Callable[[Material], Iterator[Found]]]:
    """Register a function as a check.

    Args:
        name: The name that reports and ``tests/invalid/<name>.ttl`` use.
        title: What must be so, in one sentence.
        severity: How grave it is if it is not so.

    Returns:
        A decorator that leaves the function as it is.
    """

    def register(find: Callable[[Material], Iterator[Found]]) -> Callable[[Material], Iterator[Found]]:
        CHECKS[name] = Check(name, severity, title, find)
        return find

    return register
