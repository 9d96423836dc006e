"""반품 접수: the seller files a return for a buyer who sends goods back (R139, R52)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.mall.backoffice.claims.forms import ReturnForm
from minishop.mall.backoffice.claims.proposing import is_to_be_shown, order_of, refund_rows
from minishop.mall.backoffice.entries.labels import Label
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.queries import returnable
from minishop.mall.channel.services.proposals import proposed_refund
from minishop.mall.claims.errors import CannotFile
from minishop.mall.claims.labels import RETURN_PROBLEMS
from minishop.mall.claims.services import filing
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.orders.errors import BadTracking
from minishop.mall.orders.labels import STATES, TRACKING_PROBLEMS
from minishop.mall.orders.models import Order
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def file_return(request: ShopRequest, number: str) -> HttpResponse:
    """반품 접수: which pieces come back and why, with what goes back for them before the press; a press with others shows that anew."""
    order = order_of(request, number)
    given = request.POST if request.method == "POST" else None
    form = ReturnForm(given, returnable(request.shop, order), in_words=profile().returns_in_words)
    only_shown = form.is_valid() and is_to_be_shown(request, form)
    problem = _file(request, order, form) if form.is_valid() and not only_shown else ""
    if form.is_valid() and not only_shown and not problem:
        messages.success(request, _("반품 접수를 체크아웃에 보냈습니다. 처리 결과는 여기에 나타납니다."))
        return redirect("order", request.shop.code, number)
    refund = None
    if not form.is_bound or form.is_valid():
        refund = proposed_refund(shop=request.shop, pieces=form.pieces, reason=form.chosen_reason, kind=ClaimKind.RETURN, now=now())
    context = {
        "order": order, "form": form, "problem": problem, "only_shown": only_shown,
        "shown": form.selection if not form.is_bound or form.is_valid() else "",
        "lines": [(line, STATES[line.state], form[f"take-{line.id}"], form[f"pieces-{line.id}"]) for line in form.lines],
        "refund": refund, "refund_rows": refund_rows(refund, order),
    }  # fmt: skip
    status = 200 if only_shown or not form.is_bound else 422
    return render(request, "backoffice/claims/return.html", context, status=status)


def _file(request: ShopRequest, order: Order, form: ReturnForm) -> Label:
    """Sends it; why it could not be, in words. What is wrong with the parcel stands in the form."""
    told = form.filing
    try:
        filing.file_return(shop=request.shop, order=order, wanted=form.wanted, filing=told, actor=acting(request), now=now())
    except CannotFile as error:
        return RETURN_PROBLEMS[str(error.facts["problem"])]
    except BadTracking as error:
        problem = str(error.facts["problem"])
        form.add_error(problem, str(TRACKING_PROBLEMS[problem]))
    return ""
