"""A generated dataset on the disk, as a build that the server opens."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.bench.synthetic.generate import Progress, generate, sessions_for
from tipgraph.dataset.build import Build, inputs, open_build, program, write_assembled
from tipgraph.dataset.load import definitions, load_files
from tipgraph.errors import FileError
from tipgraph.record import Record

GENERATOR = Path(__file__).parent / "synthetic"


@dataclass(frozen=True)
class Generated:
    """A generated dataset that is whole and up to date."""

    build: Build

    @property
    def triples(self) -> int:
        """How many triples the default graph has."""
        found: int = self.build.manifest["triples"]
        return found

    @property
    def quads(self) -> int:
        """How many triples the named graphs have together."""
        found: int = self.build.manifest["quads"]
        return found


def prepare(record: Record, folder: Path, triples: int, seed: int, progress: Progress) -> Generated:
    """Make a dataset of about so many triples, or find it made.

    Args:
        record: The real record, of which the ontology, the schemes and the shapes are taken.
        folder: Where the build goes.
        triples: How large it is to be, about.
        seed: The same seed gives the same dataset.
        progress: Told how far the work is.

    Returns:
        The dataset; it was generated from this ontology, by this generator and this program.
    """
    sessions = sessions_for(triples)
    described = {"inputs": _inputs(record, sessions, seed), "program": program()}
    with suppress(FileError):
        build = open_build(folder)
        if all(build.manifest[name] == value for name, value in described.items()):
            return Generated(build)
    assembled = generate(record, sessions, seed, progress)
    return Generated(write_assembled(assembled, load_files(definitions(record)), folder, described))


def _inputs(record: Record, sessions: int, seed: int) -> dict[str, str]:
    """Return what a generated dataset depends on; another dataset has others."""
    digest = sha256(b"".join(path.read_bytes() for path in sorted(GENERATOR.glob("*.py")))).hexdigest()
    taken = {name: found for name, found in inputs(record).items() if not name.startswith("data/")}
    return {**taken, "generator": digest, "sessions": str(sessions), "seed": str(seed)}
