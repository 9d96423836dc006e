"""Crowds and nuisances before a running system, and a watch over everybody else's pages meanwhile."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2

from minishop.cli.installation import SERVICES, Installation
from minishop.cli.processes import Child
from minishop.cli.story.errors import Unexpected
from minishop.cli.story.pages import Page
from minishop.cli.story.people import PlainPerson

PROJECT = Path(__file__).resolve().parents[2]
WAITS_FOR_THE_PG = "승인 결과를 결제 대행사에 확인하고 있습니다."
# What a person may be told instead of an order: each says truly what has and has not happened.
SENTENCES = (
    "지금 요청이 몰리고 있습니다. 5초 뒤에 다시 눌러 주세요.",
    "이 요청으로 결제되거나 바뀐 것은 없습니다.",
    "체크아웃이 잠시 응답하지 않습니다.",
    "쇼핑몰이 재고를 확인해 주지 않아 결제를 시작하지 않았습니다.",
    "지금은 구매할 수 없습니다. 결제된 금액은 없습니다.",
    "결제 대행사에 연결하지 못했습니다.",
    WAITS_FOR_THE_PG,
)
PAGES = {"mall": "/login/", "checkout": "/login/", "shopping": "/", "sandbox": "/carriers/"}
FORM: dict[str, str | bool | list[str]] = {
    "zipcode": "04524", "address1": "서울특별시 중구 세종대로 110", "address2": "101호", "delivery_note": "문 앞",
    "orderer_name": "김구매", "orderer_mobile": "010-2345-6789", "orderer_email": "crowd@buyer.example", "means": "card",
    "recipient_same": True, "consent_provision": True, "consent_terms": True,
}  # fmt: skip


def furnish(installation: Installation, service: str, *what: str) -> list[str]:
    """Has a service make what a crowd needs; returns what it says."""
    environment = installation.environment(service)
    environment["PYTHONPATH"] = f"{environment['PYTHONPATH']}{os.pathsep}{PROJECT}"
    command = [sys.executable, "-m", "tests.chaos.furnish", *what]
    return subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.split()


def engine_of(installation: Installation) -> str:
    """The database that hub and mall really work on, as they say themselves."""
    return ", ".join(sorted({furnish(installation, service, "engine")[0] for service in ("checkout", "mall")}))


class Buyer(PlainPerson):
    """A buyer of the crowd: logged in at the hub, and content with a page that says no."""

    def __init__(self, installation: Installation, session: str) -> None:
        super().__init__()
        self._client.timeout = httpx2.Timeout(60.0)
        self._cookies[f"checkout.{installation.domain}"] = {"checkout_session": session}

    def buy(self) -> str:
        """From the product's page, which is open, to the order: "order", the sentence that was said instead, or what else was seen."""
        for press in (self._press_buy, self._press_pay, self._pay):
            page = press()
            if said := next((sentence for sentence in SENTENCES if sentence in page.text), ""):
                return said
        return "order" if self.page.path.startswith("/my/orders/") else f"{self.page.status} {self.page.url} {self.page.text[:200]}"

    def window(self) -> bool:
        """From the product's page as far as the PG's window."""
        self._press_buy()
        return self._press_pay().find_form(has="card") is not None

    def _press_buy(self) -> Page:
        form = self.page.form("/cart/lines/", has="quantity")
        chosen = {found.name: found.options[-1][0] or found.options[-1][1] for found in form.fields if found.options}
        fields = form.filled({**chosen, "quantity": "1"})
        return self._go("POST", urljoin(self.page.url, "/checkout/"), fields=fields)

    def _press_pay(self) -> Page:
        form = self.page.find_form(has="consent_terms")
        return self.send(form, dict(FORM), button="결제하기") if form else self.page

    def _pay(self) -> Page:
        form = self.page.find_form(has="card")
        return self.send(form, {"card": "hana"}, button="결제하기") if form else self.page

    def _arrive(self, url: str, response: httpx2.Response) -> Page:
        self.page = Page(url, response.status_code, response.text)
        return self.page


