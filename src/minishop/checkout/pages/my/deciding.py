"""구매확정: the question, five minutes to think again, and putting the decision off (R87)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.errors import NothingToFinalize
from minishop.checkout.benefits.queries import points_to_come
from minishop.checkout.benefits.services.finalization import decide, think_again
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import REFUSAL
from minishop.checkout.claims.services.deciding import hold_decision, release_decision
from minishop.checkout.orders.models import Order
from minishop.checkout.pages.frame.own import buyer_of, own_order
from minishop.checkout.pages.my.rows import line_rows


@login_required
@require_http_methods(["GET", "POST"])
def finalization(request: HttpRequest, number: str) -> HttpResponse:
    """구매확정: the question, and the press. An order with nothing left to finalize leads back to itself."""
    found = own_order(request, number)
    with scope(found.merchant_id):
        rows = [row for row in line_rows(found, (), now()) if row["can_finalize"]]
        if request.method == "GET" and rows:
            return render(request, "pages/my/finalization.html", {"order": found, "rows": rows, "points": points_to_come(found)})
        if request.method == "POST":
            try:
                decide(order=found, buyer=buyer_of(request), now=now())
            except NothingToFinalize:
                messages.info(request, _("지금은 구매를 확정할 상품이 없습니다."))
            else:
                messages.success(request, _("5분 뒤에 구매가 확정되고, 적립금은 다음 날 적립됩니다."))
    return redirect("order", number=found.number)


@login_required
@require_http_methods(["GET", "POST"])
def undoing(request: HttpRequest, number: str) -> HttpResponse:
    """되돌리기, as long as the five minutes last."""

    def undo(found: Order) -> None:
        if think_again(order=found, buyer=buyer_of(request), now=now()):
            messages.success(request, _("구매확정을 되돌렸습니다."))
        else:
            messages.info(request, _("5분이 지나 되돌릴 수 없습니다."))

    return _do(request, number, undo)


@login_required
@require_http_methods(["GET", "POST"])
def putting_off(request: HttpRequest, number: str) -> HttpResponse:
    """구매확정 보류."""

    def put_off(found: Order) -> None:
        hold_decision(order=found, buyer=buyer_of(request), now=now())
        messages.success(request, _("일주일 동안 구매가 저절로 확정되지 않습니다."))

    return _do(request, number, put_off)


@login_required
@require_http_methods(["GET", "POST"])
def going_on(request: HttpRequest, number: str) -> HttpResponse:
    """구매확정 보류 해제."""

    def go_on(found: Order) -> None:
        release_decision(order=found, buyer=buyer_of(request), now=now())
        messages.success(request, _("구매확정 보류를 풀었습니다."))

    return _do(request, number, go_on)


def _do(request: HttpRequest, number: str, deed: Callable[[Order], None]) -> HttpResponse:
    """A press about the buyer's own order, which it leads back to. A mere look does nothing else; another's order is as unknown as none."""
    found = own_order(request, number)
    if request.method == "POST":
        with scope(found.merchant_id):
            try:
                deed(found)
            except ClaimRefused as refused:
                messages.info(request, str(REFUSAL[refused.why]))
    return redirect("order", number=found.number)
