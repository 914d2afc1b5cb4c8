"""Releases: dated copies of everything that can be taken, which stay as they are; and the feeds of what they changed."""
