"""What claims ask of the capabilities above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.mall.claims.domain.answering import Answer
from minishop.mall.claims.domain.filing import Filing
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop

# How a line stands: the mark of a claim on it, and the pieces that remain.
Stood = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many pieces of a line of the hub's; ``quantity`` None: all that remain."""

    number: str
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """A return or exchange that is answered: its kind, the state in which it stands, the hub's number of one of its lines, and our records of
    it by their ids."""

    kind: ClaimKind
    state: ClaimState
    line: str
    claims: tuple[int, ...]


class Hub(Protocol):
    """Whoever tells the hub what the seller decided, in the open transaction; and what it can do."""

    def cancels_parts(self, order: Order) -> bool:
        """Whether it cancels a part of this order."""

    def answers_claims(self, order: Order) -> bool:
        """Whether it lets the shop answer this order's returns and exchanges."""

    def refuses_cancels(self) -> bool:
        """Whether a request to cancel can be refused in words; else only sending the goods refuses it."""

    def claims_in_steps(self) -> bool:
        """Whether returns and exchanges are accepted, and a return's goods received, each by itself."""

    def post_cancel(
        self,
        *,
        shop: Shop,
        order: Order,
        pieces: Sequence[Pieces],
        stood: Mapping[str, Stood],
        reason: str,
        words: str,
        now: datetime,
    ) -> None:
        """판매 취소: one message a claim. ``stood``: how its lines stand, by the hub's numbers."""

    def post_cancel_answer(
        self, *, shop: Shop, order: Order, named: Sequence[str], stood: Mapping[str, Stood], refusal: str | None, now: datetime
    ) -> None:
        """취소 승인, or 취소 거절 with words, of claims on lines that ``stood`` so. ``named``: one line of each claim."""

    def post_answer(self, *, shop: Shop, order: Order, about: About, answer: Answer, now: datetime) -> None:
        """An answer to a return or exchange: one message."""

    def post_return(self, *, shop: Shop, order: Order, pieces: Sequence[Pieces], filing: Filing, now: datetime) -> None:
        """반품 접수: one message a claim."""

    def undelivered_returns(self, shop: Shop, order: Order) -> set[str]:
        """The hub's numbers of those of an order's lines of which a return is still on its way to it."""

    def undelivered_answers(self, shop: Shop) -> set[int]:
        """Our records of the claims, by their ids, of which an answer is still on its way to it."""


HUB: Port[Hub] = Port("mall.claims.ports.HUB")
