"""What delivery costs, as a buyer expects to read it before there is a cart: the terms, not the sum (A25, R57, R58)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from django.utils.translation import gettext as _

from minishop.kernel.won import Won
from minishop.mall.catalog.models import Product
from minishop.mall.shipping.domain.fee import Kind, Mode, Policy, Tier


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms in words; ``free_from``: from this amount of the product alone delivery is free, 0 won where no amount makes it so."""

    words: str
    free_from: Won = Won(0)


def shop_terms(policy: Policy) -> Terms:
    """What the shop asks for its general products."""
    match policy.mode:
        case Mode.FREE:
            return Terms(_("무료"))
        case Mode.ON_DELIVERY:
            return Terms(_("착불(받을 때 냅니다)"))
        case Mode.BELOW_AMOUNT if policy.fee and policy.threshold:
            facts = {"fee": policy.fee.grouped(), "threshold": policy.threshold.grouped()}
            return Terms(_("%(fee)s원 · %(threshold)s원 이상 무료") % facts, policy.threshold)
        case Mode.BELOW_AMOUNT:
            return Terms(_("무료"))
        case Mode.TIERS:
            return Terms(" · ".join(_tier(tier) for tier in policy.tiers))
    assert_never(policy.mode)


def product_terms(policy: Policy, product: Product) -> Terms:
    """What is asked for one product; the shop's own terms where products have none of theirs."""
    kind = Kind(product.fee_kind) if policy.individual_fees else Kind.GENERAL
    match kind:
        case Kind.GENERAL:
            return shop_terms(policy)
        case Kind.FREE:
            return Terms(_("무료"))
        case Kind.FIXED:
            return Terms(_("%(fee)s원 · 이 상품에 따로") % {"fee": product.fee_amount.grouped()})
        case Kind.GROWING:
            return Terms(_("%(count)s개마다 %(fee)s원") % {"count": product.fee_block, "fee": product.fee_amount.grouped()})
    assert_never(kind)


def _tier(tier: Tier) -> str:
    fee = _("%(fee)s원") % {"fee": tier.fee.grouped()} if tier.fee else _("무료")
    return _("%(lower)s원부터 %(fee)s") % {"lower": tier.lower.grouped(), "fee": fee} if tier.lower else fee
