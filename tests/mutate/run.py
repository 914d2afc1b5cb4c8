"""Mutations one after the other: which layer finds each, if any does."""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from tests.mutate.operators import OPERATORS, files
from tipgraph.errors import TipgraphError
from tipgraph.record import Record
from tipgraph.validate import Severity, check
from tipgraph.validate.layers import LAYERS

_PARTS = ("ontology", "shapes", "data", "queries")
_LATE = ("extraction", "questions")
"""Layers that take long: asked only where no other finds anything."""


@dataclass(frozen=True)
class Mutation:
    """A change of one file."""

    operator: str
    file: str
    """Below the record."""
    text: str
    change: str
    """The lines that differ."""


@dataclass(frozen=True)
class Outcome:
    """Which layer found a mutation."""

    mutation: Mutation
    layer: str
    """Its name; nothing where none did."""
    said: str


def mutations(record: Record, number: int, seed: int) -> list[Mutation]:
    """Make mutations by chance, the same for the same seed: each operator as often as the others."""
    chance = random.Random(seed)
    made: list[Mutation] = []
    while len(made) < number:
        operator = OPERATORS[len(made) % len(OPERATORS)]
        path = chance.choice(files(record.root, operator))
        text = path.read_bytes().decode("utf-8")
        new = operator.mutate(text, chance)
        if new is None or new == text:
            continue
        lines = unified_diff(text.splitlines(), new.splitlines(), lineterm="", n=0)
        change = "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))
        made.append(Mutation(operator.name, path.relative_to(record.root).as_posix(), new, change))
    return made


def outcome(record: Record, mutation: Mutation) -> Outcome:
    """Validate a copy of the record with a mutation."""
    with tempfile.TemporaryDirectory(prefix="tipgraph-") as folder:
        root = Path(folder) / "record"
        for part in _PARTS:
            shutil.copytree(record.root / part, root / part)
        (root / mutation.file).write_bytes(mutation.text.encode("utf-8"))
        try:
            for layers in ([name for name in LAYERS if name not in (*_LATE, "consistency")], _LATE):
                report = check(Record(root), only=layers)
                grave = [result for result in report.results if result.severity is not Severity.INFO]
                if grave:
                    return Outcome(mutation, grave[0].layer, grave[0].text)
        except TipgraphError as error:
            return Outcome(mutation, "could not run", str(error))
    return Outcome(mutation, "", "")


def run(record: Record, number: int, seed: int, processes: int) -> Iterator[Outcome]:
    """Try mutations over several processes; the outcomes come in the order of the mutations."""
    made = mutations(record, number, seed)
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(outcome, [record] * len(made), made)


def told(one: Outcome) -> str:
    """Say which layer found a mutation, or what it was."""
    made = f"{one.mutation.operator} in {one.mutation.file}"
    return f"{made}: {one.layer}" if one.layer else f"{made}: not found\n{one.mutation.change}"


def summary(outcomes: list[Outcome]) -> str:
    """Say how many were found, and by which layer."""
    caught = [one for one in outcomes if one.layer]
    by_layer = Counter(one.layer for one in caught)
    lines = [f"{len(caught)} of {len(outcomes)} mutations were found"]
    return "\n".join([*lines, *(f"  {count:>4} by {name}" for name, count in by_layer.most_common())])
