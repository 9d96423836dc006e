"""반품·교환 처리: a return or an exchange with what may be done with it, and what of it goes back into stock (R51, R139–R145)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.claims.forms import AnswerForm, answer_form
from minishop.mall.backoffice.claims.rows import claim_row
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.queries import answers_claims
from minishop.mall.claims.domain.answering import Act, acts_on
from minishop.mall.claims.errors import CannotAnswer, CannotPutBack
from minishop.mall.claims.labels import ACT_HINTS, ACTS, ANSWER_PROBLEMS, PUT_BACK_PROBLEMS, Label
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import answerable, find_claim, same_claim
from minishop.mall.claims.services import putting_back
from minishop.mall.claims.services.answering import answer_claim
from minishop.mall.orders.domain.claims import OPEN_STATES, ClaimKind
from minishop.mall.orders.errors import BadTracking
from minishop.mall.orders.labels import TRACKING_PROBLEMS
from minishop.mall.shops.hosts import ShopRequest

Forms = dict[Act, AnswerForm]


@shop_page
def claim(request: ShopRequest, claim_id: int) -> HttpResponse:
    """One return or exchange on all its lines: how it stands, what was answered, and a form for each answer that may be given now."""
    found = _found(request, claim_id)
    sent = _sent(request)
    forms = _forms(request, found, sent)
    problem: Label = ""
    if sent is not None:
        form = forms.get(sent) or answer_form(sent, ClaimKind(found.kind), request.POST)
        problem = _answer(request, found, form, sent) if form.is_valid() else ""
        if form.is_valid() and not problem:
            messages.success(request, _("체크아웃에 보냈습니다. 처리 결과는 여기에 나타납니다."))
            return redirect("claim", request.shop.code, claim_id)
    return _show(request, found, forms, {"problem": problem}, is_refused=sent is not None)


def _show(request: ShopRequest, found: LineClaim, forms: Forms, refused: dict[str, object], *, is_refused: bool) -> HttpResponse:
    is_ours = answers_claims(found.line.order)
    context = {
        "order": found.line.order, "row": claim_row(found, found.line, is_ours=is_ours),
        "rows": [claim_row(one, one.line, is_ours=is_ours) for one in same_claim(request.shop, found)],
        "acts": [(act, ACTS[act], ACT_HINTS[act], form) for act, form in forms.items()],
        "is_elsewhere": not is_ours and found.state in OPEN_STATES and found.kind != ClaimKind.CANCEL, **refused,
    }  # fmt: skip
    return render(request, "backoffice/claims/claim.html", context, status=422 if is_refused else 200)


@shop_page
@action("claim", "code", "claim_id")
def put_back(request: ShopRequest, claim_id: int) -> HttpResponse:
    """재고로 되돌리기: so many pieces of a line are fit for sale, once. A number that cannot be is refused beside it."""
    found = _found(request, claim_id)
    typed = str(request.POST.get("pieces", "")).strip()
    pieces = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    try:
        putting_back.put_back(shop=request.shop, claim=found, pieces=pieces, actor=acting(request), now=now())
    except CannotPutBack as error:
        told = PUT_BACK_PROBLEMS[str(error.facts["problem"])]
        if error.facts["problem"] == "too_many":
            refused: dict[str, object] = {"put_back_of": claim_id, "put_back_typed": typed, "put_back_problem": told}
            return _show(request, found, _forms(request, found, None), refused, is_refused=True)
        messages.warning(request, str(told))
    else:
        messages.success(request, _("%(n)d개를 재고로 되돌렸습니다.") % {"n": pieces})
    return redirect("claim", request.shop.code, claim_id)


def _found(request: ShopRequest, claim_id: int) -> LineClaim:
    found = find_claim(request.shop, claim_id)
    if found is None:
        raise Http404
    return found


def _sent(request: ShopRequest) -> Act | None:
    """The act that was pressed; None for a page that is only looked at, and for what is no act."""
    pressed = str(request.POST.get("act", ""))
    return Act(pressed) if pressed in {act.value for act in Act} else None


def _forms(request: ShopRequest, found: LineClaim, sent: Act | None) -> Forms:
    kind = ClaimKind(found.kind)
    acts = acts_on(answerable(found, is_ours=answers_claims(found.line.order), in_steps=profile().claims_in_steps))
    return {act: answer_form(act, kind, request.POST if act is sent else None) for act in acts}


def _answer(request: ShopRequest, found: LineClaim, form: AnswerForm, act: Act) -> Label:
    """Sends the answer; why it could not be, in words. What is wrong with a parcel stands in the form."""
    try:
        answer_claim(shop=request.shop, claim=found, answer=form.answer(act), actor=acting(request), now=now())
    except CannotAnswer as error:
        return ANSWER_PROBLEMS[str(error.facts["problem"])]
    except BadTracking as error:
        problem = str(error.facts["problem"])
        form.add_error(problem, str(TRACKING_PROBLEMS[problem]))
    return ""
