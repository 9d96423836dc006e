"""A browser of somebody who is logged in, at whichever service the test is about."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client


def log_in(client: Client, account: AbstractBaseUser) -> None:
    """The client is the account's from now on."""
    # The checker knows one account model for all services, the mall's; each has its own.
    client.force_login(account)  # type: ignore[arg-type]
