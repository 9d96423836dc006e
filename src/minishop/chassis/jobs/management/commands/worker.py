"""``worker``: runs the service's later work until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minishop.chassis.jobs import stopping
from minishop.chassis.jobs.process import Process, Role
from minishop.chassis.jobs.worker import THREADS


class Command(BaseCommand):
    help = "Runs the service's later work until SIGTERM or Ctrl-C; a second one ends it at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--roles",
            nargs="+",
            choices=[role.value for role in Role],
            default=[role.value for role in Role],
            help="worker: jobs of our own; caller: calls to strangers (two at a time); scheduler: what makes work due. All by default.",
        )
        parser.add_argument("--threads", type=int, default=THREADS, help="Of the role worker; one of them is kept for urgent work.")

    def handle(self, *args: Any, **options: Any) -> None:
        def asked(*_: object) -> None:
            if stopping.stopping():
                os._exit(1)
            stopping.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, asked)
        code = Process([Role(role) for role in options["roles"]], threads=max(1, options["threads"])).run()
        logging.shutdown()
        os._exit(code)  # a job that does not end must not keep the process
