"""``create_operator``: an account for someone who reviews the hub's merchants."""

from __future__ import annotations

from minishop.chassis.clock import now
from minishop.chassis.logins.operators import CreateOperator, LoginExists
from minishop.checkout.accounts.errors import LoginTaken
from minishop.checkout.accounts.services import sign_up


class Command(CreateOperator):
    login = "login"

    def make(self, login: str, name: str, password: str) -> None:
        try:
            sign_up(login=login, name=name, password=password, operator=True, now=now())
        except LoginTaken:
            raise LoginExists from None
