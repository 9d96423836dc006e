"""``create_operator``: an account for someone who runs the host."""

from __future__ import annotations

from minishop.chassis.clock import now
from minishop.chassis.logins.operators import CreateOperator, LoginExists
from minishop.mall.staff.services import EmailTaken, sign_up


class Command(CreateOperator):
    login = "email"

    def make(self, login: str, name: str, password: str) -> None:
        try:
            sign_up(email=login, name=name, password=password, is_operator=True, now=now())
        except EmailTaken:
            raise LoginExists from None
