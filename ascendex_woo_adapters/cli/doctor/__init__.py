"""``ascendex-woo doctor``."""
