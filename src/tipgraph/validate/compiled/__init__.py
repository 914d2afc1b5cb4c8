"""SHACL at scale: plain constraints asked of the engine as SPARQL, and pyshacl asked about the suspects alone.

pyshacl is the authority: what is reported is its own report. A query only has to find every thing that pyshacl would find
fault with; it may find more. ``terms`` puts the data into the engine so that no literal changes, ``paths``, ``targets``,
``values``, ``counts`` and ``pairs`` turn the parts of a shape into queries, ``judge`` lends queries pyshacl's own verdict
about a single value, ``compiler`` puts a shape together, ``near`` finds the targets where few things are looked at, ``part`` cuts out what
pyshacl has to see, ``shown`` holds the data, ``runner`` runs it all.
"""
