"""The search index of a build: what of a dataset is worth finding by words, and how it is written."""
