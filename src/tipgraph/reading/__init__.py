"""Reading of documents: plain text, HTML, Word and PDF come in, the normal form of a text goes out."""
