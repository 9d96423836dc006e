"""People sign up, open shops and work in them (R2, R66)."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from tests.mall.worlds import NOW, PASSWORD, Cast, make_account

from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, Membership
from minishop.mall.staff.queries import Standing, shops_of, standing_in
from minishop.mall.staff.services import CodeTaken, EmailTaken, open_shop, sign_up

pytestmark = pytest.mark.django_db


def test_an_email_signs_up_once_whatever_its_case() -> None:
    make_account("owner")
    with pytest.raises(EmailTaken):
        sign_up(email="OWNER@mall.example", name="다른 사람", password=PASSWORD, now=NOW)
    assert Account.objects.values_list("name", flat=True).get() == "owner"


def test_a_password_is_kept_as_a_hash() -> None:
    account = make_account("owner")
    assert PASSWORD not in account.password
    assert account.check_password(PASSWORD)


def test_a_taken_address_makes_nothing(cast: Cast) -> None:
    with pytest.raises(CodeTaken):
        open_shop(owner=cast.stranger, code="haru", name="가짜 하루", now=NOW)
    assert Shop.objects.get(code="haru").name == "하루상점"
    assert [shop.code for shop in shops_of(cast.stranger)] == ["maru"]


@pytest.mark.parametrize(
    ("who", "haru", "maru"),
    [("owner", "member", None), ("staff", "member", None), ("stranger", None, "member"), ("operator", "guest", "guest")],
    ids=["주인", "직원", "남", "운영자"],
)
def test_who_works_where(cast: Cast, who: str, haru: str | None, maru: str | None) -> None:
    account = getattr(cast, who)
    assert (standing_in(account, cast.haru), standing_in(account, cast.maru)) == (haru, maru)


def test_an_operator_who_works_in_a_shop_is_no_guest_there(cast: Cast) -> None:
    open_shop(owner=cast.operator, code="own", name="운영자의 상점", now=NOW)
    assert standing_in(cast.operator, Shop.objects.get(code="own")) is Standing.MEMBER


def test_a_persons_shops_are_those_they_work_in(cast: Cast) -> None:
    assert [shop.code for shop in shops_of(cast.staff)] == ["haru"]
    assert shops_of(cast.operator) == []
    with across_tenants("counting all"):
        assert Membership.objects.count() == 3


def create_operator(monkeypatch: pytest.MonkeyPatch, password: str) -> str:
    monkeypatch.setenv("MINISHOP_OPERATOR_PASSWORD", password)
    said = io.StringIO()
    call_command("create_operator", email="boss@mall.example", name="운영자", stdout=said)
    return said.getvalue()


def test_an_operator_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "created" in create_operator(monkeypatch, PASSWORD)
    assert "exists" in create_operator(monkeypatch, "다른-비밀번호-입니다")
    boss = Account.objects.get()
    assert boss.is_operator
    assert boss.check_password(PASSWORD)


def test_an_operators_password_is_not_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        create_operator(monkeypatch, "1234")
    assert not Account.objects.exists()


def test_people_are_told_apart_in_lists_and_logs(cast: Cast) -> None:
    with scope(cast.haru.id):
        own = Membership.objects.get(account=cast.staff)
    assert (str(cast.staff), str(own)) == ("staff@mall.example", f"{cast.staff.id} staff")
