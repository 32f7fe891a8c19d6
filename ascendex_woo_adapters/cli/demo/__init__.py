"""``ascendex-woo demo``."""
