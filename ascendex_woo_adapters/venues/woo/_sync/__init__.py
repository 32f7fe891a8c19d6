"""(Generated from _async.) The unified methods of ``woo``."""
