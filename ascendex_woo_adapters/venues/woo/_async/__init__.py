"""The unified methods of ``woo``."""
