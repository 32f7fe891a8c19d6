"""The arguments and options that several commands share."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from ascendex_woo_adapters import exchanges

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended before it was done."""

GENERATIONS = ("v1", "v3")

ADDRESS = r"https?://[^/\s@?#\\]+/?"


class Commands(click.Group):
    """The commands in the order of their definition; Ctrl-C ends any with its own exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(INTERRUPTED)


class Seconds(click.FloatRange):
    """A span of time that ends."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds: float = super().convert(value, param, ctx)
        if not math.isfinite(seconds):
            self.fail(f"{value} is no number of seconds", param, ctx)
        return seconds


def _address(_context: Any, _option: Any, value: str | None) -> str | None:
    if value is None:
        return None
    if not _is_address(value):
        raise click.BadParameter("an address is http://HOST:PORT, as `ascendex-woo simulate` prints it")
    return value.rstrip("/")


def _is_address(value: str) -> bool:
    """Whether it is a host, perhaps with a port, and nothing more."""
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0 and re.fullmatch(ADDRESS, value) is not None
    except ValueError:
        return False


plain_option = click.option("--plain", is_flag=True, help="Lines of text instead of tables and colours.")
json_option = click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
seed_option = click.option(
    "--seed", type=int, default=0, show_default=True, help="Prices, books and keys follow from it."
)
venue_argument = click.argument("venue", metavar="ID", type=click.Choice(exchanges))
generation_option = click.option(
    "--generation", type=click.Choice(GENERATIONS), help="The API generation, for woo. Default: the class's."
)
_ACCESS = (
    click.option("--simulate", is_flag=True, help="A simulated venue that starts for this: no account."),
    click.option(
        "--url",
        metavar="URL",
        callback=_address,
        help="Another address of the venue, such as one that `ascendex-woo simulate` printed.",
    ),
    click.option("--login", is_flag=True, help="Ask for the keys, hidden, instead of the environment."),
    generation_option,
)


def access_options(command: CommandT) -> CommandT:
    """The options that `connect.Access` holds."""
    for option in reversed(_ACCESS):
        command = option(command)
    return command
