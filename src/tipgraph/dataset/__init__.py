"""From the record's files to one dataset: load, infer, derive, merge, and write as an immutable build."""
