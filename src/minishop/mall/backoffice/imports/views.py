"""상품 파일 가져오기: upload, dry run with a verdict on every cell, import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.spreadsheets import SheetWriter
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.imports.labels import fact, field_name, file_problem, reason, verdict
from minishop.mall.catalog.domain.cafe24 import CLEARED
from minishop.mall.catalog.domain.table_file import BadFile
from minishop.mall.catalog.services.comparing import Change
from minishop.mall.catalog.services.importing import (
    Plan,
    PlanMoved,
    PlannedRow,
    import_products,
    plan_import,
    unnamed_categories,
)
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop

SHOWN = 200  # of each list; all stand in the report
_NAME_FIELD = "category-"


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
    return render(
        request, "backoffice/imports/upload.html", {"problem": problem, "cleared": CLEARED}, status=422 if problem else 200
    )


@shop_page
def import_plan(request: ShopRequest, digest: str) -> HttpResponse:
    """미리 보기: rows by what they would do; what would be lost and changed, field by field; refused cells; cells that are set aside."""
    plan = plan_import(shop=request.shop, content=_kept(request.shop, digest))
    return _show_plan(request, digest, plan, {})


@shop_page
def import_cells(request: ShopRequest, digest: str) -> HttpResponse:
    """셀별 보고서: every note and every change as a CSV file that spreadsheets open."""
    plan = plan_import(shop=request.shop, content=_kept(request.shop, digest))
    response = HttpResponse(
        "\ufeff", content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="cells.csv"'}
    )
    writer = SheetWriter(response)
    writer.writerow([_("줄"), _("상품코드"), _("상품명"), _("열"), _("값"), _("결과"), _("이유")])
    about = {row.line: row for row in plan.rows}
    for note in plan.notes:
        row = about[note.line]
        writer.writerow([note.line, row.code, row.name, note.column, note.value[:200], verdict(note.verdict), reason(note.why)])
    for row in plan.changed:
        for change in row.difference.changes:
            result = _("사라짐") if change.is_loss else _("바뀜")
            before, after = fact(change.field, change.before), fact(change.field, change.after)
            writer.writerow([row.line, row.code, row.name, field_name(change.field), before[:200], result, after[:200]])
    return response


@shop_page
@action("import-plan", "code", "digest")
def import_run(request: ShopRequest, digest: str) -> HttpResponse:
    """Does what the preview said; where it would do something else by now, it is shown again."""
    names = {key.removeprefix(_NAME_FIELD): str(value) for key, value in request.POST.items() if key.startswith(_NAME_FIELD)}
    content, seal = _kept(request.shop, digest), str(request.POST.get("seal", ""))
    try:
        counts = import_products(shop=request.shop, content=content, names=names, seal=seal, now=now()).counts
    except PlanMoved:
        return _show_plan(request, digest, plan_import(shop=request.shop, content=content), names, has_moved=True)
    messages.success(request, _("새 상품 %(new)d개, 바뀐 상품 %(changed)d개, 그대로 %(unchanged)d개, 거절 %(refused)d줄") % counts)
    return redirect("products", request.shop.code)


def _show_plan(request: ShopRequest, digest: str, plan: Plan, names: Mapping[str, str], *, has_moved: bool = False) -> HttpResponse:
    categories = [
        (number, f"{_NAME_FIELD}{number}", names.get(number, "")) for number in unnamed_categories(shop=request.shop, plan=plan)
    ]
    products = {row.line: row.name or row.code for row in plan.rows}
    losses = [(row, change) for row in plan.changed for change in row.difference.losses]
    changes = [(row, change) for row in plan.changed for change in row.difference.changes if not change.is_loss]
    context = {
        "digest": digest,
        "has_moved": has_moved,
        "plan": plan,
        "counts": plan.counts,
        "refused": [(note, reason(note.why)) for note in plan.refused[:SHOWN]],
        "set_aside": [
            (column, verdict(what), reason(why), len(notes), [(note, products[note.line]) for note in notes[:SHOWN]])
            for column, what, why, notes in plan.set_aside
        ],
        "losses": [_worded(*loss) for loss in losses[:SHOWN]],
        "lost": len(losses),
        "changes": [_worded(*change) for change in changes[:SHOWN]],
        "renamed": [(row, row.difference.renamed) for row in plan.changed if row.difference.renamed][:SHOWN],
        "begun": [row for row in plan.changed if row.difference.begun_at_nothing][:SHOWN],
        "categories": categories,
    }
    return render(request, "backoffice/imports/plan.html", context, status=409 if has_moved else 200)


def _worded(row: PlannedRow, change: Change) -> dict[str, object]:
    before, after = fact(change.field, change.before), fact(change.field, change.after)
    return {"row": row, "field": field_name(change.field), "before": before, "after": after}


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
