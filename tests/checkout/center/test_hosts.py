"""호스팅사: operators register hosts, give them tokens that are shown once, and take tokens back; merchants leave their host."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.checkout.worlds import make_application, make_merchant
from tests.plans import plans_of
from tests.reading import Button, Field, Page

from minishop.chassis.tenancy import scope
from minishop.chassis.ui import steps
from minishop.checkout.hosting.models import Host, HostToken
from minishop.checkout.hosting.services import configured_host, host_of_token
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.merchants.queries import merchants_of_hosts

pytestmark = pytest.mark.django_db
HOSTS = "/center/hosts/"


@pytest.fixture
def operator(operator: Client) -> Client:
    configured_host()  # also after a test that emptied every table
    return operator


def page_of(operator: Client, address: str = HOSTS) -> Page:
    return Page(operator.get(address)).main


def register(operator: Client, name: str = "다른호스팅") -> str:
    """Registers a host and returns the token that is shown."""
    return Page(operator.post(f"{HOSTS}registration/", {"name": name})).main.labelled("호스트 토큰")


def test_the_own_host_stands_there_with_its_merchants(operator: Client) -> None:
    make_merchant()
    make_application()
    page = page_of(operator)
    assert page.headings() == ["호스팅사", "호스팅사 등록", "Minishop"]
    part = page.part("Minishop")
    assert part.says("가맹점 2")
    assert part.says("설정(MINISHOP_HOST_TOKEN)의 토큰도 이 호스팅사의 것입니다. 그 토큰은 설정에서 바꿉니다.")
    assert part.buttons() == {"토큰 발급": Button(f"{HOSTS}{configured_host().id}/tokens/", "post")}
    form = page.part("호스팅사 등록")
    assert form.fields() == {"호스팅사 이름": Field("name", "text", "", required=True)}
    assert form.buttons() == {"등록": Button(f"{HOSTS}registration/", "post")}
    assert form.says("등록하면 토큰을 한 번 보여 줍니다. 호스팅사는 이 토큰으로 자기 상점만 신청하고 조회합니다.")


def test_a_new_host_is_shown_its_token_once(operator: Client) -> None:
    answer = operator.post(f"{HOSTS}registration/", {"name": "다른호스팅"})
    page = Page(answer).main
    assert page.headings() == ["호스트 토큰", "다른호스팅"]
    assert page.says("이 토큰은 지금 한 번만 보입니다. 호스팅사에 안전하게 전한 뒤 이 화면을 떠나세요.")
    assert page.link("호스팅사 목록") == HOSTS
    token = page.labelled("호스트 토큰")
    assert host_of_token(token) == Host.objects.get(name="다른호스팅")
    assert "no-store" in answer.headers["Cache-Control"]
    again = operator.get(HOSTS).content.decode()
    assert token not in again
    part = Page(again).main.part("다른호스팅")
    assert not part.says("설정(MINISHOP_HOST_TOKEN)")
    assert part.says("가맹점 0")
    [row] = part.rows("다른호스팅의 토큰")
    assert (row["끝자리"], row["누가"], row["상태"]) == (f"…{token[-4:]}", "operator:operator", "폐기")
    assert re.fullmatch(r"20\d\d\.\d\d\.\d\d \d\d:\d\d", row["발급"])


@pytest.mark.parametrize(
    ("name", "said"),
    [(" ", "호스팅사 이름을 적어 주세요."), ("다른호스팅", "이미 등록한 호스팅사입니다."), ("가" * 61, "60")],
    ids=["없음", "있는 이름", "너무 긺"],
)
def test_a_name_that_does_not_fit_is_told_beside_the_field(operator: Client, name: str, said: str) -> None:
    register(operator)
    page = operator.post(f"{HOSTS}registration/", {"name": name}).content.decode()
    assert 'id="id_name_error"' in page
    assert said in page
    assert (set(Host.objects.values_list("name", flat=True)), HostToken.objects.count()) == ({"Minishop", "다른호스팅"}, 1)


def test_keys_are_changed_with_two_tokens_at_once(operator: Client) -> None:
    first = register(operator)
    host = Host.objects.get(name="다른호스팅")
    second = Page(operator.post(f"{HOSTS}{host.id}/tokens/")).main.labelled("호스트 토큰")
    assert (host_of_token(first), host_of_token(second)) == (host, host)
    assert "토큰이 이미 두 개입니다" in operator.post(f"{HOSTS}{host.id}/tokens/", follow=True).content.decode()
    old = HostToken.objects.order_by("issued_at", "id")[0]
    address = f"{HOSTS}{host.id}/tokens/{old.id}/revocation/"
    shown = page_of(operator).part("다른호스팅")
    assert [row["끝자리"] for row in shown.rows("다른호스팅의 토큰")] == [f"…{token[-4:]}" for token in (first, second)]
    assert f'action="{address}"' in operator.get(HOSTS).content.decode()
    assert "다른호스팅의 토큰을 폐기했습니다." in operator.post(address, follow=True).content.decode()
    assert (host_of_token(first), host_of_token(second)) == (None, host)
    revoked, _ = page_of(operator).part("다른호스팅").rows("다른호스팅의 토큰")
    assert re.fullmatch(r"20\d\d\.\d\d\.\d\d \d\d:\d\d 폐기", revoked["상태"])
    assert operator.post(address).status_code == 404


def test_a_token_is_revoked_under_its_own_host_only(operator: Client) -> None:
    token = register(operator)
    register(operator, "세번째호스팅")
    other, mine = Host.objects.get(name="세번째호스팅"), HostToken.objects.get(host__name="다른호스팅")
    for address in (f"{HOSTS}{other.id}/tokens/{mine.id}/revocation/", f"{HOSTS}77/tokens/"):
        assert operator.post(address).status_code == 404
    assert host_of_token(token) is not None
    assert HostToken.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_for_more_hosts(
    operator: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for place in range(count):
        register(operator, f"호스팅{place}")
    with django_assert_num_queries(5):
        assert operator.get(HOSTS).status_code == 200


def test_every_host_stands_on_one_page(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest first, each page beginning after the last one's end."""
    monkeypatch.setattr(steps, "PAGE", 1)
    register(operator)
    first, second = configured_host(), Host.objects.get(name="다른호스팅")
    page = page_of(operator)
    assert page.part("쪽 이동").links() == {"다음": f"?after={first.id}"}
    assert page.headings() == ["호스팅사", "호스팅사 등록", "Minishop"]
    page = page_of(operator, f"{HOSTS}?after={first.id}")
    assert page.part("쪽 이동").links() == {"이전": f"?before={second.id}"}
    assert page.headings() == ["호스팅사", "호스팅사 등록", "다른호스팅"]


