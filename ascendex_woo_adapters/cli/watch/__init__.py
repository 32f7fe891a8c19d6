"""``ascendex-woo watch``."""
