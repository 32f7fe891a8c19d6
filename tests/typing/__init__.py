"""What type checkers see; mypy runs these, nobody calls them."""
