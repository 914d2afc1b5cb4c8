"""Prefixes of the queries of shapes: pyshacl looks for them at the thing that ``sh:prefixes`` names, and no further."""

from typing import Any

from tipgraph.namespaces import OWL, SH


def import_prefixes(shapes: Any) -> None:
    """Give what ``sh:prefixes`` names the prefixes of all that it imports, as SHACL has it (5.2.1).

    Args:
        shapes: The rdflib graph of the shapes.
    """
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    declare, imports = URIRef(SH + "declare"), URIRef(OWL + "imports")
    for named in set(shapes.objects(None, URIRef(SH + "prefixes"))):
        for imported in list(shapes.transitive_objects(named, imports)):
            for declaration in list(shapes.objects(imported, declare)):
                shapes.add((named, declare, declaration))
