"""What the texts of a product are called, for whoever shows or asks for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
