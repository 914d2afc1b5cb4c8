"""The reader: each document as a text with its structure, and beside each part what the record knows of it."""
