"""A host of pictures with a real socket: what stands at a path, and who asked for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.mall.pictures import png


@dataclass
class PictureServer:
    """Answers what ``there`` says of a path: a status, or content, or where it has moved; 404 for what is not there. ``asked`` are the
    paths in the order in which they were asked for."""

    port: int = 0
    there: dict[str, int | bytes | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def address(self, path: str, host: str = "old.localhost") -> str:
        """The whole address of a path."""
        return f"http://{host}:{self.port}{path}"

    def has(self, path: str, content: int | bytes | str = "") -> str:
        """Puts something at a path, a picture unless said otherwise, and returns its address."""
        self.there[path] = content or png("navy")
        return self.address(path)


class _Handler(BaseHTTPRequestHandler):
    server: _Listening

    def do_GET(self) -> None:
        pictures = self.server.pictures
        pictures.asked.append(self.path)
        found = pictures.there.get(self.path, 404)
        body = found if isinstance(found, bytes) else b""
        self.send_response(200 if body else 302 if isinstance(found, str) else int(found))
        if isinstance(found, str):
            self.send_header("Location", found)
        self.send_header("Content-Type", "image/png")  # whatever it is
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # who hangs up halfway has had enough
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    pictures: PictureServer


@contextmanager
def picture_server() -> Iterator[PictureServer]:
    """Serves while the block runs."""
    listening = _Listening(("127.0.0.1", 0), _Handler)
    listening.pictures = PictureServer(listening.server_port)
    threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield listening.pictures
    finally:
        listening.shutdown()
        listening.server_close()
