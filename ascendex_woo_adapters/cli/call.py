"""``ascendex-woo call``: any method of an exchange, found by name and given words of the command line."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import click
from ccxt.base.errors import BaseError
from rich.console import Console

from ascendex_woo_adapters.cli.connect import Access, reached
from ascendex_woo_adapters.cli.shapes import as_json, show
from ascendex_woo_adapters.cli.terminal import waiting
from ascendex_woo_adapters.common.endpoint import Endpoint, endpoints_of

LOCAL = ("market", "currency")
"""Methods that look up what has been loaded before."""
MORE_METHODS = ("load_markets", "load_time_difference", *LOCAL)
"""What ccxt offers beside the methods that ``has`` speaks of."""
TEXT = ("str", "Str", "OrderType", "OrderSide")
"""Annotations of parameters that are never numbers, whatever they look like."""
TIMES = ("since", "until")
STREAMS = ("watch", "unwatch", "un_watch")
"""Beginnings of the names of what only the streaming class can do."""
NAMED = re.compile(r"([A-Za-z_][\w.-]*)=(.*)", re.DOTALL)


class Method:
    """A method by its name in snake_case; `endpoint` of an implicit one, `works` if it is not refused."""

    def __init__(self, name: str, function: Any, endpoint: Endpoint | None, works: bool = True) -> None:
        self.name, self.endpoint, self.works = name, endpoint, works
        self._signature = inspect.signature(function)

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        return {name: one for name, one in self._signature.parameters.items() if name != "self"}

    @property
    def usage(self) -> str:
        """How it is called, in a line."""
        if self.endpoint is not None:
            needed = [f"{name}=..." for name in self._path_names()]
            called = " ".join((self.name, *needed, "[name=value]..."))
            return f"{called}   ({self.endpoint.method} {self.endpoint.path})"
        words = [
            name if one.default is one.empty else f"[{name}]"
            for name, one in self.parameters.items()
            if name != "params"
        ]
        more = ["[params.NAME=VALUE]..."] if "params" in self.parameters else []
        return " ".join((self.name, *words, *more))

    def _path_names(self) -> list[str]:
        assert self.endpoint is not None
        return re.findall(r"\{(\w+)\}", self.endpoint.path)

    def bind(self, words: Sequence[str]) -> tuple[list[Any], dict[str, Any]]:
        """Arguments and keywords for the method; raises click's UsageError with the way it is called."""
        given: list[Any] = []
        named: dict[str, Any] = {}
        params: dict[str, str] = {}
        for word in words:
            match = NAMED.fullmatch(word)
            if match is None:
                given.append(word)
            elif match[1].startswith("params."):
                params[match[1].removeprefix("params.")] = match[2]
            else:
                named[match[1]] = match[2]
        if self.endpoint is not None:
            return self._bind_implicit(given, {**named, **params})
        names = list(self.parameters)
        arguments = [self._value(names[at] if at < len(names) else "", word) for at, word in enumerate(given)]
        keywords = {name: self._value(name, word) for name, word in named.items()}
        try:
            self._check(arguments, keywords)
            if params:
                more = {name: _moment_or_value(name, word) for name, word in params.items()}
                keywords["params"] = {**keywords.get("params", {}), **more}
                self._check(arguments, keywords)
        except TypeError as error:
            raise click.UsageError(f"{self.name}: {error}\nUse it as: {self.usage}") from None
        return arguments, keywords

    def _check(self, arguments: list[Any], keywords: dict[str, Any]) -> None:
        """Raises TypeError for what the method does not take."""
        bound = self._signature.replace(parameters=list(self.parameters.values())).bind(
            *arguments, **keywords
        )
        if not isinstance(bound.arguments.get("params", {}), dict):
            raise TypeError("params is a JSON object")

    def _bind_implicit(self, given: list[str], named: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        params = value_of(given[0]) if given else {}
        if len(given) > 1 or not isinstance(params, dict):
            raise click.UsageError(
                f"{self.name} takes name=value, or one JSON object, not {' '.join(given)}\n"
                f"Use it as: {self.usage}"
            )
        params = {**params, **{name: value_of(text) for name, text in named.items()}}
        missing = [name for name in self._path_names() if name not in params]
        if missing:
            raise click.UsageError(f"{self.name} needs {', '.join(missing)}\nUse it as: {self.usage}")
        return [params], {}

    def _value(self, name: str, word: str) -> Any:
        parameter = self.parameters.get(name)
        if parameter is not None and str(parameter.annotation) in TEXT and word != "null":
            return word
        return _moment_or_value(name, word)


def _moment_or_value(name: str, word: str) -> Any:
    """A date as milliseconds where a time is meant; else what the word means as JSON."""
    if name in TIMES and re.match(r"\d{4}-\d\d", word):
        return _milliseconds(word)
    return value_of(word)


def value_of(word: Any) -> Any:
    """What a word means as JSON; itself where it means nothing there."""

    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    try:
        return json.loads(word, parse_constant=refuse)
    except (TypeError, ValueError):
        return word


def _milliseconds(word: str) -> int:
    from datetime import datetime, timezone

    try:
        moment = datetime.fromisoformat(word.replace("Z", "+00:00"))
    except ValueError:
        raise click.UsageError(f"{word} is not a time such as 2026-01-31 or 2026-01-31T12:00:00Z") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return int(moment.timestamp() * 1000)


def _key(name: str) -> str:
    """`fetchOHLCV`, `fetch_ohlcv` and `FETCH_OHLCV` are one name."""
    return name.replace("_", "").lower()


def methods_of(exchange: Any) -> dict[str, Method]:
    """Everything that can be called, by a key that spelling does not change."""
    kind = type(exchange)
    flags = dict.fromkeys(map(_key, MORE_METHODS), True)
    flags |= {_key(flag): bool(value) for flag, value in exchange.has.items()}
    found = {}
    for name in dir(kind):
        if name.startswith(("_", *STREAMS)) or name != name.lower():
            continue
        function = getattr(kind, name) if _key(name) in flags else None
        if callable(function):
            found[_key(name)] = Method(name, function, None, flags[_key(name)])
    for name, endpoint in endpoints_of(kind):
        found[_key(name)] = Method(name, endpoint.unbound_method, endpoint)
    return found


def find(exchange: Any, name: str) -> Method:
    """The method of that name in either spelling; raises click's UsageError with names that are near."""
    known = methods_of(exchange)
    method = known.get(_key(name))
    if method is not None:
        return method
    if _key(name).startswith(STREAMS):
        raise click.UsageError(f"{name} is a stream: `ascendex-woo watch {exchange.id} SYMBOL` shows streams")
    useful = [key for key, method in known.items() if method.works]
    near = [known[key].name for key in get_close_matches(_key(name), useful, n=5, cutoff=0.7)]
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise click.UsageError(
        f"{exchange.id} has no method {name}.{hint}\n"
        f"`ascendex-woo endpoints {exchange.id}` lists the implicit ones."
    )


def call(
    out: Console, access: Access, name: str, words: Sequence[str], as_json_text: bool, plain: bool
) -> None:
    """Call a method and print what it returns; raises ClickException for what ccxt refuses."""
    with reached(access) as venue:
        exchange = venue.exchange()
        method = find(exchange, name)
        arguments, keywords = method.bind(words)
        try:
            with waiting(f"{venue.id} {method.name}"):
                if method.name in LOCAL:
                    exchange.load_markets()
                result = getattr(exchange, method.name)(*arguments, **keywords)
        except BaseError as error:
            raise click.ClickException(venue.line(error)) from None
        except Exception as error:  # ccxt does not check the types of arguments: it stumbles over them
            raise click.ClickException(f"{venue.line(error)}\nUse it as: {method.usage}") from None
        finally:
            exchange.session.close()
        result = venue.hidden(result)
    if as_json_text or method.endpoint is not None:
        click.echo(as_json(result))
    else:
        show(out, result, plain)
