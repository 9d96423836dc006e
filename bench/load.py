"""The load: people of a kind, many at once, driven by locust. ``python -m bench.load KIND USERS SECONDS``.

It says ``ready`` when everybody has prepared, asks from the moment it reads a line, prints what it found as one line of JSON, and ends
at the next line: so whoever reads the processes' CPU does it while nothing else is going on.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402  # after gevent has made everything cooperative
import logging  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Mapping  # noqa: E402
from itertools import count, cycle  # noqa: E402
from typing import Any, ClassVar  # noqa: E402

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402
from gevent.fileobject import FileObjectThread  # noqa: E402
from gevent.lock import BoundedSemaphore  # noqa: E402
from locust import User, events, task  # noqa: E402
from locust.env import Environment  # noqa: E402

from bench.rows import LAST_PIECES  # noqa: E402
from minishop.cli.sample import SHOP  # noqa: E402
from minishop.cli.story.logins import PEOPLE  # noqa: E402
from minishop.cli.story.pages import Form, Page, Value  # noqa: E402
from minishop.cli.story.people import PlainPerson  # noqa: E402

PORTS: dict[str, int] = json.loads(os.environ.get("BENCH_PORTS", "{}"))
_numbers = count()


def url(service: str, path: str) -> str:
    """An address of a service."""
    return f"http://{service}.localhost:{PORTS[service]}{path}"


def storefront(path: str) -> str:
    """An address of the sample shop."""
    return f"http://{SHOP}.shop.localhost:{PORTS['mall']}{path}"


class Presser(PlainPerson):
    """A person who can press another of a form's buttons, and who can leave where it leads unseen."""

    def press(self, form: Form, action: str, values: Mapping[str, Value], *, follow: bool) -> Page:
        """Sends the form to ``action``, and goes where the answer leads if told to."""
        fields = form.filled(dict(values))
        if follow:
            return self._go("POST", action, fields=fields, files=None)
        response = self._request("POST", action, fields=fields, files=None)
        return Page(action, response.status_code, "")


class Asker(User):
    """A person at a browser, who prepares, waits for the start, and then asks as fast as the answers come."""

    abstract = True
    go: ClassVar[Event] = Event()
    prepared: ClassVar[list[int]] = []
    # One after the other: so many sign-ups at one instant would be asked to come again, which is not what is measured.
    turn: ClassVar[BoundedSemaphore] = BoundedSemaphore(1)
    refusal: ClassVar[int] = 0  # the status of a page that refuses, where that is what is asked for

    def on_start(self) -> None:
        """Prepares, says so, waits."""
        self.person, self.number = Presser(), next(_numbers)
        with self.turn:
            self.prepare()
        self.prepared.append(self.number)
        self.go.wait()

    def prepare(self) -> None:
        """What this kind of person does before anything is counted."""

    def ask(self) -> Page:
        """One counted request, or story; raises when it went wrong."""
        raise NotImplementedError

    @task
    def once(self) -> None:
        """Asks, and reports how it went."""
        began = time.perf_counter()
        problem: Exception | None = None
        try:
            page = self.ask()
            if page.status >= 400 and page.status != self.refusal:
                problem = RuntimeError(f"{page.url} answered {page.status}: {page.text[:200]}")
        except Exception as error:
            problem = error
        took = (time.perf_counter() - began) * 1000
        self.environment.events.request.fire(
            request_type="ask", name="ask", response_time=took, response_length=0, exception=problem
        )
        if problem:
            logging.getLogger("bench").warning("%s", problem)


class Health(Asker):
    """The floor of one service."""

    def ask(self) -> Page:
        return self.person.open(url("mall", "/health/"))


class HealthOfBoth(Asker):
    """The floor of mall and hub together."""

    def ask(self) -> Page:
        self.person.open(url("mall", "/health/"))
        return self.person.open(url("checkout", "/health/"))


class ProductPage(Asker):
    """Looks at one product after another."""

    def prepare(self) -> None:
        self.codes = cycle([f"B{(self.number * 37 + step * 101) % 10_000:05}" for step in range(500)])

    def ask(self) -> Page:
        return self.person.open(storefront(f"/products/{next(self.codes)}/"))


class CategoryPage(Asker):
    """Looks at one category after another."""

    def prepare(self) -> None:
        page = self.person.open(storefront("/"))
        found = sorted({address for address, words in page.links if "/categories/" in address and words.startswith("분류")})
        self.categories = cycle(found[self.number % 7 :])

    def ask(self) -> Page:
        return self.person.open(next(self.categories))


class SearchPage(Asker):
    """Searches the shop for a word that some hundred products have."""

    def prepare(self) -> None:
        self.words = cycle([f"무늬{(self.number + step) % 100:02}" for step in range(100)])

    def ask(self) -> Page:
        return self.person.open(storefront(f"/search/?q={next(self.words)}"))


class CartPage(Asker):
    """Has three lines in the cart and looks at it."""

    def prepare(self) -> None:
        for step in range(3):
            self.person.open(storefront(f"/products/B{self.number * 3 + step:05}/"))
            form = self.person.page.form("/cart/lines/", has="quantity")
            self.person.send(form, first_choices(form), button="장바구니 담기")

    def ask(self) -> Page:
        return self.person.open(storefront("/cart/"))


