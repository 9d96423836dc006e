"""나중 일: the addresses of the page, below ``console/later/``."""

from __future__ import annotations

from minishop.chassis.jobs.pages import later_work_urls
from minishop.mall.console.access import operator_page

urlpatterns = later_work_urls(operator_page, "console/later/list.html")
