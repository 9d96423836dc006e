"""Orders and claims against a PG that misbehaves while processes are killed; afterwards everything agrees: PG, ledger, orders and claims."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx2
from tests.chaos import crowd
from tests.chaos.quick import QuickBuyer
from tests.running import Running

from minishop.cli.processes import Child
from minishop.cli.running import wait_until_ready
from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import OPENING_STEPS
from minishop.cli.story.story import Story, cast_of

WALKER = "walker"
PROCESSES = ("mall", "checkout", "sandbox", "mall-worker", "checkout-worker", WALKER)
AT_ONCE = 6
# Who buys at once; each of these has so many accounts, and each account points and coupons.
ACCOUNTS, POINTS, COUPONS = 5, 500_000, 20
DOWN_FOR = 0.1
# How many of a hundred confirms and cancels are answered badly.
MOOD = 20
PATIENCE = 240.0
# For how many seconds a buyer presses again, longer than a circuit stays open after a kill; and with what a press is over.
PRESSES_FOR = 60.0
ENDS = ("order", crowd.WAITS_FOR_THE_PG)


@dataclass
class Trial:
    """So many orders, what their people do with them, and so many kills spread over it all. ``ends``: how each order ended for its buyer;
    ``faults``: what ended the walker though nobody killed it."""

    system: Running
    product: str
    orders: int
    seed: int
    kills: int
    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    killed: int = 0

    def play(self) -> None:
        """All orders, what becomes of them, and the kills meanwhile."""
        installation = self.system.installation
        purses = crowd.furnish(installation, "checkout", "purses", str(AT_ONCE * ACCOUNTS), str(POINTS), str(COUPONS))
        left, lock, over = iter(range(self.orders)), threading.Lock(), threading.Event()

        def buy(place: int) -> None:
            chance = random.Random(f"{self.seed} {place}")
            own = [QuickBuyer(installation, *_session_and_coupons(purse), chance) for purse in purses[place::AT_ONCE]]
            while True:
                with lock:
                    if next(left, None) is None:
                        break
                self.ends[self._one(own, chance)] += 1
            for one in own:
                one.leave()

        walker = Child(WALKER, [*self._walker], _at_hub(self.system), installation.data / "log" / "walker.log")
        buyers = [threading.Thread(target=buy, args=(place,)) for place in range(AT_ONCE)]
        killer = threading.Thread(target=self._kill, args=(random.Random(self.seed), over, walker))
        watch = threading.Thread(target=self._watch, args=(walker, over))
        walker.start()
        for thread in (*buyers, killer, watch):
            thread.start()
        for thread in buyers:
            thread.join()
        over.set()
        killer.join()
        watch.join()
        walker.kill()
        wait_until_ready(installation, self.system.supervisor)

    def walk_on(self) -> None:
        """What is left to be walked through, by nobody who is killed."""
        done = subprocess.run([*self._walker, "once"], env=_at_hub(self.system), capture_output=True, text=True, check=False)
        if done.returncode:
            self.faults.append(done.stderr[-2000:])

    @property
    def _walker(self) -> list[str]:
        noted = self.system.installation.data / "walked"
        return [sys.executable, "-m", "tests.chaos.walking", str(self.seed), str(noted)]

    def _watch(self, walker: Child, over: threading.Event) -> None:
        while not over.wait(0.2):
            with self._hands:
                if not walker.alive:
                    self.faults.append(walker.log.read_text(errors="replace")[-2000:])
                    walker.start()

    _hands: threading.Lock = field(default_factory=threading.Lock)

    def _one(self, own: list[QuickBuyer], chance: random.Random) -> str:
        """How an order ends for one of a few buyers who press again while a service is away; who has too much under way lets another go."""
        until = time.monotonic() + PRESSES_FOR
        while (end := self._press(chance.choice(own))) not in ENDS and time.monotonic() < until:
            self.said[end[:60]] += 1
            time.sleep(0.1)
        return end[:60]

    said: Counter[str] = field(default_factory=Counter)

    def _press(self, buyer: QuickBuyer) -> str:
        try:
            if not buyer.page.status:
                buyer.open(self.product)
            return buyer.buy()
        except (Unexpected, Unreachable, httpx2.HTTPError) as fault:
            return type(fault).__name__
        except LookupError as fault:
            return str(fault)

    def _kill(self, chance: random.Random, over: threading.Event, walker: Child) -> None:
        while self.killed < self.kills:
            done = sum(self.ends.values())
            if done * self.kills < self.killed * self.orders and not over.is_set():
                time.sleep(0.05)
                continue
            name = chance.choice(PROCESSES)
            victim = walker if name == WALKER else self.system.child(name)
            time.sleep(chance.uniform(0, 0.5))
            with self._hands:
                victim.kill()
                time.sleep(DOWN_FOR)
                victim.start()
            self.killed += 1


def _session_and_coupons(purse: str) -> tuple[str, list[str]]:
    session, _, coupons = purse.partition(":")
    return session, coupons.split(",")


def _at_hub(system: Running) -> dict[str, str]:
    environment = dict(system.installation.environment("checkout"))
    return {**environment, "PYTHONPATH": f"{environment['PYTHONPATH']}{os.pathsep}{crowd.PROJECT}"}


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
    left = " ".join(crowd.furnish(system.installation, "checkout", "open", str(PATIENCE)))
    return "" if left == "0 0" else f"payments and refunds without an end: {left}"


def command(system: Running, service: str, *arguments: str) -> tuple[int, str]:
    """What a management command of a service ends with and says."""
    environment = system.installation.environment(service)
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def of_the_mall(system: Running) -> tuple[int, str]:
    """What the mall's reconciling says once it had time to read of everything."""
    until = time.monotonic() + PATIENCE
    while (said := command(system, "mall", "reconcile"))[0] and time.monotonic() < until:
        time.sleep(2.0)
    return said


def differences(system: Running, days: int = 2) -> list[str]:
    """What the comparison with the PG and the reconciling of hub and mall say once a few days have gone by, each with its deadlines; nothing
    where all agrees."""
    misbehave(system, 0)
    waiting = settled(system)
    for _day in range(days):
        next_day(system)
        waiting = waiting or settled(system)
    told = [command(system, "checkout", "compare_with_pg"), command(system, "checkout", "reconcile"), of_the_mall(system)]
    return [*([waiting] if waiting else []), *(said for code, said in told if code)]