def rush(buyers: Sequence[Buyer], buy: Callable[[Any], str] = Buyer.buy) -> list[str]:
    """All of them, each before a product's page, press buy at once; how each ended."""
    ends: list[str] = []
    gate = threading.Barrier(len(buyers))

    def one(buyer: Buyer) -> None:
        gate.wait(30)
        try:
            ends.append(buy(buyer))
        except (Unexpected, httpx2.HTTPError) as fault:
            ends.append(f"{type(fault).__name__} {fault}"[:300])
        finally:
            buyer.leave()

    _together([threading.Thread(target=one, args=(buyer,)) for buyer in buyers])
    return ends


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@dataclass
class Watch:
    """Asks one page and ``/health/`` of every service again and again, and notes how long each took and that it was answered well."""

    installation: Installation
    services: tuple[str, ...] = SERVICES
    seconds: dict[str, list[float]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """While the block runs."""
        places = [(service, path) for service in self.services for path in (PAGES[service], "/health/")]
        threads = [threading.Thread(target=self._ask_again_and_again, args=place) for place in places]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def slowest(self, path: str = "") -> float:
        """The longest answer of all, or at a path; what was never answered counts as a minute."""
        return max((max(taken) for place, taken in self.seconds.items() if not path or place.endswith(path)), default=60.0)

    def percentile(self, part: float, *, health: bool = False) -> float:
        """That of all answers but those to ``/health/``, or of those."""
        taken = sorted(one for place, some in self.seconds.items() if place.endswith("/health/") is health for one in some)
        return taken[min(len(taken) - 1, int(part * len(taken)))] if taken else 60.0

    def _ask_again_and_again(self, service: str, path: str) -> None:
        place = f"{service} {path}"
        while not self._over.is_set():
            began = time.monotonic()
            status = self._ask(service, path)
            self.seconds.setdefault(place, []).append(time.monotonic() - began)
            if status != 200:
                self.bad.append(f"{place}: {status}")
            self._over.wait(0.1)

    def _ask(self, service: str, path: str) -> int | str:
        port = self.installation.ports[service]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": f"{service}.{self.installation.domain}:{port}"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except OSError as fault:
            return type(fault).__name__
        finally:
            connection.close()


SLOW_POSTS = {
    "mall": "/login/",
    "checkout": "/customer/api/order.nhn",
    "shopping": "/login/",
    "sandbox": "/messages/v1/sms",
}


@contextmanager
def slow_bodies(installation: Installation, count: int) -> Iterator[None]:
    """At every service so many senders of 90,000 bytes, a byte every half second."""
    senders = [_slow_sender(installation, service) for service in SERVICES for _ in range(count)]
    over = threading.Event()

    def drip() -> None:
        while not over.wait(0.5):
            for sender in senders:
                with suppress(OSError):
                    sender.send(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for sender in senders:
            sender.close()


def _slow_sender(installation: Installation, service: str) -> socket.socket:
    port = installation.ports[service]
    sender = socket.create_connection(("127.0.0.1", port))
    cookie = "Cookie: mall_csrf=" + "a" * 32 + "\r\n"
    head = f"POST {SLOW_POSTS[service]} HTTP/1.1\r\nHost: {service}.{installation.domain}:{port}\r\n{cookie}"
    sender.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\na".encode())
    return sender


@contextmanager
def dripping_server() -> Iterator[int]:
    """A shop that answers a header at once, and then a byte of its body every half second; yields its port."""
    listening, over = socket.create_server(("127.0.0.1", 0), backlog=128), threading.Event()

    def answer(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.recv(10_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 1000\r\n\r\n")
            while not over.wait(0.5):
                connection.sendall(b" ")

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        listening.close()


@contextmanager
def hanging(child: Child) -> Iterator[None]:
    """A service that takes connections and says nothing."""
    assert child.process is not None
    os.killpg(child.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(child.process.pid, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Visited:
    """How a visit ended: the status, 0 for no answer in a minute, and what was said."""

    status: int
    text: str = ""


def visit_together(installation: Installation, service: str, visits: list[tuple[str, str]]) -> list[Visited]:
    """What became of (path, session) asked at once."""
    ended: list[Visited] = []

    def one(path: str, session: str) -> None:
        port = installation.ports[service]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            host = f"{service}.{installation.domain}:{port}"
            connection.request("GET", path, headers={"Host": host, "Cookie": f"checkout_session={session}"})
            answer = connection.getresponse()
            ended.append(Visited(answer.status, answer.read().decode(errors="replace")))
        except OSError:
            ended.append(Visited(0))
        finally:
            connection.close()

    _together([threading.Thread(target=one, args=visit) for visit in visits])
    return ended
