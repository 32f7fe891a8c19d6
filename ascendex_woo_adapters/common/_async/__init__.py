"""I/O that both venues share."""
