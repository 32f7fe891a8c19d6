"""``python -m ascendex_woo_adapters.cli`` is ``ascendex-woo``."""

from ascendex_woo_adapters.cli import main

main()
