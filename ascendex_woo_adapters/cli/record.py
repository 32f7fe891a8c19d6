"""``ascendex-woo record``: the cassettes of a checkout, recorded anew or from a live venue."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click
from ccxt.base.errors import BaseError
from rich.console import Console
from rich.progress import Progress

from ascendex_woo_adapters.cli.connect import Access, Venue, reached

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder above the package: a checkout of the sources, or where packages are installed."""
NO_CHECKOUT = """\
cassettes are recorded in a checkout of the sources, and this is an installed package ({package}). Get the \
sources, and there: pip install -e '.[dev]' and ascendex-woo record"""
NO_TOOLS = "{name} is missing: recording needs what the tests need, pip install -e '.[dev]'"

ItemT = TypeVar("ItemT")


def tools(name: str) -> Any:
    """A module of the checkout's recording tools; raises ClickException where there is none."""
    if not (CHECKOUT / "tests" / "cassettes" / "record.py").is_file():
        raise click.ClickException(NO_CHECKOUT.format(package=CHECKOUT / "ascendex_woo_adapters"))
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    try:
        return import_module(f"tests.cassettes.{name}")
    except ModuleNotFoundError as error:
        raise click.ClickException(NO_TOOLS.format(name=error.name)) from None


def progressing(
    out: Console, plain: bool, title: str, items: Iterable[ItemT], total: int | None
) -> Iterator[ItemT]:
    """The items, with a bar on a terminal."""
    if plain:
        yield from items
        return
    with Progress(console=out, transient=True) as progress:
        yield from progress.track(items, total=total, description=title)


@contextmanager
def writing() -> Iterator[None]:
    """Raises ClickException for a file or a folder that cannot be written."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            raise
        raise click.ClickException(f"cannot write {error.filename}: {error.strerror}") from None


@writing()
def rerecord(out: Console, plain: bool, root: Path | None) -> None:
    """Record published samples and the simulator anew and say what has changed."""
    recorder, tape = tools("record"), tools("tape")
    root = root or tape.CASSETTES
    before = {path: path.read_bytes() for path in recorder.replaced(root)}
    files = set(progressing(out, plain, "Recording", recorder.everything(root), len(before) or None))
    gone = before.keys() - files
    for path in gone:
        path.unlink()
    fresh = files - before.keys()
    changed = [path for path in files if path in before and path.read_bytes() != before[path]]
    for word, paths in (("new", fresh), ("changed", changed), ("gone", gone)):
        for path in sorted(paths):
            out.print(f"{word:<8} {path.relative_to(root)}", markup=False)
    out.print(f"{len(files)} recordings: {len(fresh)} new, {len(changed)} changed, {len(gone)} gone.")


@writing()
def record_live(out: Console, access: Access, plain: bool, root: Path | None) -> None:
    """Record read-only calls of a live venue; raises ClickException when nothing could be recorded."""
    live, tape = tools("live"), tools("tape")
    with reached(access) as venue:
        try:
            recorded, failed = _record_live(out, venue, plain, live, root or tape.CASSETTES)
        except (BaseError, RuntimeError) as error:
            raise click.ClickException(venue.line(error)) from None
    out.print(f"{recorded} cassettes of the live venue, {failed} calls refused.")
    out.print(
        "Read them before you share them: `make test` looks for what could be somebody's own, and plays them."
    )


def _record_live(out: Console, venue: Venue, plain: bool, live: Any, root: Path) -> tuple[int, int]:
    make: Callable[[], Any] = venue.exchange
    first = make()
    generation = first.options.get("generation")
    name = f"{venue.id}-{generation}" if generation else venue.id
    total = len(live.reads_of(first, venue.has_credentials))
    if not venue.has_credentials:
        out.print("No keys are given: only what is public is recorded.")
    calls = live.record(name, make, venue.secrets, venue.has_credentials, root)
    outcomes = list[str]()
    for method, failure in progressing(out, plain, f"Recording {venue.id}", calls, total):
        outcomes.append(failure)
        said = f"refused: {venue.hidden(failure)}" if failure else "recorded"
        out.print(f"{method:<28} {said}", markup=False)
    failed = sum(map(bool, outcomes))
    return len(outcomes) - failed, failed
