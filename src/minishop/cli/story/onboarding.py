"""From nobody to a shop that waits to be filled (R2, R66, R70–R72)."""

from __future__ import annotations

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.story import Story

OPEN = "상품 전달과 주문 연동이 켜져 있습니다."
BUSINESS_NUMBER = "123-45-67891"


def sign_up_seller(story: Story) -> str:
    """가입: the seller has an account, made now or before, and is logged in."""
    seller, cast = story.seller, story.cast
    if seller.open(story.url("mall", "/shops/")).path == "/shops/":
        return seller.page.url
    form = seller.open(story.url("mall", "/signup/")).form(has="agreed")
    page = seller.send(form, {"email": cast.seller, "name": cast.seller_name, "password": cast.password, "agreed": True})
    if page.path == "/signup/":
        log_in(story, "seller", "mall", "/shops/", cast.seller)  # signed up when this step was played before
    if seller.open(story.url("mall", "/shops/")).path != "/shops/":
        raise Unexpected(f"{seller.page.url}: the seller is not logged in: {seller.page.text[:300]}")
    return story.url("mall", "/signup/")


def log_in(story: Story, role: str, service: str, path: str, name: str) -> None:
    """Goes to a page of a service and logs in when it asks for it; returns at the page. Raises Unexpected for a wrong login."""
    person = story.person(role)
    page = person.open(story.url(service, path))
    if page.path != "/login/":
        return
    form = page.form(has="password")
    login = next(field.name for field in form.fields if field.name in ("username", "login", "email"))
    page = person.send(form, {login: name, "password": story.cast.password})
    if page.path == "/login/":
        raise Unexpected(f"{page.url}: {name} cannot log in: {page.text[:300]}")
    if page.path != path:
        person.open(story.url(service, path))


def create_shop(story: Story) -> str:
    """쇼핑몰 만들기: a name and an address, no design choice, and it is there at once (R66)."""
    seller, cast = story.seller, story.cast
    if any(address == story.office() for address, _ in seller.open(story.url("mall", "/shops/")).links):
        return seller.open(story.office()).url
    form = seller.open(story.url("mall", "/shops/new/")).form(has="code")
    if form.names() - {"csrfmiddlewaretoken"} != {"name", "code"}:
        raise Unexpected(f"making a shop asks for more than a name and an address: {sorted(form.names())}")
    seller.send(form, {"name": cast.shop_name, "code": cast.shop})
    page = seller.open(story.office())
    if page.status != 200:
        raise Unexpected(f"{page.url}: the shop is not there ({page.status})")
    return page.url


def see_layer(story: Story) -> str:
    """The layer with its three steps is on the shop's home (R70)."""
    page = story.seller.open(story.office())
    if not page.says(OPEN):  # as it is when a sample shop is taken up again
        page.expect("미니샵이 만들어졌습니다!", "01 쇼핑몰 만들기", "02 전자결제(PG) 신청", "03 체크아웃·지식쇼핑 입점")
    return page.url


def fill_business_information(story: Story) -> str:
    """상점 기본정보: what the applications need."""
    seller, cast = story.seller, story.cast
    page = seller.open(story.office("info/"))
    seller.send(
        page.form(has="business_number"),
        {
            "name": cast.shop_name,
            "business_name": "하루상사",
            "representative": cast.seller_name,
            "business_number": BUSINESS_NUMBER,
            "phone": "02-123-4500",
            "email": cast.seller,
            "zipcode": "04524",
            "address1": "서울특별시 중구 세종대로 110",
            "address2": "3층",
            "support_hours": "오전 10:00 ~ 오후 6:00",
        },
    ).expect("저장했습니다.")
    return page.url
