"""Strangers with real sockets: what answers, hangs, drips or refuses, and counts who came."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
Speak = Callable[[socket.socket, threading.Event], None]


class Server:
    """Answers each connection by ``speak``, and counts connections. ``over`` is set when the test ends."""

    def __init__(self, speak: Speak) -> None:
        self.over, self.connections, self._speak = threading.Event(), 0, speak
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            self._speak(connection, self.over)


def drips(whole: bytes, at_once: int) -> Speak:
    """Sends the beginning, then a byte every 20 ms to the end: each piece comes in good time, and the whole takes seconds."""

    def speak(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(10_000)
        connection.sendall(whole[:at_once])
        for byte in whole[at_once:]:
            if over.wait(0.02):
                return
            connection.sendall(bytes([byte]))

    return speak


def hangs(connection: socket.socket, over: threading.Event) -> None:
    over.wait(60)


def answers(connection: socket.socket, over: threading.Event) -> None:
    while connection.recv(10_000):
        connection.sendall(HEAD + b"\r\nhello")


def says(status: bytes) -> Speak:
    def speak(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(10_000)
        connection.sendall(_whole(status))

    return speak


def _whole(status: bytes) -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Gate:
    """Answers nobody until it is opened, and remembers how many waited at once."""

    def __init__(self, status: bytes = b"200 OK") -> None:
        self.most, self._waiting, self._status = 0, 0, status
        self._guard, self._open = threading.Lock(), threading.Event()

    def __call__(self, connection: socket.socket, over: threading.Event) -> None:
        connection.recv(10_000)
        with self._guard:
            self._waiting += 1
            self.most = max(self.most, self._waiting)
        self._open.wait(30)
        with self._guard:
            self._waiting -= 1
        connection.sendall(_whole(self._status))

    def open(self) -> None:
        self._open.set()

    def open_after(self, seconds: float) -> None:
        threading.Timer(seconds, self.open).start()
