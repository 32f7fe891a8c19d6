"""Streams: topics, sessions and books, shared by both venues."""
