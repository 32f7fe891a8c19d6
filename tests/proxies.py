"""Small proxies on loopback, for HTTP and SOCKS5: they pass requests and sockets on, and note what was asked."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from types import TracebackType
from urllib.parse import urlsplit

REQUEST = re.compile(rb"^[A-Z]+ (\S+) HTTP/1\.1\r$", re.MULTILINE)


class Proxy:
    """An HTTP proxy, inside `with`, in a thread of its own; `url` is its address, `targets` what was asked of
    it, `sockets` how many of these became sockets."""

    scheme = "http"

    def __init__(self) -> None:
        self.targets: list[str] = []
        self.sockets = 0
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"{self.scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _stop(self) -> None:
        self._server.close()
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, whose requests all name the same host."""
        try:
            host, port, head = await self._meet(reader, writer)
            assert host == "127.0.0.1"
            there = await asyncio.open_connection(host, port)
            there[1].write(head)
            await asyncio.gather(_pipe(reader, there[1], self._note), _pipe(there[0], writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has no further request
        finally:
            writer.close()

    async def _meet(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[str | None, int | None, bytes]:
        """Where a connection wants to go, and what of it was read and has to be passed on."""
        head = await reader.readuntil(b"\r\n\r\n")
        self._note(head)
        place = urlsplit(self.targets[-1])
        return place.hostname, place.port, head

    def _note(self, data: bytes) -> None:
        self.targets += [target.decode() for target in REQUEST.findall(data)]
        self.sockets += data.lower().count(b"\r\nupgrade: websocket\r\n")


class SocksProxy(Proxy):
    """A SOCKS5 proxy without a login (RFC 1928); its `targets` are paths."""

    scheme = "socks5"

    async def _meet(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[str | None, int | None, bytes]:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\5\0")
        assert await reader.readexactly(4) == b"\5\1\0\1"  # connect to an IPv4 address
        address = await reader.readexactly(6)
        writer.write(b"\5\0\0\1" + bytes(6))
        return ".".join(map(str, address[:4])), int.from_bytes(address[4:], "big"), b""


async def _pipe(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, note: Callable[[bytes], object] = len
) -> None:
    try:
        while data := await reader.read(65536):
            note(data)
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
