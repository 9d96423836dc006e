"""The outside world is never played where real money moves."""

from __future__ import annotations

import os
import subprocess
import sys


def test_the_sandbox_refuses_to_start_in_production() -> None:
    environment = {**os.environ, "MINISHOP_MODE": "production", "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run(
        [sys.executable, "-c", "import minishop.sandbox.settings"], capture_output=True, text=True, env=environment, check=False
    )
    assert ended.returncode != 0
    assert ended.stderr.strip().splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        "The sandbox plays PG, carriers, SMS and mail, so it does not start with MINISHOP_MODE=production."
    )
