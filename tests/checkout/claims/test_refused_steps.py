"""거절된 걸음 (L24): what a claim's table of states refuses is written down, whoever tried it and wherever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.test_cancelling import ask
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.claims import queries
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering, refusals
from minishop.checkout.claims.services.withdrawing import withdraw


@pytest.fixture
def claim(world: World, outside: Outside) -> Claim:
    """A cancel that is agreed to."""
    return ask(world, cases.paid(world))


def tried(claim: Claim, deed: Callable[..., Any], **more: Any) -> None:
    with scope(claim.merchant_id), pytest.raises(ClaimRefused) as refused:
        deed(claim=claim, now=NOW, **more)
    refusals.keep_refusal(refused.value, now=NOW + timedelta(seconds=1))


def kept(claim: Claim) -> list[tuple[str, str, str]]:
    with scope(claim.merchant_id):
        return [(step.event, step.stood, step.actor) for step in queries.refused_steps_of(claim)]


def test_who_tried_what_and_how_it_stood_is_kept(world: World, claim: Claim) -> None:
    before = cases.fresh(claim)
    tried(claim, withdraw, buyer=world.buyer)
    tried(claim, answering.approve, who="kim")
    assert kept(claim) == [("withdraw", "canceling", "buyer"), ("approve", "canceling", "merchant:kim")]
    with scope(claim.merchant_id):
        history = queries.history_of(claim)
    assert ([event.event for event in history], cases.fresh(claim).state) == (["ask_at_once"], before.state)


def test_what_is_refused_for_another_reason_is_no_step(world: World, claim: Claim) -> None:
    tried(claim, answering.refuse, words=" ", who="kim")
    tried(claim, withdraw, buyer=world.stranger)
    assert kept(claim) == []


def test_whoever_goes_on_pressing_fills_no_table(world: World, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST", 2)
    for _ in range(3):
        tried(claim, withdraw, buyer=world.buyer)
    assert len(kept(claim)) == 2
