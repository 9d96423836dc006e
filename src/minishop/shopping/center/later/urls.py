"""나중 일: the addresses of the page, below ``center/later/``."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required

from minishop.chassis.jobs.pages import later_work_urls

urlpatterns = later_work_urls(login_required, "center/later.html")
