"""Run a ccxt script as it is, with this package's classes in ccxt::

    python -m ascendex_woo_adapters script.py arguments
    python -m ascendex_woo_adapters --simulate script.py arguments

With ``--simulate`` everything that the script makes of ``ccxt.woo`` and ``ccxt.ascendex`` trades on the
simulator, whatever keys it gives; no request leaves this machine.
"""

from __future__ import annotations

import runpy
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from ascendex_woo_adapters import exchanges, register
from ascendex_woo_adapters.registry import FACES
from ascendex_woo_adapters.simulator import Simulator


def simulated(exchange_class: type, simulator: Simulator) -> Any:
    """A class like ``exchange_class`` whose instances trade on the simulator."""

    def construct(self: Any, config: Any = {}) -> None:
        super(made, self).__init__(config)
        simulator.redirect(self)

    made: Any = type(exchange_class.__name__, (exchange_class,), {"__init__": construct})
    return made


def run(script: str, arguments: list[str]) -> None:
    """Run a script as Python would: as ``__main__``, with its own arguments and folder."""
    sys.argv = [script, *arguments]
    sys.path[0] = str(Path(script).resolve().parent)
    runpy.run_path(script, run_name="__main__")


def main(arguments: list[str]) -> int:
    simulate = arguments[:1] == ["--simulate"]
    script = arguments[simulate:]
    if not script or script[0].startswith("-"):
        print(__doc__.replace("::", ":"), file=sys.stderr)
        return 2
    register()
    if not simulate:
        run(script[0], script[1:])
        return 0
    with Simulator() as simulator:
        for face in map(import_module, FACES):
            for name in exchanges:
                setattr(face, name, simulated(getattr(face, name), simulator))
        run(script[0], script[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
