"""Filling the shop: a product list from Cafe24, and one product by hand (R106–R112)."""

from __future__ import annotations

from urllib.parse import urlsplit

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.goods import IMPORTED, code_of, picture, product_list
from minishop.cli.story.money import FEE, THRESHOLD
from minishop.cli.story.pages import Form, Page, Value
from minishop.cli.story.story import Story
from minishop.cli.story.wares import AISLES, WARES, Aisle, Ware


def import_products(story: Story) -> str:
    """상품 CSV: a dry run says what would happen, then it does."""
    plan = _dry_run(story)
    if not plan.says(f"새 상품 {IMPORTED}") and not plan.says(f"그대로 {IMPORTED}"):
        raise Unexpected(f"{plan.url}: the dry run does not announce {IMPORTED} products: {plan.text[:400]}")
    story.seller.send(plan.form("/run/"))
    story.seller.open(story.office("products/")).expect(f"등록 상품 {IMPORTED}개")
    return plan.url


def import_again(story: Story) -> str:
    """The same file a second time changes nothing."""
    plan = _dry_run(story).expect("새 상품 0", "바뀌는 상품 0", f"그대로 {IMPORTED}")
    story.seller.send(plan.form("/run/")).expect(f"그대로 {IMPORTED}개")
    story.seller.open(story.office("products/")).expect(f"등록 상품 {IMPORTED}개")
    return plan.url


def name_categories(story: Story) -> str:
    """분류 관리: the numbers that came with the list are given names, and some a place below another."""
    for aisle in AISLES:
        _name(story, aisle)
    return story.seller.open(story.office("products/categories/")).expect(*(aisle.name for aisle in AISLES)).url


def _name(story: Story, aisle: Aisle) -> None:
    page = story.seller.open(story.office("products/categories/"))
    address = next((address for address, words in page.links if words == aisle.number), None)
    if address is None:  # it has its name already
        return
    form = story.seller.open(address).form(has="parent")
    parent = form.option("parent", aisle.below) if aisle.below else ""
    story.seller.send(form, {"name": aisle.name, "parent": parent, "position": str(AISLES.index(aisle))}).expect("저장했습니다.")


def add_pictures(story: Story) -> str:
    """상품 수정: each product gets its pictures and a few words, and some are recommended."""
    for number, ware in enumerate(WARES, start=1):
        _show(story, story.office(f"products/{code_of(story.cast.shop.upper(), number)}/"), ware)
    return story.seller.open(story.office("products/")).url


def _show(story: Story, address: str, ware: Ware) -> None:
    told: dict[str, Value] = {"description": f"<p>{ware.story}</p>", "maker": "하루공방", "origin": "대한민국"}
    page = story.seller.open(address)
    for name in ware.drawings[_pictures_on(page) :]:
        values = {**told, "recommended": ware.recommended}
        page = story.seller.send(page.form(has="price"), values, files={"pictures": picture(name)}).expect("저장했습니다.")


def _pictures_on(page: Page) -> int:
    """How many pictures a product has: each can be removed. A product takes ten, so none is added twice."""
    return sum(form.attributes.get("id", "").startswith("remove-") for form in page.forms)


def _dry_run(story: Story) -> Page:
    form = story.seller.open(story.office("products/import/")).form(has="file")
    return story.seller.send(form, files={"file": product_list(story.cast.shop.upper())})


def register_by_hand(story: Story) -> str:
    """상품 등록: a product with two options, and a surcharge and stock for each combination, and a picture."""
    scarf, seller = story.cast.scarf, story.seller
    listed = _find_in_office(story)
    if listed is None:
        aisle = _category_of(story, scarf.aisle)
        form = seller.open(story.office("products/new/")).form(has="price")
        page = seller.send(
            form,
            {
                "name": scarf.name,
                "price": str(scarf.price),
                "list_price": str(scarf.list_price),
                "options": f"색상: {', '.join(scarf.colours)}\n크기: {', '.join(scarf.sizes)}",
                "summary": "쪽으로 세 번 물들인 면 머플러입니다.",
                "description": "<p>햇볕에 말려 색이 오래 갑니다. 찬물에 손빨래해 주세요.</p>",
                "search_words": "머플러,목도리,천연염색",
                "maker": "하루공방",
                "origin": "대한민국",
                "categories": aisle,
            },
            files={"pictures": picture(scarf.drawing)},
        )
        if page.status == 422:
            raise Unexpected(f"{page.url}: the product was not taken: {page.text[300:1800]}")
        listed = _find_in_office(story)
    if listed is None:
        raise Unexpected(f"{seller.page.url}: {scarf.name} was not registered: {seller.page.text[:400]}")
    story.notes["product"] = urlsplit(listed).path.rstrip("/").rpartition("/")[2]
    page = seller.open(listed)
    form = page.form(has="price")
    seller.send(form, _variants(story, form)).expect("저장했습니다.")
    return listed


def set_shipping_fee(story: Story) -> str:
    """배송비 설정: a fee below an amount (A25)."""
    page = story.seller.open(story.office("shipping/"))
    policy: dict[str, Value] = {"mode": "below_amount", "threshold": str(THRESHOLD), "fee": str(FEE)}
    story.seller.send(page.form(has="threshold"), policy).expect("저장했습니다.")
    return page.url


def _category_of(story: Story, name: str) -> list[str]:
    """The value of a category of that name in forms; nothing where there is none."""
    page = story.seller.open(story.office("products/categories/"))
    return [urlsplit(address).path.rstrip("/").rpartition("/")[2] for address, words in page.links if words == name]


def _find_in_office(story: Story) -> str | None:
    page = story.seller.open(story.office("products/") + "?q=" + story.cast.scarf.name.replace(" ", "+"))
    return next((address for address, words in page.links if words == story.cast.scarf.name), None)


def _variants(story: Story, form: Form) -> dict[str, Value]:
    scarf = story.cast.scarf
    values: dict[str, Value] = {}
    for colour in scarf.colours:
        for size in scarf.sizes:
            values[form.labelled(colour, size, "옵션가")] = str(scarf.surcharge if size == scarf.sizes[-1] else 0)
            values[form.labelled(colour, size, "재고")] = str(scarf.stock)
    return values
