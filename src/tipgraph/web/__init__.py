"""The record over HTTP: a SPARQL endpoint and plain pages. Nothing but ``server.py`` and the command line imports it."""
