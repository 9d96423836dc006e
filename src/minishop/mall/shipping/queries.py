"""Reading a shop's fee policy."""

from __future__ import annotations

from minishop.kernel.won import Won, total
from minishop.mall.shipping.domain.fee import Basis, DoorGate, FixedPer, Mode, Policy, Tier
from minishop.mall.shipping.models import FeePolicy, RegionalSurcharge
from minishop.mall.shops.models import Shop


def stored_policy(shop: Shop) -> FeePolicy | None:
    """The policy row; None while the shop has never saved one."""
    return FeePolicy.objects.filter(shop=shop).first()


def policy_of(shop: Shop) -> Policy:
    """The shop's policy as the rule takes it; a shop that never saved one has the defaults of a new row."""
    return as_policy(stored_policy(shop) or FeePolicy(shop=shop))


def as_policy(row: FeePolicy) -> Policy:
    """A row as the rule takes it."""
    return Policy(
        mode=Mode(row.mode),
        threshold=row.threshold,
        fee=row.fee,
        tiers=tuple(Tier(Won(lower), Won(fee)) for lower, fee in row.tiers),
        individual_fees=row.individual_fees,
        free_first=row.free_first,
        basis=Basis(row.basis),
        door_gate=DoorGate(row.door_gate),
        fixed_per=FixedPer(row.fixed_per),
        return_fee=row.return_fee,
        exchange_fee=row.exchange_fee,
    )


def surcharge_for(shop: Shop, zipcode: str) -> Won:
    """도서산간 추가 배송비 for a five-digit postcode: 0 won where no range holds it, the dearest where several do."""
    ranges = RegionalSurcharge.objects.filter(shop=shop, first_zipcode__lte=zipcode, last_zipcode__gte=zipcode)
    return max((one.amount for one in ranges), default=total([]))


def surcharges_of(shop: Shop) -> list[RegionalSurcharge]:
    """The shop's ranges in order."""
    return list(RegionalSurcharge.objects.filter(shop=shop).order_by("first_zipcode", "id"))
