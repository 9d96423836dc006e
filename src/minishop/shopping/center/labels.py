"""What the later work of the search is called, for whoever reads that it failed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TASKS = {
    "shopping.clicks.tasks.forget_old_clicks": _("오래된 클릭 정리"),
    "shopping.crawl.tasks.crawl_feed": _("상품 정보 수집"),
    "shopping.crawl.tasks.send_report": _("수집 결과 알리기"),
}
