"""What the texts of a product are called, for whoever shows or asks for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DETAIL_LABELS = {
    "brand": _("브랜드"),
    "maker": _("제조사"),
    "origin": _("원산지"),
    "material": _("소재"),
    "model_name": _("모델명"),
    "own_code": _("자체 상품코드"),
}
