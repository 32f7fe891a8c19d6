"""How a command reaches a venue: keys from the environment or a prompt, or the simulator's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from ascendex_woo_adapters.registry import FACES

CREDENTIALS = {"apiKey": "APIKEY", "secret": "SECRET", "uid": "UID"}
"""ccxt's names of the credentials, and how the environment's end, as in ccxt's own tools."""
HIDDEN = "***"
TIMEOUT_MS = 10_000


@dataclass(frozen=True)
class Access:
    """What the options of a command say about the way to a venue."""

    venue: str
    generation: str | None = None
    simulate: bool = False
    url: str | None = None
    login: bool = False


def names_of(venue: str) -> dict[str, str]:
    """ccxt's names of the credentials -> the environment variables that hold them."""
    return {name: f"{venue.upper()}_{ending}" for name, ending in CREDENTIALS.items()}


def from_environment(venue: str) -> dict[str, str]:
    """The credentials that are set; raises click's UsageError when only one half of a pair is."""
    names = names_of(venue)
    given = {name: os.environ.get(variable, "").strip() for name, variable in names.items()}
    found = {name: value for name, value in given.items() if value}
    for one, other in (("apiKey", "secret"), ("secret", "apiKey")):
        if one in found and other not in found:
            raise click.UsageError(f"{names[one]} is set, but {names[other]} is not")
    return found


def from_prompt(venue: str) -> dict[str, str]:
    """The credentials, asked for without showing them."""

    def ask(text: str, default: str | None = None) -> str:
        try:
            answer: str = click.prompt(
                f"{venue} {text}", hide_input=True, err=True, default=default, show_default=False
            )
        except click.Abort as end:
            if isinstance(end.__context__, EOFError):
                raise click.ClickException(f"the input ended before the {text} of {venue} came") from None
            raise
        return answer.strip()

    given = {"apiKey": ask("API key"), "secret": ask("secret")}
    if venue == "woo":
        given["uid"] = ask("application id (Enter if you have none)", "")
    return {name: value for name, value in given.items() if value}


class Venue:
    """A venue that can be reached: exchanges of it, and what must not be told of them."""

    def __init__(self, access: Access, simulator: Any, credentials: dict[str, str]) -> None:
        self.access, self.id, self.simulator = access, access.venue, simulator
        self._credentials = credentials

    @property
    def has_credentials(self) -> bool:
        return self.simulator is not None or "apiKey" in self._credentials

    @property
    def secrets(self) -> list[str]:
        """The credentials themselves."""
        return list(self._credentials.values())

    def exchange(self, face: str = "ccxt", **config: Any) -> Any:
        """A ccxt exchange of this package, of one of ccxt's faces."""
        from ascendex_woo_adapters.simulator.simulator import rehosted

        options = {"generation": self.access.generation} if self.access.generation else {}
        config = {"timeout": TIMEOUT_MS, "options": options, **config}
        make = getattr(import_module(f"ascendex_woo_adapters.venues.{self.id}.{FACES[face]}"), self.id)
        if self.simulator is not None:
            made = self.simulator.connect(make, config)
            self._credentials = {name: getattr(made, name) for name in CREDENTIALS if getattr(made, name)}
            return made
        made = make({**config, **self._credentials})
        if self.access.url:
            made.urls["api"] = rehosted(made.urls["api"], self.access.url)
        return made

    def hidden(self, value: Any) -> Any:
        """`value` without the credentials, wherever they stand in it."""
        if isinstance(value, str):
            for secret in self.secrets:
                value = value.replace(secret, HIDDEN)
            return value
        if isinstance(value, dict):
            return {self.hidden(key): self.hidden(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.hidden(inner) for inner in value]
        return value

    def line(self, error: BaseException) -> str:
        """An error in one line."""
        from ccxt.base.errors import NetworkError

        said = " ".join(str(self.hidden(str(error))).split())
        line = f"{type(error).__name__}: {said}" if said else type(error).__name__
        if isinstance(error, NetworkError):
            line += f" (`ascendex-woo doctor {self.id}` looks into what is wrong)"
        return line


@contextmanager
def reached(access: Access) -> Iterator[Venue]:
    """The venue that the options speak of; a simulated one runs for as long as this."""
    if access.generation and access.venue != "woo":
        raise click.UsageError(f"{access.venue} has no generations to choose from")
    if not access.simulate:
        credentials = from_prompt(access.venue) if access.login else from_environment(access.venue)
        for name, value in credentials.items():
            if not (value.isascii() and value.isprintable()):
                raise click.UsageError(f"the {name} of {access.venue} has characters that no key has")
        yield Venue(access, None, credentials)
        return
    if access.login or access.url:
        raise click.UsageError("--simulate brings its own keys and address")
    from ascendex_woo_adapters.simulator import Simulator

    with Simulator(venues=[access.venue]) as simulator:
        yield Venue(access, simulator, {})
