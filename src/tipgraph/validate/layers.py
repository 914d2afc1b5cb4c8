"""The layers of a validation, in the order in which they run; each can be asked for alone, or left out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from tipgraph.errors import UsageError
from tipgraph.record import Record
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result, Severity


@dataclass
class Run:
    """One validation: what it looks at, and what it could not look at."""

    material: Material
    record: Record | None = None
    """The record that is checked; nothing where other people's data are."""
    shapes: tuple[Path, ...] = ()
    """The files of the shapes."""
    rules: tuple[Path, ...] = ()
    """The folders of the rules."""
    unread: list[Result] = field(default_factory=list)
    """What of the record cannot be read, where the whole of it is checked."""
    clashes: list[Result] = field(default_factory=list)
    """What kept the inference of a build from its end."""
    skipped: list[str] = field(default_factory=list)
    """What was not checked, and why: one line each."""
    done: list[str] = field(default_factory=list)
    """The names of the layers that ran to their end."""

    def infer(self) -> None:
        """Infer and derive what a build would, for rules and shapes to look at; or remember why it cannot."""
        from tipgraph.dataset.derive import derive  # noqa: PLC0415 - not for who asks for the names of the layers
        from tipgraph.dataset.infer import InferenceError, infer  # noqa: PLC0415 - the same

        material = self.material
        stated = {t for group in (material.data, material.background) for triples in group.values() for t in triples}
        try:
            inferred = infer(stated)
        except InferenceError as error:
            self.clashes = [material.result("inference", Severity.VIOLATION, str(error.args[0]), str(error))]
            return
        material.inferred = [*inferred, *derive(stated | inferred)]


Find = Callable[[Run], Iterable[Result]]
Finder = TypeVar("Finder", bound=Find)


@dataclass(frozen=True)
class Layer:
    """One kind of checks."""

    name: str
    """On the command line: ``shacl``."""
    title: str
    """What must be so, in a sentence."""
    find: Find
    of_record: bool = False
    """Whether it needs a record of tipgraph: its texts, its lists, its questions."""
    of_whole: bool = False
    """Whether it concerns the record as a whole, and is left out where single files are checked."""
    takes_parts: bool = False
    """Whether it runs though a part of the record cannot be read, and says itself what it could not check."""

    def run(self, run: Run) -> Iterator[Result]:
        """Run the layer; its results bear its name."""
        for result in self.find(run):
            yield replace(result, layer=self.name)


LAYERS: Final[dict[str, Layer]] = {}
"""Every layer by name, in the order in which they run; the modules that define them are imported by ``check``."""


def layer(
    name: str, title: str, *, of_record: bool = False, of_whole: bool = False, takes_parts: bool = False
) -> Callable[[Finder], Finder]:
    """Register a function as a layer; it leaves the function as it is."""

    def register(find: Finder) -> Finder:
        LAYERS[name] = Layer(name, title, find, of_record, of_whole, takes_parts)
        return find

    return register


def chosen(only: Iterable[str] = (), skip: Iterable[str] = ()) -> list[Layer]:
    """Return the layers that are wanted.

    Args:
        only: The names of those that are; all where none is named.
        skip: The names of those that are not.

    Raises:
        tipgraph.errors.UsageError: If a name is none of a layer's.
    """
    wanted, unwanted = set(only), set(skip)
    for name in (*only, *skip):
        if name not in LAYERS:
            raise UsageError(f"there is no layer '{name}': use {', '.join(LAYERS)}")
    return [one for one in LAYERS.values() if (not wanted or one.name in wanted) and one.name not in unwanted]
