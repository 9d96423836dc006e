"""상품 파일 가져오기: upload, dry run with a verdict on every cell, import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.kept_forms.files import chosen_files
from minishop.chassis.spreadsheets import SheetWriter
from minishop.chassis.ui.uploads import upload_attributes
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.saves import IMPORT, noted
from minishop.mall.backoffice.imports.labels import fact, field_name, file_problem, reason, verdict
from minishop.mall.catalog.domain.cafe24 import CLEARED
from minishop.mall.catalog.domain.cafe24_columns import COLUMNS
from minishop.mall.catalog.domain.picture_places import picture_folder
from minishop.mall.catalog.domain.table_file import BadFile, read_lines
from minishop.mall.catalog.queries import picture_folder_of
from minishop.mall.catalog.services.comparing import Change
from minishop.mall.catalog.services.importing import import_products, plan_import, unnamed_categories
from minishop.mall.catalog.services.outside import keep_old_shop
from minishop.mall.catalog.services.plans import Fate, Plan, PlanMoved, PlannedRow
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop

SHOWN = 200  # of each list; all that is noted or changed stands in the report
_NAME_FIELD = "category-"


@shop_page
def product_import(request: ShopRequest) -> HttpResponse:
    """Takes a file and shows what it would do; nothing is changed yet."""
    problem = ""
    if request.method == "POST":
        upload = chosen_files(request).get("file")
        content = upload.read() if upload else b""
        try:
            read_lines(content, COLUMNS)
        except BadFile as error:
            problem = file_problem(error)
        else:
            return redirect("import-plan", request.shop.code, _keep(request.shop, content))
    sample = f"{settings.SANDBOX.url}/old-shop/products.csv" if settings.SANDBOX else ""
    context = {"problem": problem, "cleared": CLEARED, "upload": upload_attributes(request.path), "sample": sample}
    return render(request, "backoffice/imports/upload.html", context, status=422 if problem else 200)


@shop_page
def import_plan(request: ShopRequest, digest: str) -> HttpResponse:
    """미리 보기: rows by what they would do; what would be lost and changed, field by field; refused cells; cells that are set aside."""
    plan = plan_import(shop=request.shop, content=_kept(request.shop, digest))
    return _show_plan(request, digest, plan, {})


@shop_page
@action("import-plan", "code", "digest")
def import_pictures(request: ShopRequest, digest: str) -> HttpResponse:
    """사진이 있던 주소: keeps it for the shop and shows the plan with the pictures that are found there, and with what was typed."""
    return _with_pictures(request, digest)


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
    """Does what the preview said; where it would do something else by now, it is shown again.

    So it is where an address of pictures was typed that nobody has looked at yet.
    """
    if (given := request.POST.get("folder", "")) and picture_folder(str(given)) != picture_folder_of(request.shop):
        return _with_pictures(request, digest)
    names = _names(request)
    content, seal = _kept(request.shop, digest), str(request.POST.get("seal", ""))
    try:
        counts = import_products(shop=request.shop, content=content, names=names, seal=seal, now=now()).counts
    except PlanMoved as moved:
        plan, done = plan_import(shop=request.shop, content=content), int(str(moved.facts["done"]))
        if done:
            noted(request, IMPORT)
        return _show_plan(request, digest, plan, names, has_moved=True, done=done)
    noted(request, IMPORT)
    messages.success(request, _("새 상품 %(new)d개, 바뀐 상품 %(changed)d개, 그대로 %(unchanged)d개, 거절 %(refused)d줄") % counts)
    return redirect("products", request.shop.code)


def _with_pictures(request: ShopRequest, digest: str) -> HttpResponse:
    given, content = str(request.POST.get("folder", "")), _kept(request.shop, digest)
    folder = picture_folder(given)
    if folder is not None:
        keep_old_shop(shop=request.shop, folder=folder)
    plan = plan_import(shop=request.shop, content=content)
    return _show_plan(request, digest, plan, _names(request), bad_folder=given if folder is None else None)


def _names(request: ShopRequest) -> dict[str, str]:
    """What the seller calls the categories that the file only numbers."""
    return {key.removeprefix(_NAME_FIELD): str(value) for key, value in request.POST.items() if key.startswith(_NAME_FIELD)}


def _show_plan(
    request: ShopRequest,
    digest: str,
    plan: Plan,
    names: Mapping[str, str],
    *,
    has_moved: bool = False,
    done: int = 0,
    bad_folder: str | None = None,
) -> HttpResponse:
    categories = [
        (number, f"{_NAME_FIELD}{number}", names.get(number, "")) for number in unnamed_categories(shop=request.shop, plan=plan)
    ]
    context = {
        "digest": digest,
        "has_moved": has_moved,
        "done": done,
        "plan": plan,
        "counts": plan.counts,
        "categories": categories,
        "folder": picture_folder_of(request.shop) if bad_folder is None else bad_folder,
        "bad_folder": bad_folder is not None,
        **_listed(plan),
    }
    status = 409 if has_moved else 200 if bad_folder is None else 422
    return render(request, "backoffice/imports/plan.html", context, status=status)


def _listed(plan: Plan) -> dict[str, object]:
    """The plan's lists, each to its most, and how many losses there are in all."""
    products = {row.line: row.name or row.code for row in plan.rows}
    losses = [(row, change) for row in plan.changed for change in row.difference.losses]
    changes = [(row, change) for row in plan.changed for change in row.difference.changes if not change.is_loss]
    return {
        "added": [row for row in plan.rows if row.fate is Fate.NEW][:SHOWN],
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
    }


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
