"""Asking the dataset in SPARQL."""
