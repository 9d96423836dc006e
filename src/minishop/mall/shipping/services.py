"""Saving fee settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import Mode, Policy, check_tiers
from minishop.mall.shipping.models import FeePolicy, RegionalSurcharge
from minishop.mall.shops.models import Shop


@dataclass(frozen=True, slots=True)
class Region:
    """도서산간: a range of five-digit postcodes, both ends included, and what is added there."""

    name: str
    first: str
    last: str
    amount: Won


@transaction.atomic
def save_settings(*, shop: Shop, policy: Policy, regions: Sequence[Region], now: datetime) -> None:
    """Saves the whole page: policy and surcharges, or neither. Raises BadTiers (E17)."""
    save_policy(shop=shop, policy=policy, now=now)
    replace_surcharges(shop=shop, regions=regions)


@transaction.atomic
def save_policy(*, shop: Shop, policy: Policy, now: datetime) -> FeePolicy:
    """Saves a policy and raises its version when it differs. Raises BadTiers, and then the old one stays (E17)."""
    if policy.mode is Mode.TIERS:
        check_tiers(policy.tiers)
    row = FeePolicy.objects.select_for_update().filter(shop=shop).first() or FeePolicy(shop=shop, version=0)
    values = {
        "mode": policy.mode.value,
        "threshold": policy.threshold,
        "fee": policy.fee,
        "tiers": [[int(tier.lower), int(tier.fee)] for tier in policy.tiers],
        "individual_fees": policy.individual_fees,
        "free_first": policy.free_first,
        "basis": policy.basis.value,
        "door_gate": policy.door_gate.value,
        "fixed_per": policy.fixed_per.value,
        "return_fee": policy.return_fee,
        "exchange_fee": policy.exchange_fee,
    }
    if row.version and all(getattr(row, name) == value for name, value in values.items()):
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.updated_at = row.version + 1, now
    row.save()
    return row


@transaction.atomic
def replace_surcharges(*, shop: Shop, regions: Sequence[Region]) -> None:
    """Puts these ranges in the place of the old ones."""
    RegionalSurcharge.objects.filter(shop=shop).delete()
    for region in regions:
        RegionalSurcharge.objects.create(
            shop=shop, name=region.name, first_zipcode=region.first, last_zipcode=region.last, amount=region.amount
        )
