"""``create_operator --login NAME``: an operator of the hub. The password comes from MINISHOP_OPERATOR_PASSWORD or the standard input."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from minishop.chassis.clock import now
from minishop.checkout.accounts.errors import LoginTaken
from minishop.checkout.accounts.services import sign_up


class Command(BaseCommand):
    help = "Makes an operator, who reviews merchants. Password: MINISHOP_OPERATOR_PASSWORD, or one line of the standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--login", required=True)
        parser.add_argument("--name", default="운영자")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("MINISHOP_OPERATOR_PASSWORD") or _ask()
        try:
            validate_password(password)
            account = sign_up(login=options["login"], password=password, name=options["name"], operator=True, now=now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except LoginTaken:
            self.stdout.write("exists already, left as it is")
        else:
            self.stdout.write(f"operator {account.login}")


def _ask() -> str:
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
