"""The claims' work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis import messages
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, keep, remove_old
from minishop.chassis.tenancy import scope
from minishop.checkout.claims import letters
from minishop.checkout.claims.domain.states import ClaimState
from minishop.checkout.claims.models import Claim, ClaimProposal, ClaimRequest
from minishop.checkout.claims.services import deadlines, deciding, photos
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import decision_asked_at
from minishop.checkout.payments.queries import owed_by_account


@task(every=timedelta(minutes=5))
def act_on_overdue(*, now: datetime) -> None:
    """Does what follows when nobody has answered a claim in time."""
    deadlines.act_on_overdue(now=now)


REQUESTS = keep(Kept(ClaimRequest, "at", timedelta(days=90), index="claims_requests_old"))


@task(every=timedelta(days=1))
def forget_requests(*, now: datetime) -> None:
    """Deletes the keys of requests that nobody sends again."""
    remove_old(REQUESTS, now=now)


@task(every=timedelta(days=1))
def forget_photos(*, now: datetime) -> None:
    """Deletes photos of claims of which nothing came."""
    photos.forget_photos(now=now)


@task(max_attempts=60, short=True, calendar=True)
def end_decision_hold(*, merchant_id: int, order_id: int, until: str, now: datetime) -> None:
    """Tells a merchant that the week is over for which a buyer has put 구매확정 off."""
    with scope(merchant_id):
        merchant = Merchant.objects.get(id=merchant_id)
        deciding.end_decision_hold(merchant=merchant, order_id=order_id, until=datetime.fromisoformat(until), now=now)


@task(line=Line.MESSAGES, max_attempts=10)
def send_decision_request(*, merchant_id: int, order_id: int, asked_at: str, way: str, now: datetime) -> None:
    """Tells the buyer by SMS or mail that the seller asks for the decision that was put off; nothing where nobody waits for it any
    more, or it was asked for again."""
    with scope(merchant_id):
        order = Order.objects.select_related("merchant").get(merchant_id=merchant_id, id=order_id)
        if decision_asked_at(order.lines.all(), now) != datetime.fromisoformat(asked_at):
            return
        letter, key = letters.decision_request(order, way=way), f"decision:{order.number}:{asked_at}:{way}"
        messages.by(way, letter, mobile=order.orderer_mobile, email=order.orderer_email, sender=order.merchant.phone, key=key)


@task(line=Line.MESSAGES, max_attempts=10)
def send_news(*, merchant_id: int, claim_id: int, version: int, state: str, way: str, now: datetime) -> None:
    """Tells the buyer by SMS or mail where a claim stands, or that less comes back than was shown."""
    with scope(merchant_id):
        claim = Claim.objects.select_related("order__merchant").get(merchant_id=merchant_id, id=claim_id)
        shown = ClaimProposal.objects.get(merchant_id=merchant_id, claim_id=claim_id, version=max(version, 1))
        if state:
            asks_account = state == ClaimState.DONE and any(not one.account for one in owed_by_account(claim.order))
            letter = letters.step(claim, shown, state=ClaimState(state), way=way, asks_account=asks_account)
        else:
            letter = letters.changed(claim, shown, way=way)
        key = f"claim:{claim.number}:{state or version}:{way}"
        order = claim.order
        messages.by(way, letter, mobile=order.orderer_mobile, email=order.orderer_email, sender=order.merchant.phone, key=key)
