"""``create_operator``, the command of each service that makes an account for someone who runs it."""

from __future__ import annotations

import getpass
import os
import sys
from abc import abstractmethod
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

PASSWORD = "MINISHOP_OPERATOR_PASSWORD"  # noqa: S105  # the name of a variable


class LoginExists(Exception):
    """An account of that login is there."""


class CreateOperator(BaseCommand):
    """Takes the login, a name, and a password that never stands in the command line; a login that exists is left as it is.

    A service says which ``login`` its people have (``email`` or ``login``), and makes the account.
    """

    help = f"Creates an operator. The password comes from {PASSWORD}, from a pipe, or is asked for."
    login: str

    @abstractmethod
    def make(self, login: str, name: str, password: str) -> None:
        """Makes the account of a password that was found strong enough; raises LoginExists."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(f"--{self.login}", required=True)
        parser.add_argument("--name", default="운영자")

    def handle(self, *args: Any, **options: Any) -> None:
        password = _password()
        try:
            validate_password(password)
            self.make(options[self.login], options["name"], password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except LoginExists:
            self.stdout.write("exists already, left as it is")
        else:
            self.stdout.write("created")


def _password() -> str:
    if given := os.environ.get(PASSWORD):
        return given
    return getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
