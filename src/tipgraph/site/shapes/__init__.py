"""The shapes in words: what each asks of which things, as sentences."""

from tipgraph.site.shapes.read import Rule, Shape, read_shapes
from tipgraph.site.shapes.words import Sentence, Word, plain

__all__ = ["Rule", "Sentence", "Shape", "Word", "plain", "read_shapes"]
