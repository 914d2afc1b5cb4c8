"""Mutations of the record's own files: each makes something wrong, and validation must find it."""
