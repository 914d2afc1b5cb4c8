"""HermiT, the reasoner: asked for classes that nothing can belong to, or whether triples contradict one another."""

import io
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Triple, serialize

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import BASE, OWL

_MEMORY: Final = 2000
_HERMIT: Final = "org.semanticweb.HermiT.cli.CommandLine"
_INCONSISTENT: Final = "InconsistentOntologyException"


class ReasonerError(TipgraphError, RuntimeError):
    """HermiT gave no answer; ``args[0]`` is what it said."""

    def __str__(self) -> str:
        return f"HermiT gave no answer ({self.args[0]}): see whether 'java -version' works and memory is free"


def classify(triples: Sequence[Triple]) -> tuple[str, ...] | None:
    """Run HermiT in a world of its own.

    Returns:
        The classes nothing can belong to, or None where the triples contradict one another.
    """
    import owlready2  # noqa: PLC0415 - slow to import, and needed for this check only

    world = owlready2.World()
    try:
        ontology = world.get_ontology(BASE + "check")
        ontology.load(fileobj=io.BytesIO(serialize(triples, format=RdfFormat.N_TRIPLES) or b""))
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        return tuple(sorted(c.iri for c in world.inconsistent_classes() if c.iri != OWL + "Nothing"))
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    except (owlready2.OwlReadyJavaError, OSError) as error:
        raise ReasonerError(" ".join(str(error).split())[:500]) from error
    finally:
        world.close()


def contradicts(triples: Sequence[Triple]) -> bool:
    """Ask HermiT for consistency alone, without the classification that owlready2 always asks for: three times faster."""
    import owlready2  # noqa: PLC0415 - slow to import, and needed for this check only

    jars = Path(owlready2.__file__).parent / "hermit"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "triples.nt"
        serialize(triples, str(file), RdfFormat.N_TRIPLES)
        command = [owlready2.JAVA_EXE, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Xmx{_MEMORY}M"]
        command += ["-cp", os.pathsep.join([str(jars), str(jars / "HermiT.jar")]), _HERMIT]
        command += ["--consistency", "--ignoreUnsupportedDatatypes", file.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    said = done.stdout + done.stderr
    if _INCONSISTENT in said:
        return True
    if done.returncode:
        raise ReasonerError(" ".join(said.split())[:500])
    return False
