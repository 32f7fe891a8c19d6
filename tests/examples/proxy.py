"""A small HTTP proxy on loopback: it passes plain requests and sockets on, and writes down their targets."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from types import TracebackType
from urllib.parse import urlsplit

REQUEST = re.compile(rb"^[A-Z]+ (\S+) HTTP/1\.1\r$", re.MULTILINE)


class Proxy:
    """Runs inside `with`, in a thread of its own; `url` is its address, `targets` what was asked of it,
    `sockets` how many of these became sockets."""

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
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _stop(self) -> None:
        self._server.close()
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, whose requests all name the same host."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self._note(head)
            place = urlsplit(self.targets[-1])
            assert place.hostname == "127.0.0.1"
            there = await asyncio.open_connection(place.hostname, place.port)
            there[1].write(head)
            await asyncio.gather(_pipe(reader, there[1], self._note), _pipe(there[0], writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has no further request
        finally:
            writer.close()

    def _note(self, data: bytes) -> None:
        self.targets += [target.decode() for target in REQUEST.findall(data)]
        self.sockets += data.lower().count(b"\r\nupgrade: websocket\r\n")


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
