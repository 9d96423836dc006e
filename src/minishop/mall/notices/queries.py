"""Who reads a shop's news, and where."""

from __future__ import annotations

from minishop.mall.notices.domain import Reader
from minishop.mall.notices.models import NoticeSettings
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, Membership


def owner_of(shop: Shop) -> Account | None:
    """The account that opened the shop."""
    found = (
        Membership.objects.filter(shop=shop, role=Membership.Role.OWNER).select_related("account").order_by("created_at").first()
    )
    return found.account if found else None


def settings_of(shop: Shop) -> NoticeSettings:
    """The shop's settings as they are; those of a shop that has none are not stored."""
    return NoticeSettings.objects.filter(shop=shop).first() or NoticeSettings(shop=shop)


def reader_of(shop: Shop) -> Reader:
    """Who is told: what the settings say, else the owner's own e-mail and mobile; Korean where the owner's language is not known."""
    wanted, owner = settings_of(shop), owner_of(shop)
    return Reader(
        email=wanted.email or (owner.email if owner else ""),
        mobile=(wanted.mobile or (owner.phone if owner else "")) if wanted.by_sms else "",
        language=(owner.language if owner else "") or "ko",
    )
