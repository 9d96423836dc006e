"""소멸 예정 안내: the words of what a buyer is sent before points end. In Korean, as no buyer's language is stored."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from minishop.chassis.messages import Letter
from minishop.checkout.accounts.models import Account
from minishop.kernel.won import Won


def points_end(buyer: Account, points: Won, day: date) -> Letter:
    """How many points end with which day, and where they are seen."""
    facts = {
        "name": buyer.name,
        "points": points.grouped(),
        "day": f"{day.year}. {day.month}. {day.day}.",
        "address": f"{settings.CHECKOUT.url}/my/points/",
    }
    with translation.override("ko"):
        return Letter(
            subject=_("[체크아웃] 적립금 %(points)s원이 곧 소멸됩니다") % facts,
            text=_(
                "%(name)s님, 적립금 %(points)s원의 유효기간이 %(day)s까지입니다. 그날이 지나면 쓸 수 없습니다.\n\n"
                "적립금은 주문서에서 결제할 때 쓸 수 있습니다.\n%(address)s\n"
            )
            % facts,
        )
