"""One line of an endpoint table: ccxt's implicit-method descriptor plus the documented facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ccxt.base.types import Entry

Scope = Literal["ip", "account", "symbol"]


class Limit(NamedTuple):
    """A documented request limit: ``requests`` in any ``per_ms`` milliseconds.

    ``scope`` says who shares it: everybody behind an IP address, every key of an account, or the
    requests of an account for one symbol. Where the venue documents no limit, an assumed one is not
    ``documented``.
    """

    requests: int
    per_ms: int
    scope: Scope
    documented: bool = True


if TYPE_CHECKING:
    _Entry = Entry[Any]
else:
    _Entry = Entry


class Endpoint(_Entry):
    """An implicit API method that knows its documented limit and where it is documented.

    Args:
        method: HTTP method.
        path: the path as ccxt spells it, relative to ``api``; ``{name}`` is filled from the parameters.
        api: the section of ``describe()['api']``; its public/private word tells who may call.
        limit: the documented limit, None where the venue documents none.
        section: the heading of the endpoint in the venue's documentation; "" where it has none.
        shares: the name of the quota when several endpoints draw on one.
        confirmed: False where no readable documentation was found and the facts are at second hand.
        places: True where a repetition would act twice (orders, transfers, withdrawals): such a
            request is never sent again by ``maxRetriesOnFailure``.
    """

    def __init__(
        self,
        method: str,
        path: str,
        api: list[str],
        limit: Limit | None,
        section: str,
        *,
        shares: str = "",
        confirmed: bool = True,
        places: bool = False,
    ) -> None:
        super().__init__(path, api, method, {"cost": 1})
        self.limit = limit
        self.section = section
        self.confirmed = confirmed
        self.places = places
        self.quota = shares or f"{method} {'/'.join(api)}/{path}"
        self.config["endpoint"] = self
        if places:
            resend = self.unbound_method

            def send_once(_self: Any, params: Any = {}) -> Any:
                return resend(_self, {**params, "maxRetriesOnFailure": 0})

            self.unbound_method = send_once

    @property
    def private(self) -> bool:
        """Whether the request is signed."""
        return "private" in self.api


def endpoints_of(table: type) -> Iterator[tuple[str, Endpoint]]:
    """Yield (snake_case implicit name, endpoint), each endpoint once, in the order of the table."""
    seen = set()
    for owner in table.__mro__:
        for name, value in vars(owner).items():
            if isinstance(value, Endpoint) and id(value) not in seen:
                seen.add(id(value))
                yield name, value


def api_tree(table: type) -> dict[str, Any]:
    """``describe()['api']`` of an endpoint table: section -> ... -> method -> path -> cost."""
    tree: dict[str, Any] = {}
    for _, endpoint in endpoints_of(table):
        node = tree
        for word in (*endpoint.api, endpoint.method.lower()):
            node = node.setdefault(word, {})
        node[endpoint.path] = 1
    return tree
