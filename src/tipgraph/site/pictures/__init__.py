"""Pictures of the record, drawn as shapes from the answer to a query, which is their table too."""

from tipgraph.site.pictures.draw import DRAWINGS
from tipgraph.site.pictures.shapes import Bar, Cell, Dot, Drawing, Label, Line

__all__ = ["DRAWINGS", "Bar", "Cell", "Dot", "Drawing", "Label", "Line"]
