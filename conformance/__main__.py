"""``python -m conformance``: run, report; 1 as exit status if a test failed or did not run."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path

from conformance import __doc__ as description
from conformance import report, wheel
from conformance.results import BAD, Result
from conformance.runner import promised, run
from conformance.subjects import FACES, SUBJECTS, exchange_class


def main(arguments: list[str]) -> int:
    """Run the tests that were chosen."""
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [subject.name for subject in SUBJECTS]
    parser.add_argument("methods", nargs="*", metavar="METHOD", help="methods, as fetchTicker; default: all")
    parser.add_argument("--only", action="append", choices=names, help="a subject; can be repeated")
    parser.add_argument("--colour", action="append", choices=list(FACES), help="can be repeated")
    parser.add_argument("--json", type=Path, help="write every result to this file")
    parser.add_argument("--markdown", type=Path, help="write the report into this page")
    chosen = parser.parse_args(arguments)
    only, colours = chosen.only or names, chosen.colour or list(FACES)
    whole = not chosen.methods and (set(only), set(colours)) == (set(names), set(FACES))
    if chosen.markdown and not whole:
        parser.error("the page is made of everything: --markdown takes no choice beside it")
    results: list[Result] = []
    for subject in SUBJECTS:
        for colour in colours if subject.name in only else ():
            begun = time.monotonic()
            own = asyncio.run(run(subject, colour, {wheel.snake(name) for name in chosen.methods}))
            seconds = f"{time.monotonic() - begun:.0f} s"
            print(report.summary(own) or f"{subject.name} {colour}: nothing", f"({seconds})", flush=True)
            results += own
    promises = {
        subject.name: promised(exchange_class(subject, "pro")(subject.config()), "pro")
        for subject in SUBJECTS
        if subject.name in only
    }
    print("", report.text(results, promises), sep="\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([one.told() for one in results], indent=1) + "\n", encoding="utf-8")
    if chosen.markdown:
        report.write_page(chosen.markdown, report.page(results, promises))
    return 1 if not results or any(result.outcome in BAD for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
