"""What a seller finds of pictures of other hosts: beside their product, in the list, on the attention page, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.backoffice.products.test_products import form_of
from tests.mall.catalog.test_pictures import photo
from tests.mall.worlds import NOW, make_product
from tests.page_lines import lacking, lines

from minishop.chassis.jobs.models import Job
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.domain.picture_places import own_path
from minishop.mall.catalog.models import OutsidePicture, Product, ProductImage
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.catalog.services.products import save_product
from minishop.mall.shops.models import Shop

PAGE = "/office/haru/products/P1/"
A, B, C, D = (f"https://old.example/{name}.jpg" for name in "abcd")
MISSING = f"""
    ## 사진
    ### 다른 곳에서 가져올 사진
    [{A} → {A}]
    설명 속 사진 그곳에 닿지 못했습니다. 10초 안에 답이 없었습니다
    <{A} 다시 가져오기 → POST {PAGE}pictures/again/ picture=$a>
    [{B} → {B}]
    설명 속 사진 가져오는 중입니다. 잠시 뒤 새로고침해 주세요.
    [{C} → {C}]
    상품 사진 그 주소에 사진이 없습니다.
    <{C} 다시 가져오기 → POST {PAGE}pictures/again/ picture=$c>
    [{D} → {D}]
    상품 사진 지우신 사진입니다.
    <{D} 다시 가져오기 → POST {PAGE}pictures/again/ picture=$d>
    <못 가져온 사진 모두 다시 가져오기 → POST {PAGE}pictures/again/>
"""


@pytest.fixture
def product(shop: Shop) -> Product:
    """One whose pictures failed, wait, and were taken off again."""
    draft = ProductDraft("P1", {"name": "컵", "description": f'<img src="{A}"><img src="{B}">'}, pictures=(C, D))
    product, _changed = save_product(shop=shop, draft=draft, now=NOW)
    OutsidePicture.objects.filter(address=A).update(problem="unreachable", reason="no answer in 10 s")
    OutsidePicture.objects.filter(address=C).update(problem="not_found")
    OutsidePicture.objects.filter(address=D).update(file="f" * 32)
    return product


def number_of(address: str) -> int:
    return OutsidePicture.objects.get(address=address).id


def test_what_is_not_here_stands_beside_the_product(product: Product, owner: Client) -> None:
    assert lacking(owner.get(PAGE), MISSING, a=number_of(A), c=number_of(C), d=number_of(D)) == []


def test_it_is_said_in_english_too(product: Product, owner: Client) -> None:
    page = " ".join(lines(owner.get(PAGE, headers={"accept-language": "en"})))
    for told in (
        "Pictures from other sites",
        "There is no picture at that address.",
        "It could not be reached.",
        "You took this picture off.",
    ):
        assert told in page


def test_a_product_with_all_its_pictures_says_nothing_of_it(shop: Shop, owner: Client) -> None:
    make_product(shop)
    assert "### 다른 곳에서 가져올 사진" not in lines(owner.get(PAGE))


@pytest.mark.parametrize(
    ("chosen", "told", "waiting"),
    [
        ([A], "사진 1장을 다시 가져옵니다.", {A, B}),
        ([D], "사진 1장을 다시 가져옵니다.", {B, D}),
        ([], "사진 2장을 다시 가져옵니다.", {A, B, C}),
        ([B], "다시 가져올 사진이 없습니다.", {B}),
    ],
    ids=["실패한 하나", "지운 하나", "실패한 모두", "기다리는 것"],
)  # fmt: skip
def test_a_press_has_them_fetched_again(product: Product, owner: Client, chosen: list[str], told: str, waiting: set[str]) -> None:
    answer = owner.post(f"{PAGE}pictures/again/", {"picture": [number_of(address) for address in chosen]}, follow=True)
    assert told in lines(answer)
    assert {row.address for row in OutsidePicture.objects.filter(file="", problem="")} == waiting
    assert Job.objects.count() == 1 + len(waiting - {B}) - (C in waiting)


def test_odd_numbers_choose_nothing(product: Product, owner: Client) -> None:
    assert "다시 가져올 사진이 없습니다." in lines(owner.post(f"{PAGE}pictures/again/", {"picture": "1"}, follow=True))


def test_the_list_shows_products_without_pictures_and_with_failed_ones(product: Product, shop: Shop, owner: Client) -> None:
    make_product(shop, "P2", name="접시")
    add_picture(shop=shop, product=make_product(shop, "P3", name="병"), content=photo(300, 300))

    def listed(chosen: str) -> set[str]:
        return {row["product"].code for row in owner.get(f"/office/haru/products/?pictures={chosen}").context["rows"]}

    assert (listed("none"), listed("failed"), listed("")) == ({"P1", "P2"}, {"P1"}, {"P1", "P2", "P3"})
    assert ProductImage.objects.count() == 1


def test_the_attention_page_counts_them_and_leads_there(product: Product, shop: Shop, owner: Client) -> None:
    wanted = """
        ## 가져오지 못한 사진
        다른 곳의 사진을 가져오지 못한 상품이 1개 있습니다.
        [상품 보기 → /office/haru/products/?pictures=failed]
    """
    assert lacking(owner.get("/office/haru/attention/"), wanted) == []
    OutsidePicture.objects.update(problem="", file="")
    assert "## 가져오지 못한 사진" not in lines(owner.get("/office/haru/attention/"))


def test_a_picture_that_comes_while_the_form_is_open_is_nobodys_edit(shop: Shop, owner: Client) -> None:
    """Neither a save that leaves the text alone nor one that changes it is asked whose text to take."""
    make_product(shop, description=f'<p>가</p><img src="{A}">')
    shown = {"_shown": owner.get(PAGE).context["form"].shown}
    untouched, edited = (
        form_of(owner) | shown | {"name": "새 이름"},
        form_of(owner) | shown | {"description": f'<p>나</p><img src="{A}">'},
    )
    file = "f" * 32
    OutsidePicture.objects.update(file=file)
    here = f'<img src="{own_path(file)}" loading="lazy">'
    Product.objects.update(description=f"<p>가</p>{here}")
    assert owner.post(PAGE, untouched).status_code == 302
    assert Product.objects.values_list("name", "description").get() == ("새 이름", f"<p>가</p>{here}")
    assert owner.post(PAGE, edited).status_code == 302
    assert Product.objects.get().description == f"<p>나</p>{here}"
    assert owner.post(PAGE, untouched | {"description": "<p>다</p>"}).status_code == 409