class AtProduct(Asker):
    """Stands before a product page, and presses a button of it again and again; where it leads is not opened."""

    abstract = True
    action: ClassVar[str]

    def prepare(self) -> None:
        self.product = self.person.open(storefront(f"/products/B{self.number:05}/"))
        self.form = self.product.form("/cart/lines/", has="quantity")

    def ask(self) -> Page:
        self.person.page = self.product
        return self.person.press(self.form, storefront(self.action), first_choices(self.form), follow=False)


class AddToCart(AtProduct):
    """Puts one more of the same into the cart; the answer leads to the cart, which is another row's matter."""

    action = "/cart/lines/"


class Registration(AtProduct):
    """Presses the Checkout button of a product page."""

    action = "/checkout/"


def sign_up(person: Presser, name: str) -> None:
    """Has a person be a buyer of the hub under a name of this load."""
    login = f"bench{os.getpid()}{name}"
    person.open(url("checkout", "/signup/"))
    account = {"login": login, "password": PEOPLE.password, "name": "이다온", "mobile": "010-2345-6789"}
    person.send(person.page.form(has="mobile"), {**account, "email": f"{login}@buyer.example"})


def to_sheet(person: Presser, product: Page) -> Page:
    """Presses the Checkout button of a product page, and stands before the order sheet."""
    person.page = product
    form = product.form("/cart/lines/", has="quantity")
    return person.press(form, storefront("/checkout/"), first_choices(form), follow=True)


class PressToPaid(Registration):
    """Presses the button, fills the sheet, pays by card at the PG, and comes back to the paid order."""

    def prepare(self) -> None:
        sign_up(self.person, f"a{self.number}")
        super().prepare()

    def ask(self) -> Page:
        person = self.person
        sheet = to_sheet(person, self.product)
        window = person.send(sheet.form(has="consent_terms"), _SHEET, button="결제하기")
        paid = person.send(window.form(has="card"), {"card": "hana"}, button="결제하기")
        if not paid.says("결제를 완료했습니다."):
            raise RuntimeError(f"{paid.url} does not say that it is paid: {paid.text[:300]}")
        return paid


class LostHold(Asker):
    """Presses pay again and again for a last piece that somebody else holds, who stands in the PG's window."""

    refusal = 409

    def prepare(self) -> None:
        first = Presser()
        code = f"B{LAST_PIECES + self.number:05}"
        for person, name in ((self.person, "b"), (first, "c")):
            sign_up(person, f"{name}{self.number}")
            to_sheet(person, person.open(storefront(f"/products/{code}/")))
        self.sheet = self.person.page
        first.send(first.page.form(has="consent_terms"), _SHEET, button="결제하기")

    def ask(self) -> Page:
        self.person.page = self.sheet
        told = self.person.send(self.sheet.form(has="consent_terms"), _SHEET, button="결제하기")
        if not told.says("남은 수량을 다른 고객이 결제하고 있습니다."):
            raise RuntimeError(f"{told.url} does not say that it is lost: {told.text[:300]}")
        return told


class OrderDesk(Asker):
    """The seller opens the order desk."""

    def prepare(self) -> None:
        page = self.person.open(url("mall", "/login/"))
        self.person.send(page.form(has="password"), {"username": PEOPLE.seller, "password": PEOPLE.password})

    def ask(self) -> Page:
        return self.person.open(url("mall", f"/office/{SHOP}/orders/"))


_SHEET: dict[str, Any] = {
    "zipcode": "04524",
    "address1": "서울특별시 중구 세종대로 110",
    "address2": "101호",
    "orderer_name": "이다온",
    "orderer_mobile": "010-2345-6789",
    "orderer_email": "bench@buyer.example",
    "recipient_same": True,
    "consent_provision": True,
    "consent_terms": True,
    "means": "card",
}


def first_choices(form: Form) -> dict[str, Value]:
    """The first real value of every option of a product's form."""
    selects = (field for field in form.fields if field.name.startswith("option-"))
    return {field.name: next(value for value, _ in field.options if value) for field in selects}


def main(kind: str, users: int, seconds: float) -> None:
    """Prepares, waits for a line, asks, prints, waits for a line."""
    logging.basicConfig(level=logging.WARNING)
    asker = globals()[kind]
    environment = Environment(user_classes=[asker], events=events)
    runner = environment.create_local_runner()
    said = FileObjectThread(sys.stdin)
    runner.start(users, spawn_rate=users)
    _wait_until(lambda: len(Asker.prepared) == users, 120)
    _tell("ready")
    said.readline()
    began = time.perf_counter()
    Asker.go.set()
    gevent.sleep(seconds)
    runner.quit()
    told = environment.stats.total
    took = time.perf_counter() - began
    figures = {"p50": told.get_response_time_percentile(0.5), "p99": told.get_response_time_percentile(0.99)}
    _tell(json.dumps({"requests": told.num_requests, "failed": told.num_failures, "seconds": took, **figures}))
    said.readline()


def _wait_until(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            sys.exit(1)
        gevent.sleep(0.05)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
