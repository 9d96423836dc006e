"""The ASGI application of the service."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minishop.mall.settings")

from minishop.chassis.serving.door import served  # it reads the settings

application = served("minishop.mall.urls.platform", "minishop.mall.urls.storefront")
