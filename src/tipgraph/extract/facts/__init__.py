"""Facts of one kind a module: each reads the parts of a document and gives triples to its emitter."""
