"""``create_operator``: an account for someone who runs the search."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from minishop.chassis.clock import now
from minishop.shopping.partners.errors import EmailTaken
from minishop.shopping.partners.services import create_operator

PASSWORD = "MINISHOP_OPERATOR_PASSWORD"  # noqa: S105  # the name of a variable


class Command(BaseCommand):
    help = f"Creates an operator of the search. The password comes from {PASSWORD}, from a pipe, or is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="운영자")

    def handle(self, *args: Any, **options: Any) -> None:
        password = _password()
        try:
            validate_password(password)
            create_operator(email=options["email"], name=options["name"], password=password, now=now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except EmailTaken:
            self.stdout.write("exists already, left as it is")
        else:
            self.stdout.write("created")


def _password() -> str:
    if given := os.environ.get(PASSWORD):
        return given
    return getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
