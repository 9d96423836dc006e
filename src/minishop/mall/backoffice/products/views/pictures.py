"""A product's pictures: shown, put first, taken off."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minishop.chassis.clock import now
from minishop.chassis.pictures import BadPicture
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.products.finding import found_product
from minishop.mall.backoffice.products.labels import PICTURE_PROBLEMS
from minishop.mall.catalog.domain.picture_places import own_path
from minishop.mall.catalog.pictures import keep_wide, lead_with_picture, read_picture, remove_picture
from minishop.mall.catalog.services.outside import fetch_again
from minishop.mall.catalog.services.products import touch_product
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def picture(request: ShopRequest, name: str) -> HttpResponse:
    """A picture of the shop, also of products that the storefront does not show. Its name is made from its content."""
    try:
        content = read_picture(request.shop, name)
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=31536000, immutable"})


@shop_page
@action("products", "code")
def picture_upload(request: ShopRequest) -> HttpResponse:
    """사진 넣기: keeps a picture for a description that is being written, and says at which path; for the page's script."""
    upload = request.FILES.get("picture")
    try:
        file = keep_wide(shop=request.shop, content=upload.read() if upload else b"")
    except BadPicture as bad:
        return JsonResponse({"problem": str(PICTURE_PROBLEMS[str(bad.facts["problem"])])}, status=422)
    return JsonResponse({"path": own_path(file)})


@shop_page
@action("product", "code", "product_code")
def picture_first(request: ShopRequest, product_code: str, image_id: int) -> HttpResponse:
    """대표 사진: the picture that lists and the feed show."""
    found = found_product(request, product_code)
    lead_with_picture(shop=request.shop, product=found, image_id=image_id)
    touch_product(product=found, now=now())
    return redirect("product", request.shop.code, product_code)


@shop_page
@action("product", "code", "product_code")
def pictures_again(request: ShopRequest, product_code: str) -> HttpResponse:
    """다시 가져오기: one picture of another host, or all that could not be fetched."""
    chosen = [
        int(number) for number in request.POST.getlist("picture") if number.isascii() and number.isdigit() and len(number) < 19
    ]
    asked = fetch_again(shop=request.shop, product=found_product(request, product_code), picture_ids=chosen or None, now=now())
    if asked:
        messages.success(
            request, ngettext("사진 %(n)d장을 다시 가져옵니다.", "사진 %(n)d장을 다시 가져옵니다.", asked) % {"n": asked}
        )
    else:
        messages.info(request, _("다시 가져올 사진이 없습니다."))
    return redirect("product", request.shop.code, product_code)


@shop_page
@action("product", "code", "product_code")
def picture_delete(request: ShopRequest, product_code: str, image_id: int) -> HttpResponse:
    """Takes a picture off a product."""
    found = found_product(request, product_code)
    remove_picture(shop=request.shop, product=found, image_id=image_id)
    touch_product(product=found, now=now())
    return redirect("product", request.shop.code, product_code)
