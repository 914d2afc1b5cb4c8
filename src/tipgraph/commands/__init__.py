"""One module a command; :mod:`tipgraph.cli` imports the module only when its command is used."""
