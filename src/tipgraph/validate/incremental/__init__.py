"""Validating again only what a change can affect: what was looked at and found is kept, and compared with what there is now."""
