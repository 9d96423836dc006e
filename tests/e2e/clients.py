"""Other people's software at our borders: a raw client as old shop software has it, and forged requests."""

from __future__ import annotations

import contextlib
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

from minishop.cli.story.story import Story


@dataclass(frozen=True)
class RawAnswer:
    """What came back on the socket until the other side closed it."""

    status: int
    head: str
    body: str


def post_raw(
    url: str, body: bytes, *, host: str = "", kind: str = "application/x-www-form-urlencoded", length: int | None = None
) -> RawAnswer:
    """Posts as gnuboard does: no Connection header, two line ends beyond the body, then reads to the end of the stream."""
    parts = urlsplit(url)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {host or parts.netloc}\r\nContent-type: {kind}\r\n"
        f"Content-length: {len(body) if length is None else length}\r\nAccept: */*\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", parts.port or 80), timeout=20) as line:
        # The other side may answer and leave without reading all of it.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(head.encode() + body + b"\r\n\r\n")
        return _answer(_until_closed(line))


def _until_closed(line: socket.socket) -> bytes:
    told = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := line.recv(65_536):
            told += piece
    return told


def _answer(told: bytes) -> RawAnswer:
    head, _, body = told.partition(b"\r\n\r\n")
    return RawAnswer(int(head[9:12] or 0), head.decode("latin-1"), body.decode())


@dataclass(frozen=True)
class Keys:
    """The shop's identity at the hub, as the seller reads it on the settings page (R104)."""

    merchant_id: str
    certi_key: str


def keys_of(story: Story) -> Keys:
    """The keys of the story's shop."""
    page = story.seller.open(story.office("checkout/")).expect("연동 인증키")
    codes = re.findall(r"<code>([^<]+)</code>", page.body)
    return Keys(codes[0], codes[1])


def registration(keys: Keys, *, product: str, price: int, count: int = 1, fee: int = 3_000, **changed: object) -> bytes:
    """A registration of one product; ``changed`` names fields to send with another value."""
    fields: dict[str, object] = {
        "SHOP_ID": keys.merchant_id,
        "CERTI_KEY": keys.certi_key,
        "SHIPPING_TYPE": "PAYED",
        "SHIPPING_PRICE": fee,
        "BACK_URL": "https://other.example/goods/view.php",
        "NAVER_INFLOW_CODE": "",
        "ITEM_ID": product,
        "EC_MALL_PID": product,
        "ITEM_NAME": "쪽 염색 머플러",
        "ITEM_COUNT": count,
        "ITEM_OPTION": "색상:쪽빛 / 크기:기본",
        "ITEM_TPRICE": price * count,
        "ITEM_UPRICE": price,
        "TOTAL_PRICE": price * count + fee,
        **changed,
    }
    return "&".join(f"{name}={quote_plus(str(value))}" for name, value in fields.items()).encode()
