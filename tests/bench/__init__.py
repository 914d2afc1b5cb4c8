"""The benchmark of the SPARQL server: ``make bench``, or ``python -m tests.bench``; docs/benchmark.md describes it."""
