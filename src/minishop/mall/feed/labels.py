"""Words for what the search says of a feed, and for what is not told to it, as sellers read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.reasons import worded_plainly
from minishop.mall.feed.domain.absence import Absence
from minishop.mall.feed.domain.report import Outcome
from minishop.mall.feed.models import RefusedProduct, SearchConnection

ABSENCES = {
    Absence.NOT_DISPLAYED: _("진열하지 않습니다."),
    Absence.NOT_FOR_SALE: _("판매하지 않습니다."),
    Absence.PRICE_TEXT: _("판매가 대신 문구가 보입니다."),
    Absence.ZERO_PRICE: _("판매가가 0원입니다."),
    Absence.SOLD_OUT: _("품절입니다."),
    Absence.NO_PICTURE: _("사진이 없습니다."),
}
# The codes of protocol/minishop, section 6.
FAULTS: dict[str, str | Promise] = {
    "missing": _("비어 있습니다"),
    "bad_id": _("영문, 숫자, -, _ 50자까지만 받습니다"),
    "bad_price": _("1원 이상, 10자리 이하의 숫자여야 합니다"),
    "bad_shipping": _("1,000,000원까지만 받습니다"),
    "bad_address": _("올바른 주소가 아닙니다"),
    "duplicate_id": _("같은 상품이 두 번 나갔습니다"),
    "too_many_fields": _("칸의 수가 맞지 않습니다"),
    "undecodable": _("읽을 수 없는 글자가 있습니다"),
    "adult": _("성인 상품은 받지 않습니다"),
    "over_limit": _("지식쇼핑이 받는 상품 수를 넘었습니다"),
    "bad_class": _("바뀐 종류를 알 수 없습니다"),
    "bad_time": _("바뀐 시각을 알 수 없습니다"),
    "refused": _("상점이 오류로 답했습니다"),
    "timed_out": _("상점이 제때 답하지 않았습니다"),
    "unreachable": _("상점에 연결할 수 없습니다"),
    "too_large": _("파일이 너무 큽니다"),
    "empty_file": _("빈 파일입니다"),
    "unreadable_encoding": _("글자를 읽을 수 없는 파일입니다"),
    "too_many_lines": _("줄이 너무 많습니다"),
    "header_incomplete": _("첫 줄에 필수 열이 없습니다"),
    "version_differs": _("형식의 판이 다릅니다"),
    "no_good_row": _("받을 수 있는 상품이 한 줄도 없습니다"),
}
COLUMNS: dict[str, str | Promise] = {
    "id": _("상품코드"),
    "title": _("상품명"),
    "price_pc": _("판매가"),
    "link": _("상품 주소"),
    "image_link": _("사진"),
    "category_name1": _("상품 분류"),
    "shipping": _("배송비"),
    "adult": pgettext_lazy("feed", "성인 상품"),
}


def fault_label(code: str) -> str:
    """The words for a fault; the code itself for one that this version does not know."""
    return str(FAULTS.get(code, code))


def unread_text(told: SearchConnection) -> str:
    """Why the search could not read the feed: how the call failed, or what is wrong with the file and where; empty where it could."""
    if told.outcome == Outcome.UNREACHABLE and told.reason:
        return worded_plainly(told.reason)
    fault = fault_label(told.fault) if told.fault else ""
    return f"{fault} ({told.reason})" if fault and told.reason else fault


def refusal_text(refused: RefusedProduct) -> str:
    """Why the search does not take a product, in a sentence: the cell, what is wrong with it, and what stands there."""
    where = str(COLUMNS.get(refused.column, refused.column))
    why = f"{where}: {fault_label(refused.fault)}" if where else fault_label(refused.fault)
    return gettext("%(why)s. (지금 값: %(value)s)") % {"why": why, "value": refused.value} if refused.value else f"{why}."
