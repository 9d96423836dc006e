"""1A.3: a raw socket client that names no Connection, sends more than its length, and reads to the end of the stream."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import minishop

# Unreadable on purpose, so that the answer needs no database.
BODY = b"SHOP_ID=np_abcde123456&ITEM_NAME=x"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The hub behind the server that it is started with."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    source = str(Path(minishop.__file__).parents[1])
    told = {"MINISHOP_MODE": "sandbox", "MINISHOP_DATA": str(tmp_path_factory.mktemp("hub")), "PYTHONPATH": source}
    server = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(free), "--no-log"]
    settings = {"DJANGO_SETTINGS_MODULE": "minishop.checkout.settings"}
    started = subprocess.Popen([*server, "minishop.checkout.asgi:application"], env={**os.environ, **told, **settings})
    try:
        yield free
    finally:
        started.terminate()
        started.wait(20)


def spoken(port: int, request: bytes) -> bytes:
    """Everything the server says until it closes, waiting for it to be there first."""
    for _attempt in range(300):
        try:
            client = socket.create_connection(("127.0.0.1", port), timeout=20)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    with client:
        client.sendall(request)
        said = b""
        while piece := client.recv(65536):
            said += piece
    return said


def test_a_raw_client_reads_one_answer_and_the_end(port: int) -> None:
    head = b"POST /customer/api/order.nhn HTTP/1.1\r\nHost: pay.naver.com:443\r\n"
    head += b"Content-type: application/x-www-form-urlencoded; charset=utf-8\r\n"
    head += f"Content-length: {len(BODY)}\r\nAccept: */*\r\n\r\n".encode()
    said = spoken(port, head + BODY + b"\r\n\r\n")
    header, _, body = said.partition(b"\r\n\r\n")
    names = header.lower()
    assert said[9:12] == b"400"
    assert b"connection: close" in names
    assert f"content-length: {len(body)}".encode() in names
    assert b"transfer-encoding" not in names
    assert b"content-encoding" not in names
    assert body.decode() == "ITEM_NAME 값은 ITEM_ID 뒤에 와야 합니다."
