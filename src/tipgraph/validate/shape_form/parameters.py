"""What a shape may say: each parameter with the values that it takes, how many, and where it may stand."""

from dataclasses import dataclass
from typing import Final

from tipgraph.namespaces import SH


@dataclass(frozen=True)
class Parameter:
    """A property of shapes, as the summary of SHACL's syntax rules has it."""

    takes: str
    """What its values are: a key of ``values.KINDS``."""
    is_single: bool = False
    """Whether a shape has at most one."""
    is_of_values: bool = False
    """Whether property shapes alone have it, since it is about all values of a path together."""
    makes_shape: bool = True
    """Whether whatever has it is a shape."""


_ONCE: Final = {"is_single": True}
_OF_VALUES: Final = {"is_single": True, "is_of_values": True}

PARAMETERS: Final[dict[str, Parameter]] = {
    SH + name: parameter
    for name, parameter in {
        "targetClass": Parameter("iri"),
        "targetNode": Parameter("no blank node"),
        "targetSubjectsOf": Parameter("iri"),
        "targetObjectsOf": Parameter("iri"),
        "severity": Parameter("iri", **_ONCE, makes_shape=False),
        "message": Parameter("text", makes_shape=False),
        "deactivated": Parameter("boolean", **_ONCE, makes_shape=False),
        "and": Parameter("shapes"),
        "or": Parameter("shapes"),
        "xone": Parameter("shapes"),
        "not": Parameter("shape"),
        "node": Parameter("node shape"),
        "property": Parameter("property shape"),
        "class": Parameter("iri"),
        "closed": Parameter("boolean", **_ONCE),
        "ignoredProperties": Parameter("list of iris", **_ONCE),
        "datatype": Parameter("iri", **_ONCE),
        "disjoint": Parameter("iri"),
        "equals": Parameter("iri"),
        "hasValue": Parameter("anything"),
        "in": Parameter("list", **_ONCE),
        "languageIn": Parameter("list of strings", **_ONCE),
        "lessThan": Parameter("iri", is_of_values=True),
        "lessThanOrEquals": Parameter("iri", is_of_values=True),
        "minCount": Parameter("integer", **_OF_VALUES),
        "maxCount": Parameter("integer", **_OF_VALUES),
        "minExclusive": Parameter("literal", **_ONCE),
        "minInclusive": Parameter("literal", **_ONCE),
        "maxExclusive": Parameter("literal", **_ONCE),
        "maxInclusive": Parameter("literal", **_ONCE),
        "minLength": Parameter("integer", **_ONCE),
        "maxLength": Parameter("integer", **_ONCE),
        "nodeKind": Parameter("node kind", **_ONCE),
        "pattern": Parameter("pattern", **_ONCE),
        "flags": Parameter("string", **_ONCE),
        "qualifiedValueShape": Parameter("shape", **_OF_VALUES),
        "qualifiedMinCount": Parameter("integer", **_ONCE),
        "qualifiedMaxCount": Parameter("integer", **_ONCE),
        "qualifiedValueShapesDisjoint": Parameter("boolean", **_ONCE),
        "uniqueLang": Parameter("boolean", **_OF_VALUES),
        "sparql": Parameter("sparql"),
    }.items()
}
"""Every parameter by its IRI; ``sh:path`` has rules of its own."""