def test_merchants_are_counted_by_the_hosts_index_up_to_a_bound(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.checkout.center.hosts.views.MOST_COUNTED", 2)
    monkeypatch.setattr(steps, "MOST_COUNTED", 2)
    register(operator)
    make_application()
    assert page_of(operator).part("Minishop").says("가맹점 1")
    for _ in range(2):
        make_merchant()
    assert page_of(operator).part("Minishop").says("가맹점 2+")
    own = configured_host().id
    assert merchants_of_hosts([own], at_most=2) == {own: 2}
    (plan,) = plans_of(lambda: merchants_of_hosts([own], at_most=2), table="checkout_hosting_host")
    assert "merchants_application_of_host" in plan


def test_a_merchant_leaves_its_host(operator: Client) -> None:
    merchant = make_merchant()
    address = f"/center/merchants/{merchant.id}/"
    part = page_of(operator, address).part("신청 내용")
    assert part.labelled("호스팅사") == "Minishop"
    assert part.buttons() == {"호스팅사 연결 해제": Button(f"{address}leaving/", "post")}
    assert part.says("해제하면 호스팅사가 이 가맹점을 더는 조회하지 못합니다. 주문과 결제는 그대로 이어집니다.")
    answer = operator.post(f"{address}leaving/", follow=True)
    assert "하루상점의 호스팅사 연결을 해제했습니다." in answer.content.decode()
    part = Page(answer).main.part("신청 내용")
    assert (part.labelled("호스팅사"), part.buttons()) == ("–", {})
    assert Merchant.objects.get().host is None
    with scope(merchant.id):
        assert MerchantCounter.objects.get().host_id is None
