"""상품 CSV 가져오기: upload, report, import, and the same file again."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.catalog.files import product_file, row
from tests.mall.worlds import NOW, Cast, make_product

from minishop.kernel.won import Won
from minishop.mall.backoffice.imports import views
from minishop.mall.catalog.models import Category, Product, Variant
from minishop.mall.catalog.services.plans import PlanMoved
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import LastSave
from minishop.mall.stock.models import StockLevel
from minishop.mall.stock.services.levels import set_stock

ROWS = [row("P1", 제조사="M000001", **{"상품분류 번호": "24"}), row("P2", 판매가="=1+1"), row("P3")]


def upload(client: Client, content: bytes) -> str:
    answer = client.post("/office/haru/products/import/", {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["location"]


def run(client: Client, plan: str, **names: str) -> Any:
    """Presses the button of the plan's page as it is now."""
    seal = client.get(plan).context["plan"].seal
    return client.post(f"{plan}run/", {"seal": seal, **names}, follow=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_dry_run_then_the_import_then_nothing_to_do(shop: Shop, owner: Client, encoding: str) -> None:
    plan = upload(owner, product_file(ROWS, encoding=encoding))
    page = owner.get(plan)
    assert page.context["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert all(word in page.content.decode() for word in ("0 이상의 정수 금액이 아닙니다.", "M000001", "분류 24"))
    assert not Product.objects.exists()
    assert not Category.objects.exists()
    done = run(owner, plan)
    assert "새 상품 2개, 바뀐 상품 0개, 그대로 0개, 거절 1줄" in done.content.decode()
    again = owner.get(upload(owner, product_file(ROWS, encoding=encoding)))
    assert again.context["counts"] == {"new": 0, "changed": 0, "unchanged": 2, "refused": 1}


def test_the_cells_come_as_a_file_that_computes_nothing(shop: Shop, owner: Client) -> None:
    answer = owner.get(f"{upload(owner, product_file(ROWS))}cells/")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == ["줄", "상품코드", "상품명", "열", "값", "결과", "이유"]
    assert ["3", "P2", "상품 P2", "판매가", "'=1+1", "거절", "0 이상의 정수 금액이 아닙니다."] in lines
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "파일을 골라 주세요"),
        (product_file(ROWS, encoding="utf-8").replace("상품 P3".encode(), b"\xec\x83\xff\xff"), "4번째 줄을 읽을 수 없습니다"),
        (product_file(ROWS, encoding="utf-16")[:-1], "읽을 수 없습니다"),
        ("이름,값\n가,나".encode(), "상품코드, 자체 상품코드, 품목코드, 상품명"),
        ("상품코드,상품명,판매가\nP1,\"가".encode(), "2번째 줄의 따옴표"),
        ("상품코드,상품명,판매가,판매가\nP1,가,1,2".encode(), "같은 열이 두 번"),
    ],
    ids=["빈 파일", "깨진 UTF-8", "잘린 UTF-16", "다른 파일", "따옴표", "같은 열"],
)  # fmt: skip
def test_a_broken_file_is_refused_with_the_line_and_kept_nowhere(shop: Shop, owner: Client, content: bytes, words: str) -> None:
    answer = owner.post("/office/haru/products/import/", {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Product.objects.exists()
    assert not default_storage.exists(f"shops/{shop.id}/imports")


def test_a_plan_that_has_moved_is_shown_again_and_nothing_is_done(shop: Shop, owner: Client) -> None:
    make_product(shop, "P1", stock=5)
    plan = upload(owner, product_file([{"상품코드": "P1", "재고수량": "7"}], columns=["상품코드", "재고수량"]))
    seal = owner.get(plan).context["plan"].seal
    set_stock(shop=shop, variant=Variant.objects.get(), quantity=4, key="meanwhile", now=NOW)
    answer = owner.post(f"{plan}run/", {"seal": seal, "category-24": "주방"})
    assert (answer.status_code, "다시 확인해 주세요" in answer.content.decode()) == (409, True)
    assert (StockLevel.objects.get().quantity, LastSave.objects.count()) == (4, 0)
    assert "바뀐 상품 1개" in run(owner, plan).content.decode()
    assert StockLevel.objects.get().quantity == 7


def test_an_import_that_was_stopped_half_way_says_how_far_it_came(
    shop: Shop, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = upload(owner, product_file(ROWS))

    def stopped(**_named: Any) -> None:
        raise PlanMoved(done=100)

    monkeypatch.setattr(views, "import_products", stopped)
    answer = owner.post(f"{plan}run/", {"seal": "x"})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "100줄을 저장하고 멈췄습니다" in words
    assert "아직 아무것도 저장하지 않았습니다" not in words
    assert LastSave.objects.get().by == "owner@mall.example"


def test_categories_are_named_where_the_plan_is_agreed_to(shop: Shop, owner: Client) -> None:
    plan = upload(owner, product_file(ROWS))
    run(owner, plan, **{"category-24": "주방"})
    assert Category.objects.get().name == "주방"


def test_changes_and_losses_stand_in_the_report(shop: Shop, owner: Client) -> None:
    make_product(shop, "P1", summary="요약", price=Won(1000))
    content = product_file(
        [{"상품코드": "P1", "판매가": "900", "상품 요약설명": "(비움)"}], columns=["상품코드", "판매가", "상품 요약설명"]
    )
    report = owner.get(f"{upload(owner, content)}cells/").content.decode("utf-8-sig")
    assert '2,P1,상품 P1,판매가,"1,000원",바뀜,900원' in report
    assert "2,P1,상품 P1,요약 설명,요약,사라짐," in report


def test_a_body_of_more_than_12_mb_is_refused(shop: Shop, owner: Client) -> None:
    answer = owner.post("/office/haru/products/import/", {"file": SimpleUploadedFile("a.csv", b"x" * 12_100_000)})
    assert answer.status_code == 413


def test_no_file_and_an_unknown_one(cast: Cast, owner: Client) -> None:
    assert owner.post("/office/haru/products/import/").status_code == 422
    assert owner.get("/office/haru/products/import/0123abc/").status_code == 404
    assert owner.post("/office/haru/products/import/0123abc/run/").status_code == 404
