"""What makes a shape one: the syntax rules of SHACL (appendix "Summary of SHACL Syntax Rules"), told where they are broken.

SHACL's own shapes for shapes say the same, but to run them over those of the record takes seconds, and they do not say
what to write. ``stated`` reads shapes with the places of what they say, ``parameters`` is the table of what a shape may
say, ``values`` and ``paths`` look at one value, ``check`` finds every fault, ``kept`` is what remains without the shapes
that have one, ``unused`` finds those that are shapes and are never run.
"""

from tipgraph.validate.shape_form.check import NAME, Fault, faults, told
from tipgraph.validate.shape_form.kept import kept
from tipgraph.validate.shape_form.stated import Stated
from tipgraph.validate.shape_form.unused import unused

__all__ = ["NAME", "Fault", "Stated", "faults", "kept", "told", "unused"]
