"""나중 일: the addresses of the page, below ``center/later/``."""

from __future__ import annotations

from minishop.chassis.jobs.pages import later_work_urls
from minishop.checkout.center.frame.access import operators_only

urlpatterns = later_work_urls(operators_only, "center/later/list.html")
