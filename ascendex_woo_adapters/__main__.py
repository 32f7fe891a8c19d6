"""Run a ccxt script as it is, with this package's classes in ccxt::

    python -m ascendex_woo_adapters script.py arguments
    python -m ascendex_woo_adapters --simulate script.py arguments

With ``--simulate`` every exchange object of the ids ``woo`` and ``ascendex`` that the script makes trades on
the simulator, whatever class of ccxt or of this package it is made of, or of a class derived from these, and
whatever keys and URLs the class is given. Not redirected are URLs that the script sets later, the other
exchanges of ccxt, requests that it sends without ccxt, and other processes that it starts.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

import ccxt

from ascendex_woo_adapters import register
from ascendex_woo_adapters.simulator import Simulator


def redirect_all(simulator: Simulator) -> None:
    """Let every exchange object of the simulator's venues that is made from here on trade there."""
    base: Any = ccxt.Exchange.__mro__[-2]
    construct = base.__init__

    def construct_redirected(self: Any, config: Any = {}) -> None:
        construct(self, config)
        names = (self.id, *(cls.__name__ for cls in type(self).__mro__))
        venue = next((name for name in names if name in simulator.venues), None)
        if venue is not None:
            simulator.redirect(self, venue=venue)

    base.__init__ = construct_redirected


def run(script: str, arguments: list[str]) -> None:
    """Run a script as Python would: as ``__main__``, with its own arguments and folder."""
    sys.argv = [script, *arguments]
    sys.path[0] = str(Path(script).resolve().parent)
    runpy.run_path(script, run_name="__main__")


def main(arguments: list[str]) -> int:
    simulate = arguments[:1] == ["--simulate"]
    script = arguments[simulate:]
    usage = __doc__.replace("::", ":")
    if script[:1] in (["-h"], ["--help"]):
        print(usage)
        return 0
    if not script or script[0].startswith("-"):
        print(usage, file=sys.stderr)
        return 2
    if not Path(script[0]).exists():
        print(f"Error: there is no {script[0]}", file=sys.stderr)
        return 2
    register()
    if not simulate:
        run(script[0], script[1:])
        return 0
    with Simulator() as simulator:
        redirect_all(simulator)
        run(script[0], script[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
