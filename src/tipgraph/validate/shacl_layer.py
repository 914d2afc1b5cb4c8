"""SHACL as a layer: first what is wrong with the shapes themselves, then what those that are right find."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tipgraph.errors import MalformedError
from tipgraph.namespaces import short
from tipgraph.validate.layers import Run
from tipgraph.validate.report import Result
from tipgraph.validate.shacl import check_shapes, read_shapes
from tipgraph.validate.shape_form import Stated, faults, kept, told, unused


def check_with_shapes(run: Run) -> Iterator[Result]:
    """Run the shapes; those that are none are told, and left out together with what hangs on them.

    Args:
        run: What is checked; what could not be run is noted in it.

    Yields:
        A result for each fault of a shape, for each shape that is never run, and for each violation that shapes without
        faults find.
    """
    if not run.shapes:
        return
    try:
        stated = Stated(_names(run))
    except MalformedError as error:  # told already, as any file that is not well-formed
        run.skipped.append(f"shacl: {error.args[0]} cannot be read; mend it first")
        return
    wrong = faults(stated)
    yield from map(told, wrong)
    shapes_with_faults = {fault.shape for fault in wrong}
    yield from unused(stated, shapes_with_faults)
    triples, gone = kept(stated, shapes_with_faults)
    if gone:
        run.skipped.append(f"shacl: {', '.join(map(short, gone))}: wrong, or hanging on what is; mend the shapes first")
    yield from check_shapes(run.material, read_shapes(triples))


def graph_of(run: Run) -> Any:
    """Return the rdflib graph of the shapes, as they are run; each file of them is well-formed, and none has a fault."""
    return read_shapes(kept(Stated(_names(run)), set())[0])


def _names(run: Run) -> dict[str, Path]:
    root = run.record.root if run.record else None
    return {path.relative_to(root).as_posix() if root else str(path): path for path in run.shapes}
