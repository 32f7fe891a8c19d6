"""``python -m ascendex_woo_adapters.freqtrade <any arguments of freqtrade>``."""

from __future__ import annotations

import sys

from ascendex_woo_adapters.freqtrade import install


def main() -> None:
    """Run freqtrade with both exchanges; it ends the process with its own exit code."""
    try:
        install()
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "freqtrade":
            raise
        sys.exit("freqtrade is not installed: pip install 'ascendex-woo-adapters[freqtrade]'")
    from freqtrade.main import main as freqtrade

    freqtrade()


if __name__ == "__main__":
    main()
