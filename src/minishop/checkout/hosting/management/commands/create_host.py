"""``create_host``: a hosting platform and its first token, without the centre's page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minishop.chassis.clock import now
from minishop.checkout.hosting.errors import NameTaken
from minishop.checkout.hosting.services import make_host


class Command(BaseCommand):
    """Writes the token, and nothing else, to the standard output: it is told once. A name that exists is left as it is."""

    help = "Registers a hosting platform and prints its token, which cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"].strip()
        if not 1 <= len(name) <= 60:
            raise CommandError("a name has 1 to 60 characters")
        try:
            made = make_host(name=name, by="command", now=now())
        except NameTaken:
            raise CommandError("exists already, left as it is") from None
        self.stdout.write(str(made.text))
