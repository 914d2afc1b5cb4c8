"""Rules that are queries: each finds what must not be; a record that conforms gives no row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tipgraph.errors import FileError, MalformedError, TextError, TipgraphError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID, PREFIXES, short
from tipgraph.query.faults import explain
from tipgraph.query.prepare import prepare
from tipgraph.validate.material import Material
from tipgraph.validate.report import Place, Result, Severity

_HEADERS: Final = ("title", "rule", "severity", "message")
_HEADER: Final = re.compile(r"^# (\w+): (.+)$", re.MULTILINE)
_PLACEHOLDER: Final = re.compile(r"\{\?(\w+)\}")

RULE_RUNS: Final = "rule-runs"
"""The name of the results about rules that cannot be run."""


@dataclass(frozen=True)
class Rule:
    """A query with what its comments say of it."""

    name: str
    title: str
    severity: Severity
    message: str
    query: str

    @classmethod
    def read(cls, path: Path) -> "Rule":
        """Read a rule.

        Args:
            path: A SPARQL file that begins with ``# title:``, ``# rule:`` (the name, that of the file),
                ``# severity:`` and ``# message:``; the message may hold ``{?variable}`` for what the query selects.

        Returns:
            The rule.

        Raises:
            tipgraph.errors.FileError: If the file cannot be read, a header is missing, or the query selects no
                ``?focus``.
            tipgraph.errors.MalformedError: If the name is not that of the file, or there is no such severity.
        """
        text = read_text_strict(path)
        headers = dict(_HEADER.findall(text))
        missing = [name for name in _HEADERS if name not in headers]
        if missing:
            raise FileError(path, f"the rule has no header '# {missing[0]}:'", "add it at the head of the file")
        if headers["rule"] != path.stem:
            reason = f"the rule calls itself {headers['rule']!r}"
            raise MalformedError(path, *_place(text, "rule"), reason, f"name it {path.stem!r} as its file")
        if headers["severity"].lower() not in set(Severity):
            reason = f"there is no severity {headers['severity']!r}"
            raise MalformedError(path, *_place(text, "severity"), reason, f"write {', '.join(Severity)}")
        if not re.search(r"\bSELECT\b[^{]*\?focus\b", text, re.IGNORECASE):
            raise FileError(path, "the query selects no ?focus", "let it select the thing that is wrong as ?focus")
        severity = Severity(headers["severity"].lower())
        return cls(headers["rule"], headers["title"], severity, headers["message"], text)

    def run(self, material: Material) -> Iterator[Result]:
        """Ask the material; each row is a result, with ``?path`` and ``?value`` where the query selects them."""
        try:
            rows = material.store.query(self.query, base_iri=ID, prefixes=PREFIXES)
        except SyntaxError as error:
            file, line, column, reason, way_out = explain(prepare(self.query, f"{self.name}.rq"), error).args
            raise MalformedError(file, line, column, f"the rule is not SPARQL: {reason}", way_out) from None
        if not isinstance(rows, ox.QuerySolutions):
            raise FileError(f"{self.name}.rq", "the rule is no SELECT query", "let it select ?focus")
        names = [variable.value for variable in rows.variables]
        self._refuse_unselected(names)
        for row in rows:
            found = {name: row[name].value for name in names if row[name] is not None}
            if "focus" not in found:
                raise FileError(
                    f"{self.name}.rq", "a row of the rule leaves ?focus unbound", "let it bind ?focus in every row"
                )
            if material.wanted(found["focus"]):
                path, value = found.get("path"), found.get("value")
                message = self.say(found)
                yield material.result(self.name, self.severity, found["focus"], message, path=path, value=value)

    def _refuse_unselected(self, selected: Iterable[str]) -> None:
        """Refuse a message that names what the query does not select: it would tell of "nothing" once the rule fires."""
        for match in _PLACEHOLDER.finditer(self.message):
            if match[1] not in selected:
                line, column = _place(self.query, "message")
                reason = f"the message names ?{match[1]}, which the query does not select"
                way_out = f"select it, or name one of {', '.join(f'?{name}' for name in selected)}"
                raise MalformedError(f"{self.name}.rq", line, column + match.start(), reason, way_out)

    def say(self, found: Mapping[str, str]) -> str:
        """Put what a row holds in the place of the variables of the message."""
        return _PLACEHOLDER.sub(lambda match: short(found.get(match[1], "nothing")), self.message)


def _place(text: str, header: str) -> tuple[int, int]:
    """Return line and column, from 1, at which the value of a header stands; the last counts, as where it is read."""
    *_, match = (one for one in _HEADER.finditer(text) if one[1] == header)
    return text.count("\n", 0, match.start()) + 1, match.start(2) - match.start() + 1


def rule_files(folder: Path) -> list[Path]:
    """Return the files of the rules of a folder, by name.

    Raises:
        tipgraph.errors.FileError: If there is none.
    """
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise FileError(folder, "there are no rules here", "restore shapes/rules/*.rq")
    return paths


def load_rules(folder: Path) -> list[Rule]:
    """Read every rule of a folder.

    Args:
        folder: The folder that holds the SPARQL files.

    Returns:
        The rules by name.

    Raises:
        tipgraph.errors.FileError: If there is none, or one cannot be read.
    """
    return [Rule.read(path) for path in rule_files(folder)]


def run_rules(paths: Iterable[Path], material: Material) -> Iterator[Result]:
    """Run rules over the material; one that cannot be run is a result, and the others are run all the same."""
    names = {path.resolve(): name for name, path in material.paths.items()}
    for path in paths:
        name = names.get(path.resolve(), str(path))
        try:
            yield from Rule.read(path).run(material)
        except TextError as error:
            _, line, column, reason, way_out = error.args
            yield _unusable(name, f"{reason}: {way_out}", Place(line, column))
        except FileError as error:
            yield _unusable(name, f"{error.args[1]}: {error.args[2]}")
        except TipgraphError as error:
            yield _unusable(name, str(error).removeprefix(f"{path.name}:").strip())


def _unusable(name: str, message: str, place: Place | None = None) -> Result:
    return Result(RULE_RUNS, Severity.VIOLATION, name, message).at(name, place)
