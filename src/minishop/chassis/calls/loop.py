"""The one thread of a process that makes all its outbound calls. Callers wait for their result, and no longer than they said.

A thread that itself waits on a socket can only bound each piece of what comes; a task in a loop can be ended at any moment.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar

import httpx2

T = TypeVar("T")
MOST_NAMES = 256


class Loop:
    """An event loop in a daemon thread, started with the first call and anew in a forked child."""

    def __init__(self) -> None:
        self._start_anew()
        os.register_at_fork(after_in_child=self._start_anew)

    def run(self, work: Coroutine[Any, Any, T], *, within: float) -> T:
        """The result of ``work``. Raises TimeoutError, and ends the work, when there is none in ``within`` s."""
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            return future.result(within)
        except TimeoutError:
            future.cancel()
            raise

    def begin(self, work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        """Begins ``work``, which ends by itself and raises nothing, and calls ``done`` with its result in the loop's thread."""
        asyncio.run_coroutine_threadsafe(work, self._running()).add_done_callback(lambda ended: done(ended.result()))

    def _start_anew(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="outbound", daemon=True).start()
            return self._loop


@dataclass
class _Kept:
    client: httpx2.AsyncClient
    busy: int = 0


class Clients:
    """Clients with kept connections, one for each name that is asked; used inside the loop only.

    A connection is kept for a name, not for an address: two names at one address may be two parties, and TLS has checked only one.
    No cookie is kept, so no party is known to another.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        os.register_at_fork(after_in_child=self._kept.clear)

    @asynccontextmanager
    async def client(self, name: str) -> AsyncIterator[httpx2.AsyncClient]:
        """The client of a name while it is used. Beyond ``MOST_NAMES`` the longest unused idle one is closed."""
        kept = self._kept.get(name) or self._kept.setdefault(name, _Kept(_new_client()))
        self._kept.move_to_end(name)
        kept.busy += 1
        try:
            await self._close_one_too_many()
            yield kept.client
        finally:
            kept.busy -= 1

    async def _close_one_too_many(self) -> None:
        if len(self._kept) <= MOST_NAMES:
            return
        idle = next((name for name, kept in self._kept.items() if not kept.busy), None)
        if idle is not None:
            await self._kept.pop(idle).client.aclose()


def _new_client() -> httpx2.AsyncClient:
    no_cookies = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    return httpx2.AsyncClient(verify=_certificates(), follow_redirects=False, trust_env=False, cookies=no_cookies, timeout=None)


@cache
def _certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)
