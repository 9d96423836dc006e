"""Who reads a shop's news, and where."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.mall.notices.models import NoticeSettings
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, Membership


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a shop's news goes, and in which language; ``mobile`` is empty where no SMS is wanted or there is no number."""

    email: str
    mobile: str
    language: str
    by_sms: bool


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
        mobile=wanted.mobile or (owner.phone if owner else ""),
        language=(owner.language if owner else "") or "ko",
        by_sms=wanted.by_sms,
    )
