"""상품 CSV 가져오기: upload, dry run with a verdict on every cell, import."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minishop.chassis.clock import now
from minishop.chassis.spreadsheets import SheetWriter
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.imports.labels import file_problem, reason, verdict
from minishop.mall.catalog.domain.csv_file import BadFile
from minishop.mall.catalog.services.importing import Plan, import_products, plan_import
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop

SHOWN_REFUSALS = 200


@shop_page
def product_import(request: ShopRequest) -> HttpResponse:
    """Takes a file and shows what it would do; nothing is changed yet."""
    problem = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        content = upload.read() if upload else b""
        try:
            plan_import(shop=request.shop, content=content)
        except BadFile as error:
            problem = file_problem(error)
        else:
            return redirect("import-plan", request.shop.code, _keep(request.shop, content))
    return render(request, "backoffice/imports/upload.html", {"problem": problem}, status=422 if problem else 200)


@shop_page
def import_plan(request: ShopRequest, digest: str) -> HttpResponse:
    """미리 보기: rows by what they would do, refused cells one by one, ignored cells by column."""
    plan = plan_import(shop=request.shop, content=_kept(request.shop, digest))
    return render(request, "backoffice/imports/plan.html", {**_report(plan), "digest": digest})


@shop_page
def import_cells(request: ShopRequest, digest: str) -> HttpResponse:
    """셀별 보고서: every note as a CSV file that spreadsheets open."""
    plan = plan_import(shop=request.shop, content=_kept(request.shop, digest))
    response = HttpResponse(
        "\ufeff", content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="cells.csv"'}
    )
    writer = SheetWriter(response)
    writer.writerow([_("줄"), _("열"), _("값"), _("결과"), _("이유")])
    for note in plan.notes:
        writer.writerow([note.line, note.column, note.value[:200], verdict(note.verdict), reason(note.why)])
    return response


@shop_page
@require_POST
def import_run(request: ShopRequest, digest: str) -> HttpResponse:
    """Does what the preview said."""
    counts = import_products(shop=request.shop, content=_kept(request.shop, digest), now=now()).counts
    messages.success(request, _("새 상품 %(new)d개, 바뀐 상품 %(changed)d개, 그대로 %(unchanged)d개, 거절 %(refused)d줄") % counts)
    return redirect("products", request.shop.code)


def _report(plan: Plan) -> dict[str, object]:
    refused = [(note, reason(note.why)) for note in plan.refused]
    ignored = [(column, reason(why), count, example) for column, why, count, example in plan.ignored]
    return {"counts": plan.counts, "refused": refused[:SHOWN_REFUSALS], "ignored": ignored, "new_categories": plan.new_categories}


def _keep(shop: Shop, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()[:40]
    if not default_storage.exists(_place(shop, digest)):
        default_storage.save(_place(shop, digest), ContentFile(content))
    return digest


def _kept(shop: Shop, digest: str) -> bytes:
    try:
        with default_storage.open(_place(shop, digest)) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        raise Http404 from None


def _place(shop: Shop, digest: str) -> str:
    return f"shops/{shop.id}/imports/{digest}.csv"
