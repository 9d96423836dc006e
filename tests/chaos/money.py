"""Orders against a PG that misbehaves while processes are killed; afterwards everything agrees: the PG, the ledger and the orders."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx2
from tests.chaos import crowd
from tests.running import Running

from minishop.cli.running import wait_until_ready
from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import OPENING_STEPS
from minishop.cli.story.story import Story, cast_of

PROCESSES = ("mall", "checkout", "sandbox", "mall-worker", "checkout-worker")
AT_ONCE = 4
DOWN_FOR = 0.1
# How many of a hundred confirms and cancels are answered badly.
MOOD = 20
PATIENCE = 240.0
# For how many seconds a buyer presses again, longer than a circuit stays open after a kill; and with what a press is over.
PRESSES_FOR = 60.0
ENDS = ("order", crowd.WAITS_FOR_THE_PG)


@dataclass
class Trial:
    """So many orders, and so many kills spread over them. ``ends``: how each order ended for its buyer."""

    system: Running
    product: str
    orders: int
    seed: int
    kills: int
    ends: Counter[str] = field(default_factory=Counter)
    killed: int = 0

    def play(self) -> None:
        """All orders, and the kills among them."""
        sessions = crowd.furnish(self.system.installation, "checkout", "buyers", str(AT_ONCE))
        left, lock, over = iter(range(self.orders)), threading.Lock(), threading.Event()

        def buy(session: str) -> None:
            while True:
                with lock:
                    if next(left, None) is None:
                        return
                self.ends[self._one(session)] += 1

        buyers = [threading.Thread(target=buy, args=(session,)) for session in sessions]
        killer = threading.Thread(target=self._kill, args=(random.Random(self.seed), over))
        for thread in (*buyers, killer):
            thread.start()
        for thread in buyers:
            thread.join()
        over.set()
        killer.join()
        wait_until_ready(self.system.installation, self.system.supervisor)

    def _one(self, session: str) -> str:
        """How an order ends for a buyer who, as the pages say, presses again while a service is away."""
        until = time.monotonic() + PRESSES_FOR
        while (end := self._press(session)) not in ENDS and time.monotonic() < until:
            time.sleep(0.5)
        return end

    def _press(self, session: str) -> str:
        buyer = crowd.Buyer(self.system.installation, session)
        try:
            buyer.open(self.product)
            return buyer.buy()[:60]
        except (Unexpected, Unreachable, httpx2.HTTPError, LookupError) as fault:
            return type(fault).__name__
        finally:
            buyer.leave()

    def _kill(self, chance: random.Random, over: threading.Event) -> None:
        while self.killed < self.kills:
            done = sum(self.ends.values())
            if done * self.kills < self.killed * self.orders and not over.is_set():
                time.sleep(0.05)
                continue
            victim = self.system.child(chance.choice(PROCESSES))
            time.sleep(chance.uniform(0, 0.5))
            victim.kill()
            time.sleep(DOWN_FOR)
            victim.start()
            self.killed += 1


def opened(system: Running) -> str:
    """A shop of its own that is open, with goods enough; returns its product's address."""
    with Story(system.installation, cast_of("money"), lambda role: PlainPerson()) as story:
        for step in OPENING_STEPS[:-2]:
            step.play(story)
        crowd.furnish(system.installation, "mall", "stock")
        return story.storefront(f"/products/{story.notes['product']}/")


def misbehave(system: Running, percent: int) -> None:
    """Has the PG answer so many of a hundred requests badly, from now on."""
    _post(system, "/pg/payments/", "/pg/misbehaviour/", {"outage": "none", "percent": str(percent)})


def next_day(system: Running) -> None:
    """Moves the clock of all services to the next midnight in Seoul."""
    _post(system, "/clock/", "/clock/", {"to": "day"})


def _post(system: Running, page: str, action: str, fields: dict[str, str]) -> None:
    base = system.installation.url("sandbox")
    host = {"Host": base.removeprefix("http://")}
    address = f"http://127.0.0.1:{system.installation.ports['sandbox']}"
    with httpx2.Client(base_url=address, headers=host, timeout=30.0) as client:
        client.get(page)
        token = client.cookies.get("sandbox_csrf") or ""
        headers = {"Cookie": f"sandbox_csrf={token}", "Origin": base}
        answer = client.post(action, data={**fields, "csrfmiddlewaretoken": token}, headers=headers)
    assert answer.status_code == 302, answer.text[:500]


def settled(system: Running) -> str:
    """Waits until nobody waits for the PG any more; empty, or what is still open when patience has ended."""
    until, left = time.monotonic() + PATIENCE, ""
    while time.monotonic() < until:
        left = " ".join(crowd.furnish(system.installation, "checkout", "open"))
        if left == "0 0":
            return ""
        time.sleep(1.0)
    return f"payments and refunds without an end: {left}"


def command(system: Running, *arguments: str) -> tuple[int, str]:
    """What a management command of the hub ends with and says."""
    environment = system.installation.environment("checkout")
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def differences(system: Running) -> list[str]:
    """What the comparison with the PG and the reconciling say on the day after; nothing where all agrees."""
    misbehave(system, 0)
    waiting = settled(system)
    next_day(system)
    told = [command(system, "compare_with_pg"), command(system, "reconcile")]
    return [*([waiting] if waiting else []), *(said for code, said in told if code)]
