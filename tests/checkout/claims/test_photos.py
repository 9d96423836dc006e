"""사진 보관: photos go with the claims of which nothing came, and those of what was refused at once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from tests.checkout.claims import cases
from tests.checkout.claims.cases import HOME, some
from tests.checkout.claims.test_returning import does
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused, refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.pictures import read_photo
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.photos import forget_photos, kept
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.orders.models import Order

OVER = NOW + timedelta(days=90)


@pytest.fixture(autouse=True)
def stored(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def order(world: World, outside: Outside) -> Order:
    cases.modern(world)
    order = cases.paid(world)
    cases.send(order)
    return order


def ask(world: World, order: Order, place: int, *colours: str) -> Claim:
    with scope(order.merchant_id), kept(order, [photo(colour) for colour in colours]) as photos:
        return ask_return(
            order=order,
            buyer=world.buyer,
            asked=some(order, place, 1),
            reason=ClaimReason.BROKEN,
            words="",
            way=Way.COURIER,
            pickup=HOME,
            photos=photos,
            now=NOW,
        )


def are_there(order: Order, claim: Claim) -> list[bool]:
    """Of the photos that the claim named when it was made, which can be read."""

    def is_there(name: str) -> bool:
        try:
            return bool(read_photo(order, name))
        except FileNotFoundError:
            return False

    return [is_there(name) for name in claim.photos]


ENDS = {"withdrawn": False, "refused": False, "done": True, "open": True}


@pytest.mark.parametrize(("end", "stays"), ENDS.items(), ids=ENDS)
def test_of_what_nothing_came_they_go_after_90_days(world: World, order: Order, end: str, stays: bool) -> None:
    claim = ask(world, order, 0, "navy")
    match end:
        case "withdrawn":
            does(withdraw, claim, buyer=world.buyer)
        case "refused":
            does(answering.refuse, claim, words="쓴 물건입니다", who="api")
        case "done":
            does(answering.approve, claim, who="api")
            cases.pay_back(order)
    forget_photos(now=OVER - timedelta(seconds=1))
    assert are_there(order, claim) == [True]
    for _ in range(2):
        forget_photos(now=OVER)
    assert (are_there(order, claim), bool(cases.fresh(claim).photos)) == ([stays], stays)


def test_what_another_claim_of_the_order_shows_too_stays(world: World, order: Order) -> None:
    first = ask(world, order, 0, "navy", "red")
    does(withdraw, first, buyer=world.buyer)
    second = ask(world, order, 0, "navy")
    forget_photos(now=OVER)
    assert (are_there(order, first), are_there(order, second)) == ([True, False], [True])


def test_of_an_application_that_is_refused_none_stay(world: World, order: Order) -> None:
    claim = ask(world, order, 0, "navy")
    with scope(order.merchant_id), pytest.raises(ClaimRefused), kept(order, [photo("navy"), photo("red")]) as names:
        raise refused(Refusal.ALREADY_OPEN)
    again = Claim(photos=names)
    assert (are_there(order, again), are_there(order, claim)) == ([True, False], [True])
