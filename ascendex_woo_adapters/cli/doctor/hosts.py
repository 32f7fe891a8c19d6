"""Whether hosts can be reached: name, connection and TLS, each bounded in time."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

BOUND_S = 5.0


class Host(NamedTuple):
    """Where a connection goes."""

    name: str
    port: int
    tls: bool

    def __str__(self) -> str:
        return self.name if self.port == 443 else f"{self.name}:{self.port}"


class Reply(NamedTuple):
    """How long a connection took, or why there is none."""

    host: Host
    ms: float
    failure: str


def hosts_of(urls: Any, hostname: str | None) -> set[Host]:
    """The hosts of a URL, or of nested dicts of them."""
    if isinstance(urls, dict):
        return {host for inner in urls.values() for host in hosts_of(inner, hostname)}
    parts = urlsplit(str(urls).replace("{hostname}", hostname or ""))
    tls = parts.scheme in ("https", "wss")
    return {Host(parts.hostname or "", parts.port or (443 if tls else 80), tls)}


def reached(hosts: Iterable[Host]) -> list[Reply]:
    """Try all hosts at once; none takes longer than the bound."""
    replies: dict[Host, Reply] = {}

    def run(host: Host) -> None:
        replies[host] = _try(host)

    # threads of their own: looking up a name cannot be interrupted
    threads = {host: threading.Thread(target=run, args=(host,), daemon=True) for host in sorted(hosts)}
    for thread in threads.values():
        thread.start()
    until = time.monotonic() + BOUND_S
    for thread in threads.values():
        thread.join(max(0.0, until - time.monotonic()))
    late = f"no answer in {BOUND_S:g} s"
    return [replies.get(host) or Reply(host, BOUND_S * 1000, late) for host in threads]


def _try(host: Host) -> Reply:
    began = time.monotonic()
    failure = next(_failures(host), "")
    return Reply(host, (time.monotonic() - began) * 1000, failure)


def _failures(host: Host) -> Iterator[str]:
    try:
        with socket.create_connection((host.name, host.port), BOUND_S) as plain:
            if host.tls:
                with ssl.create_default_context().wrap_socket(plain, server_hostname=host.name):
                    pass
    except socket.gaierror:
        yield "its name cannot be resolved"
    except ssl.SSLError as error:
        yield f"TLS fails ({error.reason or error})"
    except TimeoutError:
        yield f"no answer in {BOUND_S:g} s"
    except ConnectionRefusedError:
        yield "refuses the connection"
    except OSError as error:
        yield error.strerror or str(error)
