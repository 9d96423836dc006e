"""A shop as the hub's tests meet it: it sells combinations, and keeps pieces for orders as buying.md 2.2 says, message by message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.checkout.answers import TIMED_OUT, answered

from minishop.chassis.http import Answer

NOBODY = ""


@dataclass
class ShopHold:
    """The shop's row of one order: ``lines`` are pieces by option code, there only while it is held."""

    attempt: int
    state: str
    until: datetime
    lines: dict[str, int]
    refused: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class FakeShelf:
    """By option code a base price, a surcharge and the pieces that are there, those under a hold among them.

    ``asked`` keeps the checks, ``told`` the other messages. ``losses``: of the next messages, ``lost`` never arrives and ``unanswered``
    does what it says, but nobody hears of it. ``while_answering`` happens once, before the next answer.
    """

    clock: Callable[[], datetime]
    combinations: dict[str, tuple[int, int, int]] = field(default_factory=lambda: {"V1": (12_000, 0, 9), "V2": (12_000, 0, 5)})
    holds: dict[str, ShopHold] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    sold: dict[str, int] = field(default_factory=dict)
    short: dict[str, int] = field(default_factory=dict)
    while_answering: Callable[[], None] | None = None

    def hear(self, message: dict[str, Any]) -> Answer:
        """Answers a message; a loss that was chosen for it happens."""
        chosen = self.losses.pop(0) if self.losses else ""
        if chosen == "lost":
            return TIMED_OUT
        answer = self.answer(message)
        if self.while_answering:
            meanwhile, self.while_answering = self.while_answering, None
            meanwhile()
        return TIMED_OUT if chosen == "unanswered" else answer

    def answer(self, message: dict[str, Any]) -> Answer:
        """What the shop says and does."""
        if message["type"] == "check":
            self.asked.append(message)
            refused = self._refused(message["lines"])
            return answered({"result": "refused", "lines": refused} if refused else {"result": "sellable"})
        self.told.append(message)
        return answered(self._told(message))

    def kinds(self) -> list[str]:
        """What was said about holds, in order: ``hold 1``, ``release 1`` …"""
        return [f"{message['type']} {message['attempt']}" for message in self.told]

    def held(self, code: str, *, besides: str = NOBODY) -> int:
        """The pieces of a combination that are kept for orders."""
        live = (hold for number, hold in self.holds.items() if hold.state == "held" and number != besides)
        return sum(hold.lines.get(code, 0) for hold in live)

    def expire(self, at: datetime) -> None:
        """The shop frees what nobody paid in time; its own clock, two minutes late."""
        for hold in self.holds.values():
            if hold.state == "held" and at >= hold.until + timedelta(seconds=120):
                hold.state, hold.lines = "expired", {}

    def _told(self, message: Mapping[str, Any]) -> dict[str, Any]:
        number, attempt, kind = message["orderNo"], message["attempt"], message["type"]
        row = self.holds.get(number)
        if kind == "commit":
            return self._commit(message, row)
        if kind == "release":
            return self._release(message, row)
        if row is None or attempt > row.attempt:
            return self._state(message) if row and row.state == "committed" else self._hold(message)
        if attempt < row.attempt:
            return {"result": "stale", "orderNo": number, "attempt": attempt}
        if kind == "extend" and row.state == "held":
            row.until = max(row.until, self.clock() + timedelta(seconds=message["holdSeconds"]))
        if kind == "extend" and row.state == "expired":
            return self._hold(message)
        return self._state(message)

    def _hold(self, message: Mapping[str, Any]) -> dict[str, Any]:
        number = message["orderNo"]
        refused = self._refused(message["lines"], besides=number)
        lines: dict[str, int] = {}
        for line in message["lines"]:
            lines[line["optionCode"]] = lines.get(line["optionCode"], 0) + line["quantity"]
        until = self.clock() + timedelta(seconds=message["holdSeconds"])
        state = "refused" if refused else "held"
        self.holds[number] = ShopHold(message["attempt"], state, until, {} if refused else lines, refused)
        return self._state(message)

    def _release(self, message: Mapping[str, Any], row: ShopHold | None) -> dict[str, Any]:
        number, attempt = message["orderNo"], message["attempt"]
        if row is not None and (attempt < row.attempt and row.state != "committed"):
            return {"result": "stale", "orderNo": number, "attempt": attempt}
        if row is None or row.state in ("held", "refused") or (attempt > row.attempt and row.state != "committed"):
            self.holds[number] = ShopHold(attempt, "released", self.clock(), {})
        return self._state(message)

    def _commit(self, message: Mapping[str, Any], row: ShopHold | None) -> dict[str, Any]:
        number = message["orderNo"]
        if row is not None and row.state == "committed":
            return {"result": "committed", "orderNo": number, "attempt": message["attempt"]}
        is_own = row is not None and row.state == "held"
        lacking = []
        for line in message["lines"]:
            code, wanted = line["optionCode"], line["quantity"]
            price, surcharge, quantity = self.combinations.get(code, (0, 0, 0))
            free = quantity if is_own else max(quantity - self.held(code, besides=number), 0)
            taken = min(wanted, free)
            self.combinations[code] = (price, surcharge, quantity - taken)
            self.sold[code] = self.sold.get(code, 0) + taken
            if wanted > taken:
                self.short[code] = self.short.get(code, 0) + wanted - taken
                lacking.append({"line": line["line"], "short": wanted - taken})
        self.holds[number] = ShopHold(message["attempt"], "committed", self.clock(), {})
        more = {"lines": lacking} if lacking else {}
        return {"result": "committed", "orderNo": number, "attempt": message["attempt"], **more}

    def _state(self, message: Mapping[str, Any]) -> dict[str, Any]:
        row = self.holds[message["orderNo"]]
        told: dict[str, Any] = {"result": row.state, "orderNo": message["orderNo"], "attempt": message["attempt"]}
        if row.state == "held":
            told["secondsLeft"] = max(int((row.until - self.clock()).total_seconds()), 0)
        if row.refused:
            told["lines"] = row.refused
        return told

    def _refused(self, lines: list[dict[str, Any]], *, besides: str = NOBODY) -> list[dict[str, Any]]:
        return [told for line in lines if (told := self._judge(line, lines, besides))]

    def _judge(self, line: Mapping[str, Any], lines: list[dict[str, Any]], besides: str) -> dict[str, Any] | None:
        code = line["optionCode"]
        if code not in self.combinations:
            return {"line": line["line"], "reason": "not_for_sale"}
        price, surcharge, quantity = self.combinations[code]
        now = (price + surcharge) * line["quantity"]
        if (price, now) != (line["unitPrice"], line["lineTotal"]):
            return {"line": line["line"], "reason": "price_changed", "unitPriceNow": price, "lineTotalNow": now}
        wanted = sum(one["quantity"] for one in lines if one["optionCode"] == code)
        left = max(quantity - self.held(code, besides=besides), 0)
        if wanted <= left:
            return None
        reason = "held_by_others" if wanted <= quantity else "too_few" if quantity > 0 else "sold_out"
        return {"line": line["line"], "reason": reason, "left": left}
