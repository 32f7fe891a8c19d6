"""The command ``ascendex-woo``. It needs click and rich, which the extra ``cli`` installs."""

from __future__ import annotations

import sys
from importlib import import_module

EXTRA = ("click", "rich")
MISSING = """\
ascendex-woo needs {name}, which is not installed. Install the command-line extra:

    pip install 'ascendex-woo-adapters[cli]'
"""


def main() -> None:
    """Run the command; ends the process with its exit status."""
    try:
        commands = import_module("ascendex_woo_adapters.cli.commands")
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in EXTRA:
            raise
        sys.exit(MISSING.format(name=name).rstrip())
    commands.cli(prog_name="ascendex-woo")
