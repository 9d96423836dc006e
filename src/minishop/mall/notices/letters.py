"""What a seller is told of a shop, in the owner's language; a text message is one line."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minishop.chassis.messages import Letter
from minishop.kernel.won import Won
from minishop.mall.notices.domain import MOST_NAMED, Way
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.labels import ENTRY_NAMES
from minishop.mall.shops.models import Shop


def new_orders(shop: Shop, *, way: Way, count: int, amount: Won, numbers: str, language: str) -> Letter:
    """``numbers``: those of the first orders."""
    with translation.override(language):
        what = ngettext("새 주문 %(count)d건", "새 주문 %(count)d건", count) % {"count": count}
        facts = {"what": what, "amount": amount.grouped()}
        if count > MOST_NAMED:
            numbers = _("%(numbers)s 외 %(more)d건") % {"numbers": numbers, "more": count - MOST_NAMED}
        more = _(
            "주문번호: %(numbers)s\n\n발송할 주문은 주문관리에서 보실 수 있습니다.\n%(link)s\n\n"
            "이 알림을 끄거나 받는 곳을 바꾸시려면 알림 설정을 여세요.\n%(settings)s\n"
        ) % {"numbers": numbers, "link": _link(shop, "orders"), "settings": _link(shop, "notices")}
        return _letter(shop, way, _("%(what)s, %(amount)s원이 결제되었습니다.") % facts, more)


def decision(shop: Shop, *, way: Way, kind: EntryKind, approved: bool, reason: str, opens_on: date | None, language: str) -> Letter:
    """With the reason of a refusal, and the way on."""
    with translation.override(language):
        name = {"name": ENTRY_NAMES[kind]}
        if approved:
            return _letter(shop, way, _("%(name)s 입점이 승인되었습니다.") % name, _after_approval(shop, opens_on))
        more = _(
            "사유: %(reason)s\n\n상점 정보를 고친 뒤 입점 신청에서 다시 신청하실 수 있습니다.\n%(link)s\n"
        ) % {"reason": reason or "–", "link": _link(shop, "entries")}  # fmt: skip
        return _letter(shop, way, _("%(name)s 입점 신청이 반려되었습니다.") % name, more)


def opening(shop: Shop, *, way: Way, language: str) -> Letter:
    """The shop sells from today on."""
    with translation.override(language):
        more = _("오늘부터 주문을 받습니다.\n%(front)s\n\n새 주문은 주문관리에서 보실 수 있습니다.\n%(link)s\n")
        front = f"{settings.MALL.scheme}://{shop.code}.{settings.SHOP_DOMAIN}{settings.MALL.port_suffix}/"
        return _letter(shop, way, _("쇼핑몰이 열렸습니다."), more % {"front": front, "link": _link(shop, "orders")})


def _after_approval(shop: Shop, opens_on: date | None) -> str:
    link = {"link": _link(shop, "office")}
    if opens_on is None:
        return _("나머지 입점이 승인되면 다음 날 쇼핑몰이 열립니다.\n%(link)s\n") % link
    day = {"day": f"{opens_on:%Y.%m.%d}"}
    return _("모든 입점이 승인되었습니다. %(day)s에 쇼핑몰이 열리고 주문을 받습니다.\n%(link)s\n") % {**link, **day}


def _letter(shop: Shop, way: Way, said: str, more: str) -> Letter:
    sender = settings.BRAND[(translation.get_language() or "ko")[:2]]
    head = f"[{sender}] {shop.name}: {said}"
    return Letter(text=head) if way is Way.SMS else Letter(subject=head, text=f"{said}\n\n{more}")


def _link(shop: Shop, page: str) -> str:
    return f"{settings.MALL.url}{reverse(page, urlconf=settings.ROOT_URLCONF, args=[shop.code])}"
