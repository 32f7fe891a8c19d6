"""(Generated from _async.) I/O that both venues share."""
