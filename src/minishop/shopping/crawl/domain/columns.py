"""The columns of EP 3.0: which there are, which must be there, how long a category may be (protocol/ep)."""

from __future__ import annotations

from collections.abc import Mapping

from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.index.domain.texts import LIMITS

REQUIRED = ("id", "title", "price_pc", "link", "image_link", "category_name1", "shipping")
REQUIRED_IN: Mapping[FeedKind, tuple[str, ...]] = {
    FeedKind.FULL: REQUIRED,
    FeedKind.SUMMARY: (*REQUIRED, "class", "update_time"),
}

CATEGORIES = ("category_name1", "category_name2", "category_name3", "category_name4")
CATEGORY_LENGTH = 50

CONDITIONS = frozenset({"신상품", "중고", "리퍼", "전시", "반품", "스크래치"})
NEW = "신상품"

KNOWN = frozenset(
    {
        *REQUIRED, *LIMITS, *CATEGORIES, "class", "update_time",
        "price_mobile", "normal_price", "mobile_link", "add_image_link", "naver_category", "naver_product_id", "condition",
        "import_flag", "parallel_import", "order_made", "product_flag", "adult", "goods_type", "barcode",
        "manufacture_define_number", "card_event", "coupon", "partner_coupon_download", "interest_free_event", "point",
        "installation_costs", "pre_match_code", "group_id", "vendor_id", "coordi_id", "minimum_purchase_quantity",
        "review_count", "delivery_grade", "delivery_detail", "attribute", "option_detail", "seller_id", "age_group", "gender",
        "benefit_price", "rental_info", "npay_unable", "npay_unable_acum", "brand_certification", "shipping_settings",
        "unit_price", "includes_vat", "video_url", "satisfylevel",
    }
)  # fmt: skip
