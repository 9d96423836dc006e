"""Hosts that somebody else runs: good ones answer after 20 ms, others hang, others drip. ``python -m bench.strangers`` prints its port.

It ends with whoever started it.
"""

from __future__ import annotations

import asyncio
import os
import sys

_GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers each request of a connection as its path says."""
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            if b"/good" in request:
                await asyncio.sleep(0.02)
                writer.write(_GOOD)
            elif b"/hang" in request:
                await asyncio.sleep(3_600)
            else:
                await _drip(writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _drip(writer: asyncio.StreamWriter) -> None:
    for byte in _GOOD * 100:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def main() -> None:
    """Serves until the parent is gone."""
    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1_000)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)
    os._exit(0)  # those who hang are not waited for


if __name__ == "__main__":
    asyncio.run(main())
