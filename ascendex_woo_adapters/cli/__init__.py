"""The command ``ascendex-woo``. It needs click and rich, which the extra ``cli`` installs."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

EXTRA = ("click", "rich")
MISSING = """\
ascendex-woo needs {name}, which is not installed. Install the command-line extra:

    pip install 'ascendex-woo-adapters[cli]'
"""


def main() -> None:
    """Run the command; ends the process with its exit status."""
    for name in EXTRA:
        if find_spec(name) is None:
            sys.exit(MISSING.format(name=name).rstrip())
    import_module("ascendex_woo_adapters.cli.commands").cli(prog_name="ascendex-woo")
