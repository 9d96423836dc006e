"""대사: what of ledger, payments and orders does not agree, each with its name, and the press that looks again."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants
from minishop.chassis.web.actions import action
from minishop.checkout.center.frame.access import operators_only
from minishop.checkout.reconcile.domain.kinds import FindingKind
from minishop.checkout.reconcile.labels import FINDING
from minishop.checkout.reconcile.models import Finding, PurseFinding
from minishop.checkout.reconcile.queries import open_findings, open_purse_findings

SHOWN = 100


@require_safe
@operators_only
def reconcile(request: HttpRequest) -> HttpResponse:
    """What was found and is still so, the oldest first.

    Of merchants (index ``reconcile_findings_open``) and of purses (index ``reconcile_purses_open``).
    """
    with across_tenants("an operator sees what does not agree at every merchant"):
        found: list[tuple[Finding | PurseFinding, str]] = [(one, one.merchant.shop_name) for one in open_findings()[: SHOWN + 1]]
    found += [(one, _("구매자 지갑")) for one in open_purse_findings()[: SHOWN + 1]]
    found.sort(key=lambda row: row[0].found_at)
    rows = [(one, whose, FINDING[FindingKind(one.kind)]) for one, whose in found[:SHOWN]]
    return render(request, "center/reconcile/list.html", {"rows": rows, "more": len(found) > SHOWN})


@operators_only
@action("reconcile")
def run(request: HttpRequest) -> HttpResponse:
    """지금 대사하기: every merchant is looked through, as every night."""
    at = now()
    with transaction.atomic():
        find_task("checkout.reconcile.tasks.reconcile_now").enqueue(now=at, key="now")
    messages.success(request, _("모든 가맹점의 원장과 주문을 맞추어 봅니다. 잠시 뒤 새로고침해 주세요."))
    return redirect("reconcile")
