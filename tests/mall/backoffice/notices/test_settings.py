"""알림 설정: which news a shop's seller is sent, and where."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests.mall.worlds import Cast
from tests.reading import Page

from minishop.chassis.mail_server import MailServer
from minishop.chassis.tenancy import scope
from minishop.mall.notices.models import NoticeSettings
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account

ADDRESS = "/office/haru/notices/"


def settings_of(shop: Shop) -> list[tuple[bool, bool, str, str]]:
    with scope(shop.id):
        return list(NoticeSettings.objects.values_list("new_orders", "by_sms", "email", "mobile"))


def test_a_shop_that_set_nothing_is_told_everything_at_its_owners(cast: Cast, owner: Client) -> None:
    Account.objects.filter(pk=cast.owner.pk).update(phone="010-1234-5678")
    assert Page(owner.get("/office/haru/")).parts("nav")[0].link("알림 설정") == ADDRESS
    page = Page(owner.get(ADDRESS)).main
    assert {name: field.value for name, field in page.fields().items()} == {
        "새 주문을 알려 주세요": "on",
        "메일 받을 곳": "",
        "문자로도 알려 주세요": "on",
        "문자 받을 번호": "",
    }
    assert page.says("상점 주인의 이메일(owner@mall.example)과 휴대폰(010-1234-5678)으로 보냅니다.")
    assert page.button("저장").method == "post"


def test_settings_are_saved_and_shown(cast: Cast, owner: Client) -> None:
    answer = owner.post(ADDRESS, {"email": "desk@haru.example", "mobile": "01099998888", "by_sms": "on"}, follow=True)
    assert Page(answer).says("저장했습니다.")
    assert settings_of(cast.haru) == [(False, True, "desk@haru.example", "010-9999-8888")]
    assert Page(answer).main.field("메일 받을 곳").value == "desk@haru.example"


def test_a_refused_number_says_why_and_changes_nothing(cast: Cast, owner: Client) -> None:
    answer = owner.post(ADDRESS, {"email": "desk@haru.example", "mobile": "02-123-4567"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["mobile"])
    assert Page(answer).main.field("메일 받을 곳").value == "desk@haru.example"
    assert settings_of(cast.haru) == []


def test_two_saves_of_one_setting_are_both_shown(cast: Cast, owner: Client) -> None:
    shown = owner.get(ADDRESS).context["form"].shown
    owner.post(ADDRESS, {"email": "first@haru.example", "new_orders": "on", "by_sms": "on", "_shown": shown})
    answer = owner.post(ADDRESS, {"email": "second@haru.example", "new_orders": "on", "by_sms": "on", "_shown": shown})
    assert answer.status_code == 409
    assert settings_of(cast.haru) == [(True, True, "first@haru.example", "")]


def test_where_nothing_can_be_sent_the_page_says_so(cast: Cast, owner: Client, settings: Any) -> None:
    settings.SANDBOX = None
    assert Page(owner.get(ADDRESS)).main.says("이 서비스는 아직 메일을 보내지 못합니다.")


def test_where_mail_alone_can_be_sent_the_page_says_so(cast: Cast, owner: Client, settings: Any) -> None:
    settings.SANDBOX, settings.MAIL_SERVER = None, MailServer("mail.example", 25, "none")
    page = Page(owner.get(ADDRESS)).main
    assert page.says("알림은 메일로만 갑니다.")
    assert not page.says("아직 메일을 보내지 못합니다.")
