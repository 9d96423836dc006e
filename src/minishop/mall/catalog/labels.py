"""What the texts of a product are called, for whoever shows or asks for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minishop.mall.catalog.domain.description import Dropped

TEXT_LABELS = {
    "payment_guide": _("결제 안내"),
    "delivery_guide": _("배송 안내"),
    "return_guide": _("교환·반품 안내"),
    "service_guide": _("서비스 문의 안내"),
    "brand": _("브랜드"),
    "maker": _("제조사"),
    "origin": _("원산지"),
    "material": _("소재"),
    "model_name": _("모델명"),
    "own_code": _("자체 상품코드"),
}

# What is taken out of a description.
DROPPED_LABELS = {
    Dropped.SCRIPT: _("실행되는 스크립트"),
    Dropped.FORM: _("입력 양식"),
    Dropped.FRAME: _("다른 페이지를 보여 주는 틀(유튜브·비메오·네이버TV 영상만 됩니다)"),
    Dropped.STYLE: _("배치·색·글꼴 말고 다른 꾸밈"),
    Dropped.MEDIA: _("영상·소리 파일과 벡터 그림"),
    Dropped.PICTURE: _("찾을 수 없는 그림"),
    Dropped.DEEP: _("너무 깊이 겹친 태그"),
}
