"""The ASGI application of the service."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minishop.checkout.settings")

from minishop.chassis.serving.door import served  # it reads the settings

application = served("minishop.checkout.urls")
