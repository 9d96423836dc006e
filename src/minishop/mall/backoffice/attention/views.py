"""확인할 일: everything that is stuck, with its reason and what clears it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis import clock
from minishop.chassis.clock import now
from minishop.chassis.jobs import upkeep
from minishop.chassis.jobs.pages import say_begun_anew, say_discarded
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.web.actions import action
from minishop.kernel.clock import kst_day
from minishop.mall.backoffice.claims.rows import claim_row
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.catalog.queries import with_failed_pictures
from minishop.mall.channel.models import HubConnection, OutboxMessage
from minishop.mall.channel.queries import answers_claims, asking_of, refusals_of, setback_of, stuck_messages, unread_lines
from minishop.mall.channel.services.refusals import take_note_of_refusal
from minishop.mall.channel.services.sending import resend
from minishop.mall.channel.services.setback import take_note
from minishop.mall.claims.queries import asked_cancels, unanswered
from minishop.mall.feed.labels import refusal_text, unread_text
from minishop.mall.feed.queries import refused_products, search_connection, without_picture
from minishop.mall.feed.services import agree_to_loss
from minishop.mall.orders import queries as orders
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import overheld, waiting_pieces

# Sellers have three working days from payment (전자상거래법 제15조), which a holiday makes longer; nothing here knows holidays.
DAYS_TO_SEND = timedelta(days=4)


@shop_page
def attention(request: ShopRequest) -> HttpResponse:
    """The page; an empty one says that nothing is stuck."""
    shop, asking = request.shop, asking_of(request.shop, now())
    refused = orders.refused_dispatches(shop)
    shown = {dispatch.id for dispatch in refused}
    context = {
        "cancels": asked_cancels(shop),
        "claims": [claim_row(claim, claim.line, is_ours=True) for claim in unanswered(shop) if answers_claims(claim.line.order)],
        "refused": refused,
        "overdue": orders.overdue_checks(shop, now()),
        "messages_stuck": [message for message in stuck_messages(shop) if not shown & set(message.payload.get("dispatches", []))],
        "late": _late(shop, kst_day(now()) - DAYS_TO_SEND),
        "short": list(orders.short_lines(shop)[:100]),
        "waiting": waiting_pieces(shop, clock.true(now())),
        "overheld": [(level, level.held - (level.quantity or 0)) for level in overheld(shop)],
        "unbalanced": list(orders.unbalanced_orders(shop)[:100]),
        "carts_refused": refusals_of(shop),
        "unread_orders": unread_lines(shop, 20),
        **_search_says(shop),
        "unseen": without_picture(shop),
        "failed_pictures": with_failed_pictures(shop).count(),
        "connection": HubConnection.objects.filter(shop=shop).exclude(last_error="").first(),
        "setback": setback_of(shop),
        "unknown": asking.is_unknown,
        "unasked": asking.at if asking.is_late else None,
        "jobs": upkeep.dead_jobs(tenant=shop.id),
    }
    context["nothing"] = not any(context.values())
    return render(request, "backoffice/attention/list.html", context)


def _late(shop: Shop, last: date) -> dict[str, Any] | None:
    found = orders.late_orders(shop, last).count()
    return {"count": found, "last": last.isoformat()} if found else None


@shop_page
@action("attention", "code")
def agree_loss(request: ShopRequest) -> HttpResponse:
    """상품 수가 맞습니다: the seller agrees to the loss that the search holds."""
    run = request.POST.get("run", "")
    is_number = run.isascii() and run.isdigit() and len(run) < 20
    if is_number and agree_to_loss(shop=request.shop, run=min(int(run), 2**63 - 1), now=now()):
        messages.success(request, _("지식쇼핑에 알립니다. 곧 다시 수집해 빠진 상품을 지웁니다."))
    else:
        messages.warning(request, _("그 사이에 새로 수집했거나 이미 처리되었습니다. 지금 상태를 확인해 주세요."))
    return redirect("attention", request.shop.code)


@shop_page
@action("attention", "code")
def resend_message(request: ShopRequest, message_id: int) -> HttpResponse:
    """재전송."""
    if not OutboxMessage.objects.filter(shop=request.shop, id=message_id).exists():
        raise Http404
    resend(shop=request.shop, message_id=message_id, actor=acting(request), now=now())
    messages.success(request, _("다시 보내도록 했습니다."))
    return redirect("attention", request.shop.code)


@shop_page
@action("attention", "code")
def read_unread_again(request: ShopRequest) -> HttpResponse:
    """다시 읽기: asks Checkout again for what could not be read."""
    with transaction.atomic():
        find_task("mall.channel.tasks.read_unread").begin_now(now=now(), key=str(request.shop.id), shop_id=request.shop.id)
    messages.success(request, _("곧 다시 읽습니다. 읽을 수 있게 된 주문은 주문관리에 나타납니다."))
    return redirect("attention", request.shop.code)


@shop_page
@action("attention", "code")
def note_setback(request: ShopRequest) -> HttpResponse:
    """확인했습니다: the seller knows what Checkout has lost."""
    take_note(shop=request.shop)
    return redirect("attention", request.shop.code)


@shop_page
@action("attention", "code")
def note_refusal(request: ShopRequest, refusal_id: int) -> HttpResponse:
    """확인했습니다: the seller knows which order Checkout did not take, and why."""
    if not take_note_of_refusal(shop=request.shop, refusal_id=refusal_id):
        raise Http404
    return redirect("attention", request.shop.code)


@shop_page
@action("attention", "code")
def retry_job(request: ShopRequest, job_id: int) -> HttpResponse:
    """다시 하기: begins the shop's failed work anew."""
    say_begun_anew(request, was_dead=upkeep.run_again(job_id, tenant=request.shop.id, now=now()))
    return redirect("attention", request.shop.code)


@shop_page
@action("attention", "code")
def discard_job(request: ShopRequest, job_id: int) -> HttpResponse:
    """버리기: the shop's failed work is not wanted any more."""
    say_discarded(request, was_dead=upkeep.discard(job_id, tenant=request.shop.id))
    return redirect("attention", request.shop.code)


def _search_says(shop: Shop) -> dict[str, Any]:
    """What the search held, could not read and refused, by its last report."""
    told = search_connection(shop)
    if told is None:
        return {}
    refused = [(one, product, refusal_text(one)) for one, product in refused_products(shop)]
    return {
        "held": told if told.held_run else None,
        "unread": (told, why) if (why := unread_text(told)) else None,
        "refused_products": refused,
        "refused_besides": max(told.refused_count - len(refused), 0),
    }
