"""A dataset of the shape of the record and of any size: the same classes and properties, invented words and names."""
