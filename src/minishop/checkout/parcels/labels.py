"""Korean text of the parcels' codes."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.checkout.parcels.domain.carriers import catalogue
from minishop.checkout.parcels.domain.dispatching import Method, Refusal
from minishop.checkout.parcels.domain.states import ParcelState, Reason

STATE: dict[ParcelState, Promise] = {
    ParcelState.CHECKING: _("송장번호 확인 중"),
    ParcelState.WRONG_NUMBER: _("송장번호 오류"),
    ParcelState.PICKED_UP: _("집화 완료"),
    ParcelState.IN_TRANSIT: _("배송 중"),
    ParcelState.OUT_FOR_DELIVERY: _("배달 출발"),
    ParcelState.DELIVERED: _("배달 완료"),
    ParcelState.FAILED: _("배달 실패"),
    ParcelState.NOT_TRACKED: _("추적하지 않는 배송"),
    ParcelState.REPLACED: _("송장번호 교체됨"),
}

METHOD: dict[Method, Promise] = {
    Method.DELIVERY: pgettext_lazy("delivery method", "택배"),
    Method.GDFW_ISSUE_SVC: pgettext_lazy("delivery method", "택배 (송장 출력)"),
    Method.VISIT_RECEIPT: pgettext_lazy("delivery method", "방문 수령"),
    Method.DIRECT_DELIVERY: pgettext_lazy("delivery method", "직접 배송"),
    Method.QUICK_SVC: pgettext_lazy("delivery method", "퀵서비스"),
    Method.NOTHING: pgettext_lazy("delivery method", "배송 없음"),
}

REASON: dict[Reason, Promise] = {
    Reason.NOT_KNOWN_YET: _("택배사에 아직 등록되지 않은 송장번호입니다."),
    Reason.UNKNOWN_TO_CARRIER: _("택배사에서 조회되지 않는 송장번호입니다."),
    Reason.CARRIER_SILENT: _("택배사가 응답하지 않아 다시 확인합니다."),
}


def carrier_name(code: str) -> str:
    """The carrier's name; in Korean where it has no English one, and the code itself for one that is not in the catalogue."""
    carrier = catalogue().get(code)
    if carrier is None:
        return code
    return (carrier.name_en if get_language() == "en" else "") or carrier.name


def carrier_choices() -> list[tuple[str, Any]]:
    """What a person picks a carrier from: none, the usual ones with the most used first, then the others by their names, each name once."""
    others = {carrier_name(one.code): one.code for one in reversed(list(catalogue().values())) if one.usual is None}
    usual = sorted((one for one in catalogue().values() if one.usual is not None), key=lambda one: one.usual or 0)
    return [
        ("", "–"),
        (gettext("자주 쓰는 택배사"), [(one.code, carrier_name(one.code)) for one in usual]),
        (gettext("그 밖의 택배사"), [(code, name) for name, code in sorted(others.items())]),
    ]


# Why a line could not be sent as it stood.
STOOD_IN_THE_WAY: dict[Refusal, Promise] = {
    Refusal.NOT_PAID: _("결제되지 않았거나 끝난 상품이라 보낼 수 없어 거절되었습니다."),
    Refusal.ALREADY_SENT: _("이미 보낸 상품이라 거절되었습니다."),
    Refusal.CLAIMED: _("취소하기로 했거나 관리자가 살피는 상품이라 거절되었습니다."),
}
