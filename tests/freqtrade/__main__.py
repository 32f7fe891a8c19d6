"""``python -m tests.freqtrade``: freqtrade against the simulator, live and dry, in an environment that has it.

Parts run side by side, each with a simulator of its own. It ends with a table, and with 1 if a part failed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.freqtrade.legs import LEGS, Leg, run

COLUMNS = (
    "round trips",
    "orders",
    "fills",
    "several fills",
    "partly cancelled",
    "forgotten",
    "stops",
    "triggered",
    "lost",
)
MORE = ("profit", "ledger", "markets", "candles", "funding rates", "seconds")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.freqtrade", description=__doc__)
    parser.add_argument("only", nargs="*", help="run the parts with all of these words in their names")
    parser.add_argument("--jobs", type=int, default=3, help="how many parts run at a time (3)")
    parser.add_argument("--folder", type=Path, help="keep logs and databases there")
    options = parser.parse_args()
    legs = [leg for leg in LEGS if all(word in leg.name for word in options.only)]
    if not legs:
        parser.error("no part has these words: " + ", ".join(leg.name for leg in LEGS))
    folder = options.folder or Path(tempfile.mkdtemp(prefix="freqtrade-"))
    started = time.monotonic()
    results, errors = run_all(legs, folder, options.jobs)
    print_table(results, errors)
    print(f"\n{len(results)} of {len(legs)} parts passed in {time.monotonic() - started:.0f} s", flush=True)
    if errors:
        print(f"logs and databases are in {folder}", flush=True)
    elif options.folder is None:
        shutil.rmtree(folder)
    return 1 if errors else 0


def run_all(
    legs: list[Leg], folder: Path, jobs: int
) -> tuple[dict[Leg, dict[str, Any]], dict[Leg, BaseException]]:
    """The figures of the parts that passed, and the errors of the others."""
    results: dict[Leg, dict[str, Any]] = {}
    errors: dict[Leg, BaseException] = {}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(run, leg, folder): leg for leg in legs}
        for future in as_completed(running):
            leg = running[future]
            try:
                results[leg] = future.result()
                print(
                    f"{time.strftime('%H:%M:%S')} {leg.name}: passed, {results[leg]['seconds']} s", flush=True
                )
            except Exception as error:
                errors[leg] = error
                print(f"{time.strftime('%H:%M:%S')} {leg.name}: FAILED", flush=True)
                traceback.print_exception(error, limit=2, file=sys.stdout)
    return results, errors


def print_table(results: dict[Leg, dict[str, Any]], errors: dict[Leg, BaseException]) -> None:
    """One line a part, then the sums of money of the live ones."""
    heads = ["part", *COLUMNS, *MORE]
    lines = [heads]
    for leg in LEGS:
        if leg in results:
            lines.append([leg.name, *(str(results[leg].get(head, "")) for head in heads[1:])])
        elif leg in errors:
            lines.append([leg.name, "FAILED", *("" for _ in heads[2:])])
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
