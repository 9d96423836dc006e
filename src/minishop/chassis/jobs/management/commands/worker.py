"""``worker``: runs the service's jobs until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from minishop.chassis.clock import now
from minishop.chassis.jobs.worker import run_forever


class Command(BaseCommand):
    help = "Runs the service's jobs until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        run_forever(now, stop)
