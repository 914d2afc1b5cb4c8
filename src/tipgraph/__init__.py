"""tipgraph: the linked-data record of the Working Group on Trafficking in Persons.

From Python::

    import tipgraph

    dataset = tipgraph.load()                            # an rdflib Dataset over the engine
    for row in tipgraph.query("victim-compensation"):    # one of the record's own questions, or SPARQL
        print(row)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipgraph.api import load as load
    from tipgraph.api import query as query

__all__ = ["__version__", "load", "query"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: ``tipgraph --help`` needs none of it."""
    if name in {"load", "query"}:
        from tipgraph import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module 'tipgraph' has no attribute {name!r}")
