"""Copies of the record that are edited by chance, and validated incrementally and in full after each edit."""

import random
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from tests.mutate.operators import OPERATORS, Operator, files
from tipgraph.errors import TipgraphError
from tipgraph.record import Record
from tipgraph.validate import Report, check
from tipgraph.validate.formats import structured

INVALID = Path(__file__).parent / "invalid"
PARTS = ("ontology", "shapes", "data", "queries")
_NAMELESS = re.compile(r'"[0-9a-f]{26,32}"')


def lines_fewer(text: str, chance: random.Random) -> str | None:
    """Take out a line."""
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def moved(text: str, chance: random.Random) -> str | None:
    """Say nothing else, a line further down."""
    return f"# {chance.random()}\n{text}"


def count(text: str, chance: random.Random) -> str | None:
    """Change a number, such as that of a shape."""
    found = list(re.finditer(r"(?<= )[0-9]+(?= )", text))
    if not found:
        return None
    one = chance.choice(found)
    return f"{text[: one.start()]}{int(one[0]) + 1}{text[one.end() :]}"


def gone(text: str, chance: random.Random) -> str | None:
    """Take the whole file away."""
    return ""


DATA = ("data/curated/*.ttl", "data/extracted/*.ttl", "ontology/schemes/*.ttl")
FURTHER = (
    Operator("count", ("shapes/*.ttl",), count),
    Operator("shape-line", ("shapes/*.ttl",), lines_fewer),
    Operator("ontology-line", ("ontology/*.ttl", "ontology/checks/*.ttl"), lines_fewer),
    Operator("list-line", ("data/register.txt", "data/external-iris.txt", "data/documents/*.json"), lines_fewer),
    Operator("rule-line", ("shapes/rules/*.rq", "queries/*.rq"), lines_fewer),
    Operator("moved", (*DATA, "shapes/*.ttl"), moved),
    Operator("gone", ("data/curated/*.ttl", "shapes/rules/*.rq", "queries/*.csv"), gone),
)


@dataclass
class Edited:
    """A copy of the record."""

    record: Record
    state: Path
    """Where the state of its validations lies."""
    only: Sequence[str]
    """The layers that are run."""
    original: dict[Path, bytes] = field(default_factory=dict)
    """The files that were edited, as they were."""

    @classmethod
    def copy(cls, record: Record, folder: Path, only: Sequence[str], leave_out: Sequence[str] = ()) -> "Edited":
        """Copy the record to a folder, without some of its files."""
        for part in PARTS:
            shutil.copytree(record.root / part, folder / "record" / part)
        for name in leave_out:
            (folder / "record" / name).unlink()
        return cls(Record(folder / "record"), folder / "state", only)

    @classmethod
    def small(cls, record: Record, folder: Path, only: Sequence[str]) -> "Edited":
        """Copy ontology, shapes and questions of the record, with the few data of ``tests/invalid`` and its text."""
        made = cls.copy(record, folder, only)
        data = made.record.root / "data"
        for path in (*data.glob("*/*.ttl"), *data.glob("documents/*")):
            path.unlink()
        shutil.copy(INVALID / "_base.ttl", made.record.curated / "base.ttl")
        shutil.copy(INVALID / "_base.txt", made.record.documents / "base-report.txt")
        made.record.register.write_text("")
        return made

    def write(self, name: str, text: str) -> None:
        """Put a text in the place of a file; nothing takes it away."""
        path = self.record.root / name
        self.original.setdefault(path, path.read_bytes() if path.exists() else b"")
        if text:
            path.write_bytes(text.encode("utf-8"))
        else:
            path.unlink()

    def edit(self, chance: random.Random, operators: Sequence[Operator] = (*OPERATORS, *FURTHER)) -> str:
        """Edit a file by chance, or restore one that was; return what was done."""
        if self.original and chance.random() < 0.4:
            path = chance.choice(sorted(self.original))
            path.write_bytes(self.original.pop(path))
            return f"restored {path.name}"
        while True:
            operator = chance.choice(operators)
            found = files(self.record.root, operator)
            if not found:
                continue
            path = chance.choice(found)
            text = path.read_bytes().decode("utf-8")
            new = operator.mutate(text, chance)
            if new is None or new == text:
                continue
            self.write(path.relative_to(self.record.root).as_posix(), new)
            change = unified_diff(text.splitlines(), new.splitlines(), lineterm="", n=0)
            return "\n".join([f"{operator.name} in {path.name}", *list(change)[2:8]])

    def restore(self) -> None:
        """Restore every file that was edited."""
        while self.original:
            path, content = self.original.popitem()
            path.write_bytes(content)

    def incremental(self, only: Sequence[str] = ()) -> Report | str:
        """Validate what has changed; of an error its words."""
        return _report(self.record, only or self.only, self.state)

    def full(self, only: Sequence[str] = ()) -> Report | str:
        """Validate everything; of an error its words."""
        return _report(self.record, only or self.only, None)


def _report(record: Record, only: Sequence[str], state: Path | None) -> Report | str:
    try:
        return check(record, only=only, state=state)
    except TipgraphError as error:
        return str(error)


def written(report: Report | str) -> str:
    """What a person or a program sees of a report, all of it; a nameless node of the ontology has another name each time."""
    whole = report if isinstance(report, str) else structured.write(report)
    nameless = _NAMELESS.sub('"_"', whole)
    return whole if nameless == whole else "\n".join(sorted(nameless.split("\n")))
