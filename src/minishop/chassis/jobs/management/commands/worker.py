"""``worker``: runs the service's jobs until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minishop.chassis.clock import now
from minishop.chassis.jobs.worker import run_forever, take_over


class Command(BaseCommand):
    help = "Runs the service's jobs until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", action="store_true", help="There is no other worker of this service: take over what a killed one left."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        if options["only"]:
            take_over(now())
        run_forever(now, stop)
