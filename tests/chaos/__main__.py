"""``./minishop chaos money --orders N --seed S`` and ``./minishop chaos buyers``: long trials, each with its figures (docs/trials.md)."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.chaos import crowd, money
from tests.chaos.figures import databases
from tests.chaos.quick import QuickBuyer
from tests.running import Running, running


def main() -> int:
    """Plays a trial; 0 where everything agreed in the end."""
    parser = argparse.ArgumentParser(prog="minishop chaos")
    trials = parser.add_subparsers(dest="trial", required=True)
    of_money = trials.add_parser("money", help="orders against a PG that misbehaves, while processes are killed")
    of_money.add_argument("--orders", type=int, default=1_000)
    of_money.add_argument("--seed", type=int, default=1)
    of_money.add_argument("--kills", type=int, default=50)
    of_buyers = trials.add_parser("buyers", help="more buyers than there are pieces, all at once")
    of_buyers.add_argument("--buyers", type=int, default=500)
    of_buyers.add_argument("--units", type=int, default=50)
    of_buyers.add_argument("--runs", type=int, default=20)
    for each in (of_money, of_buyers):
        each.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    # What the PG never answers it holds for a moment only: thousands of such answers are waited for.
    os.environ.setdefault("SANDBOX_HOLD_SECONDS", "0.3")
    with (
        tempfile.TemporaryDirectory() as folder,
        databases(options.postgresql, Path(folder)) as urls,
        running(Path(folder) / "var", urls) as system,
    ):
        _say(f"on {crowd.engine_of(system.installation)}")
        return _money(system, options) if options.trial == "money" else _buyers(system, options)


def _money(system: Running, options: argparse.Namespace) -> int:
    trial = money.Trial(system, money.opened(system), options.orders, options.seed, options.kills)
    money.misbehave(system, money.MOOD)
    began = time.monotonic()
    trial.play()
    trial.walk_on()
    took = time.monotonic() - began
    for end, count in trial.ends.most_common():
        _say(f"{count:6} {end}")
    _say(f"seed {options.seed}: {options.orders} orders in {took:.0f} s, {trial.killed} kills")
    for end, count in trial.said.most_common(12):
        _say(f"{count:6} {end} (and pressed again)")
    found = [*trial.faults, *money.differences(system)]
    _say(" ".join(crowd.furnish(system.installation, "checkout", "claims")))
    for one in found:
        _say(one)
    _say(f"{len(found)} differences" if found else "0 differences")
    return 1 if found else 0


def _buyers(system: Running, options: argparse.Namespace) -> int:
    product, wrong = money.opened(system), 0
    for run in range(1, options.runs + 1):
        began, before = time.monotonic(), _count(system, "checkout", "paid")
        ends = _rush(system, product, options.buyers, options.units)
        sold, held = _count(system, "checkout", "paid") - before, _held(system)
        wrong += (sold, held) != (options.units, 0)
        told = ", ".join(f"{count} × {end[:40]}" for end, count in ends.most_common(4))
        _say(f"run {run}: {sold} sold of {options.units}, {held} still held, {time.monotonic() - began:.0f} s; {told}")
    return 1 if wrong else 0


def _held(system: Running) -> int:
    """What the mall keeps once it had time to be told of every end."""
    until = time.monotonic() + money.PATIENCE
    while (held := _count(system, "mall", "held")) and time.monotonic() < until:
        time.sleep(1.0)
    return held


def _count(system: Running, service: str, what: str) -> int:
    return int(crowd.furnish(system.installation, service, what)[0])


def _rush(system: Running, product: str, buyers: int, units: int) -> Counter[str]:
    crowd.furnish(system.installation, "mall", "units", str(units))
    sessions = crowd.furnish(system.installation, "checkout", "buyers", str(buyers))
    people = [QuickBuyer(system.installation, session, [], random.Random(session)) for session in sessions]
    page = people[0].open(product)
    for one in people:
        one.begin_at(page)
    ends = Counter(end[:60] for end in crowd.rush(people, QuickBuyer.buy_last))
    if left := money.settled(system):
        _say(left)
    return ends


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
