"""Where each statement stands in a file of Turtle, TriG, N-Triples or N-Quads: the parsers do not tell."""

from tipgraph.positions.statements import Placed, placed_statements
from tipgraph.positions.tokens import Position, Positions

__all__ = ["Placed", "Position", "Positions", "placed_statements"]
