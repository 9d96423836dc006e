"""The form of the shipping-fee settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.versions import ChangingForm
from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import (
    BadTiers,
    Basis,
    DoorGate,
    FixedPer,
    Mode,
    Policy,
    Tier,
    check_tiers,
)
from minishop.mall.shipping.domain.stopping import Stopped, stopped_by
from minishop.mall.shipping.labels import MODES
from minishop.mall.shipping.models import RegionalSurcharge
from minishop.mall.shipping.services import Region

_REGION = re.compile(r"(?P<name>[^:]{1,40}):\s*(?P<first>[0-9]{5})\s*-\s*(?P<last>[0-9]{5})\s*:\s*(?P<amount>[0-9,]{1,9})\s*원?")
_TIER_PROBLEMS = {
    "must_start_at_zero": _("첫 구간은 0원에서 시작해야 합니다. 예: 0: 3000"),
    "must_rise": _("구간의 시작 금액은 앞 구간보다 커야 합니다."),
}


class PolicyForm(ChangingForm):
    """배송비 설정. A choice that newly stops selling is asked about before it is saved (R61): the answer is which button was pressed."""

    ANSWER, SELL, STOP = "door", "sell", "stop"
    stops: Stopped = Stopped.NOTHING  # what would no longer be sold, where that is asked

    mode = forms.ChoiceField(
        label=_("상점 배송비"),
        choices=[(mode.value, label) for mode, label in MODES.items()],
        widget=forms.RadioSelect,
        help_text=_(
            "착불은 받는 분이 기사님께 냅니다. 그런 주문을 체크아웃으로 팔지는 아래 ‘착불일 때 체크아웃 구매’에서 정합니다."
        ),
    )
    threshold = forms.IntegerField(
        label=_("무료가 되는 금액"), min_value=0, max_value=10_000_000, help_text=_("이 금액 이상이면 기본 배송비가 무료입니다.")
    )
    fee = forms.IntegerField(label=_("기본 배송비"), min_value=0, max_value=200_000)
    tiers = forms.CharField(
        label=_("금액 구간"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("차등 배송료일 때만. 한 줄에 하나씩 ‘시작 금액: 배송비’. 마지막 구간은 그 위로 모두 적용됩니다."),
    )  # fmt: skip
    individual_fees = forms.BooleanField(label=_("상품별 개별 배송비 사용"), required=False)
    free_first = forms.BooleanField(
        label=_("무료 배송비 우선 설정"),
        required=False,
        help_text=_("무료 상품이 함께 담기면 수량별 배송비만 받습니다. 개별 배송비를 쓸 때만 적용됩니다."),
    )
    basis = forms.ChoiceField(
        label=_("금액 기준"),
        choices=[(Basis.GENERAL_LINES.value, _("일반 배송비 상품의 합계")), (Basis.ALL_LINES.value, _("모든 상품의 합계"))],
    )
    door_gate = forms.ChoiceField(
        label=_("착불일 때 체크아웃 구매"),
        choices=[
            (DoorGate.GENERAL_PRESENT.value, _("일반 배송비 상품이 있으면 막기")),
            (DoorGate.ALWAYS.value, _("언제나 막기")),
            (DoorGate.NEVER.value, _("막지 않기")),
        ],
    )
    fixed_per = forms.ChoiceField(
        label=_("개별 배송비 단위"),
        choices=[(FixedPer.PRODUCT.value, _("상품마다 한 번")), (FixedPer.VARIANT.value, _("품목(옵션)마다 한 번"))],
    )

    return_fee = forms.IntegerField(
        label=_("반품 배송비 (편도)"),
        min_value=0,
        max_value=200_000,
        help_text=_("구매자 사정으로 반품할 때 구매자가 냅니다. 0이면 받지 않습니다."),
    )
    exchange_fee = forms.IntegerField(
        label=_("교환 배송비 (왕복)"), min_value=0, max_value=400_000, help_text=_("구매자 사정으로 교환할 때 구매자가 냅니다.")
    )

    surcharges = forms.CharField(
        label=_("지역별 추가 배송비"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("한 줄에 하나씩 ‘이름: 시작-끝 우편번호: 금액’. 예: 제주: 63000-63644: 3000. 장바구니와 주문서에 안내만 하고 결제금액에는 더하지 않습니다."),
    )  # fmt: skip

    def clean_surcharges(self) -> tuple[Region, ...]:
        return tuple(_region(line) for line in self.cleaned_data["surcharges"].splitlines() if line.strip())

    def clean_tiers(self) -> tuple[Tier, ...]:
        return tuple(_tier(line) for line in self.cleaned_data["tiers"].splitlines() if line.strip())

    def full_clean(self) -> None:
        """As ever, after the button that sells all the same has put its choice in the place of what was sent."""
        if self.is_bound and self.data.get(self.ANSWER) == self.SELL:
            self.data = self.with_data(door_gate=[DoorGate.NEVER.value])
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._ask_before_stopping(given)
        if given.get("mode") == Mode.TIERS.value and "tiers" in given:
            try:
                check_tiers(given["tiers"])
            except BadTiers as error:
                self.add_error("tiers", ValidationError(_TIER_PROBLEMS[str(error.facts["problem"])], code="bad_tiers"))
        return given

    def _ask_before_stopping(self, given: dict[str, Any]) -> None:
        stops, stopped = _stopped(given), _stopped(self.initial)
        if stops.is_more_than(stopped) and self.data.get(self.ANSWER) != self.STOP:
            self.stops = stops
            self.add_error(
                "mode", ValidationError(_("이대로 저장하면 팔리지 않습니다. 어떻게 할지 골라 주세요."), code="stops_selling")
            )

    @property
    def policy(self) -> Policy:
        """What was given, as the rule takes it."""
        given = self.cleaned_data
        return Policy(
            mode=Mode(given["mode"]), threshold=Won(given["threshold"]), fee=Won(given["fee"]), tiers=given["tiers"],
            individual_fees=given["individual_fees"], free_first=given["free_first"], basis=Basis(given["basis"]),
            door_gate=DoorGate(given["door_gate"]), fixed_per=FixedPer(given["fixed_per"]),
            return_fee=Won(given["return_fee"]), exchange_fee=Won(given["exchange_fee"]),
        )  # fmt: skip


def initial_of(policy: Policy, surcharges: Iterable[RegionalSurcharge]) -> dict[str, Any]:
    """The form's first state."""
    return {
        "surcharges": "\n".join(f"{one.name}: {one.first_zipcode}-{one.last_zipcode}: {int(one.amount)}" for one in surcharges),
        "mode": policy.mode.value,
        "threshold": int(policy.threshold),
        "fee": int(policy.fee),
        "tiers": "\n".join(f"{int(tier.lower)}: {int(tier.fee)}" for tier in policy.tiers),
        "individual_fees": policy.individual_fees,
        "free_first": policy.free_first,
        "basis": policy.basis.value,
        "door_gate": policy.door_gate.value,
        "fixed_per": policy.fixed_per.value,
        "return_fee": int(policy.return_fee),
        "exchange_fee": int(policy.exchange_fee),
    }


def _stopped(given: Mapping[str, Any]) -> Stopped:
    """What stays unsold with these values of the fields; nothing where one of them is missing."""
    if not given.get("mode") or not given.get("door_gate"):
        return Stopped.NOTHING
    individual = bool(given.get("individual_fees"))
    return stopped_by(Policy(Mode(given["mode"]), individual_fees=individual, door_gate=DoorGate(given["door_gate"])))


def _tier(line: str) -> Tier:
    lower, _colon, fee = line.replace(",", "").replace("원", "").partition(":")
    try:
        return Tier(Won.parse(lower.strip()), Won.parse(fee.strip()))
    except ValueError:
        raise ValidationError(
            _("‘시작 금액: 배송비’로 적어 주세요: %(line)s"), code="bad_tier", params={"line": line.strip()[:40]}
        ) from None


def _region(line: str) -> Region:
    found = _REGION.fullmatch(line.strip())
    if found is None or found["last"] < found["first"]:
        raise ValidationError(
            _("‘이름: 시작-끝 우편번호: 금액’으로 적어 주세요: %(line)s"), code="bad_region", params={"line": line.strip()[:60]}
        )
    return Region(found["name"].strip(), found["first"], found["last"], Won.parse(found["amount"].replace(",", "") or "0"))
