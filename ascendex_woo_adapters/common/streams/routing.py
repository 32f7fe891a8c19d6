"""From a message to the method that reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ascendex_woo_adapters.common.streams.topics import Topic

#: Kind of topic -> name of the method that takes (topic, message). Names, so that users' overrides count.
Routes = Mapping[str, str]


def route(exchange: Any, routes: Routes, topic: Topic, message: Any) -> None:
    """Give a message to its handler."""
    getattr(exchange, routes[topic.kind])(topic, message)
