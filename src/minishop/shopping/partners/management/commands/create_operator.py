"""``create_operator``: an account for someone who runs the search."""

from __future__ import annotations

from minishop.chassis.clock import now
from minishop.chassis.logins.operators import CreateOperator, LoginExists
from minishop.shopping.partners.errors import EmailTaken
from minishop.shopping.partners.services import create_operator


class Command(CreateOperator):
    login = "email"

    def make(self, login: str, name: str, password: str) -> None:
        try:
            create_operator(email=login, name=name, password=password, now=now())
        except EmailTaken:
            raise LoginExists from None
