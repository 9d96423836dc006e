"""바깥 사진: fetched once into the shop's own files, replaced in the text as it then is, and named where they cannot be had."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from PIL import Image
from tests.mall.catalog.test_pictures import huge_png, photo
from tests.mall.picture_server import PictureServer, picture_server
from tests.mall.pictures import png
from tests.mall.worlds import NOW, make_product
from tests.servers import Server, drips, hangs

from minishop.chassis import http
from minishop.chassis.jobs import strangers
from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.chassis.jobs.worker import run_due, run_next
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.domain.picture_places import own_path
from minishop.mall.catalog.models import OldShop, OutsidePicture, Product, ProductImage
from minishop.mall.catalog.pictures import MOST, keep_wide, read_picture, remove_picture
from minishop.mall.catalog.queries import find_product, missing_pictures, with_failed_pictures
from minishop.mall.catalog.services import outside
from minishop.mall.catalog.services.outside import ask_for_pictures, fetch_again, keep_old_shop, wanted_of
from minishop.mall.catalog.services.products import delete_product, save_product
from minishop.mall.catalog.tasks import fetch_picture
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("socket_enabled")]
OUTSIDE = "minishop.mall.catalog.services.outside"
PATIENCE = timedelta(hours=2)


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as serving:
        yield serving


def worked() -> int:
    """Does everything that is due, and what becomes due within two hours."""
    return run_due(lambda: NOW) + run_due(lambda: NOW + PATIENCE) + run_due(lambda: NOW + 2 * PATIENCE)


def img(address: str) -> str:
    return f'<img src="{address}" loading="lazy">'


def description() -> str:
    return Product.objects.get(code="P1").description


def said(**values: Any) -> ProductDraft:
    return ProductDraft("P1", values)


def rows() -> list[tuple[str, str]]:
    return [
        (row.address.rpartition("/")[2], row.problem or ("here" if row.file else "waits"))
        for row in OutsidePicture.objects.order_by("id")
    ]


def test_a_picture_of_a_description_comes_into_the_shops_own_files(shop: Shop, server: PictureServer) -> None:
    address = server.has("/a.jpg", photo(2000, 6000))
    make_product(shop, description=f"<p>{address}</p>{img(address)}", return_guide=img(address))
    assert img(address) in description()
    worked()
    file = OutsidePicture.objects.get().file
    assert description() == f"<p>{address}</p>{img(own_path(file))}"
    assert Product.objects.get().return_guide == img(own_path(file))
    with Image.open(io.BytesIO(read_picture(shop, own_path(file).removeprefix("/media/")))) as stored:
        assert (stored.format, stored.size, dict(stored.getexif())) == ("JPEG", (1000, 3000), {})
    assert Product.objects.get().updated_at == NOW
    assert missing_pictures(Product.objects.get()) == []


def test_what_is_here_is_asked_for_once_whatever_is_saved_later(shop: Shop, server: PictureServer) -> None:
    address = server.has("/a.jpg")
    make_product(shop, description=img(address))
    worked()
    assert save_product(shop=shop, draft=said(description=img(address)), now=NOW)[1] is False
    save_product(shop=shop, draft=said(description=f"더 좋음 {img(address)}"), now=NOW)
    assert description().startswith('더 좋음 <img src="/media/')
    worked()
    assert (server.asked, Job.objects.count()) == (["/a.jpg"], 0)


def test_a_sellers_edit_meanwhile_is_kept(shop: Shop, server: PictureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is edited while the picture is on its way."""
    address = server.has("/a.jpg")
    make_product(shop, description=img(address))

    def edited(**named: Any) -> str:
        Product.objects.update(description=f"고친 글 {img(address)} 끝")
        return keep_wide(**named)

    monkeypatch.setattr(f"{OUTSIDE}.keep_wide", edited)
    worked()
    assert description() == f"고친 글 {img(own_path(OutsidePicture.objects.get().file))} 끝"


def test_a_save_that_knew_nothing_of_it_is_put_right(shop: Shop, server: PictureServer) -> None:
    """A save that had read the product before the picture came writes its address back."""
    address = server.has("/a.jpg")
    product = make_product(shop, description=img(address))
    worked()
    Product.objects.update(description=img(address))
    with transaction.atomic():
        ask_for_pictures(shop=shop, wanted={product.id: wanted_of(Product.objects.get())}, now=NOW)
    worked()
    assert (description(), server.asked) == (img(own_path(OutsidePicture.objects.get().file)), ["/a.jpg"])


def test_a_job_that_runs_twice_changes_nothing(shop: Shop, server: PictureServer) -> None:
    product = make_product(shop, description=img(server.has("/a.jpg")))
    worked()
    before = (description(), rows())
    row = OutsidePicture.objects.get()
    with transaction.atomic():
        fetch_picture.enqueue(now=NOW, key=str(row.id), url=row.address, shop_id=shop.id, picture_id=row.id)
    worked()
    late = http.Answer(http.Outcome.SENT, 200, png("red"))
    assert outside.take_answer(shop=shop, picture_id=row.id, answer=late, now=NOW) is None
    assert ((description(), rows()), server.asked) == (before, ["/a.jpg"])
    assert missing_pictures(product) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(404, "not_found", id="없음"),
        pytest.param(410, "not_found", id="지워짐"),
        pytest.param(403, "refused", id="내주지 않음"),
        pytest.param(304, "refused", id="이상한 답"),
        pytest.param(503, "unreachable", id="고장"),
        pytest.param(b"<html>", "not_a_picture", id="사진이라는 웹 페이지"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture", id="SVG"),
        pytest.param(photo()[:2000], "not_a_picture", id="잘린 사진"),
        pytest.param(huge_png(7_000, 5_000), "too_many_pixels", id="너무 많은 픽셀"),
        pytest.param(huge_png(60_000, 60_000), "too_many_pixels", id="압축 폭탄"),
        pytest.param(b"\x89PNG" + b"x" * 8_100_000, "too_large", id="너무 큰 파일"),
        pytest.param("/a.jpg", "refused", id="제자리로 보냄"),
        pytest.param("javascript:a()", "refused", id="웹이 아닌 곳으로 보냄"),
        pytest.param("http://[", "refused", id="깨진 주소로 보냄"),
    ],
)
def test_what_cannot_be_had_is_named_and_its_address_stays(
    shop: Shop, server: PictureServer, content: int | bytes | str, problem: str
) -> None:
    address = server.has("/a.jpg", content)
    product = make_product(shop, description=img(address))
    worked()
    assert (rows(), description()) == ([("a.jpg", problem)], img(address))
    assert [one.problem for one in missing_pictures(product)] == [problem]
    assert list(with_failed_pictures(shop)) == [product]
    assert not Job.objects.exists()
    assert len(server.asked) <= 4
    delete_product(shop=shop, code="P1", now=NOW)
    assert not with_failed_pictures(shop)


def test_a_picture_that_moved_is_followed(shop: Shop, server: PictureServer) -> None:
    server.has("/new/b.jpg")
    server.has("/half", server.address("/new/b.jpg", "cdn.localhost"))
    make_product(shop, description=img(server.has("/a.jpg", "/half")))
    worked()
    assert server.asked == ["/a.jpg", "/half", "/new/b.jpg"]
    assert rows() == [("a.jpg", "here")]


def test_a_busy_host_is_asked_again_later_and_a_dead_one_three_times(shop: Shop, server: PictureServer) -> None:
    make_product(shop, description=img(server.has("/a.jpg", 503)) + img(server.has("/b.jpg", 500)))
    run_due(lambda: NOW)
    assert (rows(), server.asked) == ([("a.jpg", "waits"), ("b.jpg", "waits")], ["/a.jpg", "/b.jpg"])
    server.has("/a.jpg")
    worked()
    assert rows() == [("a.jpg", "here"), ("b.jpg", "unreachable")]
    assert server.asked.count("/b.jpg") == 3


@pytest.mark.parametrize(
    "speaks", [hangs, drips(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"x" * 900, 60)], ids=["무응답", "한 바이트씩"]
)
def test_a_host_that_hangs_or_drips_holds_nothing_up(shop: Shop, speaks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    short = {"timeout": 0.3, "silence": 0.2}
    monkeypatch.setattr(f"{OUTSIDE}.Request", lambda *args, **named: http.Request(*args, **{**named, **short}))
    silent = Server(speaks)
    try:
        make_product(shop, description=img(f"http://old.localhost:{silent.port}/a.jpg"))
        worked()
    finally:
        silent.close()
    assert rows() == [("a.jpg", "unreachable")]
    assert OutsidePicture.objects.get().reason in ("silent for 0.2 s", "no answer in 0.3 s")


def test_in_production_nobody_is_led_into_the_house(shop: Shop, server: PictureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public host that sends us on to a private address; and a text that names one itself."""
    inside = server.has("/secret.jpg")
    moved = server.has("/a.jpg", server.address("/secret.jpg", "inside.example"))
    public = moved.replace("old.localhost", "old.example")
    monkeypatch.setenv("MINISHOP_MODE", "production")
    monkeypatch.setenv("MINISHOP_CALL_PORTS", f"80,{server.port}")
    # This machine stands for a public one by one of its addresses, and for a private one by the other.
    monkeypatch.setattr(http, "is_public", lambda address: address == "127.0.0.1")
    names = {"old.example": "127.0.0.1", "inside.example": "127.0.0.2", "old.localhost": "127.0.0.2"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda name, port, **_: [(0, 0, 0, "", (names[name], port))])
    make_product(shop, description=img(public) + img(inside))
    worked()
    assert rows() == [("a.jpg", "unreachable"), ("secret.jpg", "unreachable")]
    assert {row.reason for row in OutsidePicture.objects.all()} == {"a private address"}
    assert set(server.asked) == {"/a.jpg"}


def test_all_that_waits_for_a_dead_host_is_given_up_together(shop: Shop) -> None:
    """A wrong address of an old shop would otherwise keep a thousand pictures waiting, each for its own three attempts."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    dead = f"dead.localhost:{port}"
    for code in ("P1", "P2", "P3"):
        make_product(shop, code, description=img(f"http://{dead}/{code}.jpg") + img("http://other.localhost:9/x.jpg"))
    for _ in range(outside.HOST_FAILURES):
        strangers.note({dead: ["ConnectError"]}, true_now=NOW)
    assert run_next(lambda: NOW)
    assert [row for row in rows() if row[0] != "x.jpg"] == [(f"{code}.jpg", "unreachable") for code in ("P1", "P2", "P3")]
    assert [row for row in rows() if row[0] == "x.jpg"] == [("x.jpg", "waits")] * 3
    worked()
    assert {problem for _name, problem in rows()} == {"unreachable"}
    assert not Job.objects.exists()


def test_a_person_can_have_what_failed_fetched_again(shop: Shop, server: PictureServer) -> None:
    product = make_product(shop, description=img(server.address("/a.jpg")) + img(server.address("/b.jpg")))
    worked()
    assert rows() == [("a.jpg", "not_found"), ("b.jpg", "not_found")]
    StrangerHost.objects.create(host=f"old.localhost:{server.port}", failures=9, parked_until=NOW + PATIENCE, changed_at=NOW)
    server.has("/a.jpg")
    first = OutsidePicture.objects.order_by("id")[0]
    assert fetch_again(shop=shop, product=product, picture_ids=[first.id], now=NOW) == 1
    assert StrangerHost.objects.get().parked_until is None
    worked()
    assert rows() == [("a.jpg", "here"), ("b.jpg", "not_found")]
    server.has("/b.jpg")
    assert fetch_again(shop=shop, product=product, picture_ids=None, now=NOW) == 1
    worked()
    assert description().count("/media/") == 2
    assert fetch_again(shop=shop, product=product, picture_ids=None, now=NOW) == 0


def test_what_a_text_names_no_longer_is_forgotten_unless_it_is_here(shop: Shop, server: PictureServer) -> None:
    product = make_product(shop, description=img(server.has("/a.jpg")) + img(server.address("/b.jpg")))
    worked()
    save_product(shop=shop, draft=said(description="글만"), now=NOW)
    assert (rows(), missing_pictures(product)) == ([("a.jpg", "here")], [])


def test_a_picture_that_is_no_longer_wanted_when_it_comes_changes_nothing(
    shop: Shop, server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product(shop, description=img(server.has("/a.jpg")))

    def edited(**named: Any) -> str:
        save_product(shop=shop, draft=said(description="글만"), now=NOW)
        return keep_wide(**named)

    monkeypatch.setattr(f"{OUTSIDE}.keep_wide", edited)
    worked()
    assert (rows(), description(), Job.objects.count()) == ([], "글만", 0)


def test_pictures_of_a_deleted_product_are_not_fetched(shop: Shop, server: PictureServer) -> None:
    make_product(shop, description=img(server.has("/a.jpg")))
    delete_product(shop=shop, code="P1", now=NOW)
    worked()
    assert (server.asked, rows()) == ([], [("a.jpg", "waits")])


def test_pictures_by_address_become_the_products_own_in_their_order(shop: Shop, server: PictureServer) -> None:
    addresses = (server.has("/big.gif", photo(kind="GIF")), server.has("/more.jpg"), server.has("/small.jpg", photo(200, 200)))
    draft = ProductDraft("P1", {"name": "컵"}, pictures=addresses)
    product, _changed = save_product(shop=shop, draft=draft, now=NOW)
    later = NOW + timedelta(minutes=1)
    run_due(lambda: later)
    assert rows() == [("big.gif", "here"), ("more.jpg", "here"), ("small.jpg", "too_small")]
    assert list(ProductImage.objects.order_by("position").values_list("width", "height")) == [(1000, 500), (400, 400)]
    assert Product.objects.get().updated_at == later
    assert save_product(shop=shop, draft=draft, now=NOW)[1] is False
    worked()
    assert server.asked == ["/big.gif", "/more.jpg", "/small.jpg"]
    assert [one.address for one in missing_pictures(product)] == [addresses[2]]


def test_a_picture_that_the_seller_took_off_comes_back_only_when_asked_for(shop: Shop, server: PictureServer) -> None:
    draft = ProductDraft("P1", {"name": "컵"}, pictures=(server.has("/a.jpg"),))
    product, _changed = save_product(shop=shop, draft=draft, now=NOW)
    worked()
    remove_picture(shop=shop, product=product, image_id=ProductImage.objects.get().id)
    save_product(shop=shop, draft=draft, now=NOW)
    worked()
    assert (ProductImage.objects.count(), server.asked) == (0, ["/a.jpg"])
    found = find_product(shop, "P1")
    assert found is not None
    (gone,) = missing_pictures(found)
    assert fetch_again(shop=shop, product=found, picture_ids=None, now=NOW) == 0
    assert fetch_again(shop=shop, product=found, picture_ids=[gone.id], now=NOW) == 1
    worked()
    assert ProductImage.objects.count() == 1


def test_a_product_takes_no_more_pictures_than_it_may_have(shop: Shop, server: PictureServer) -> None:
    colours = [(number * 20, 0, 0) for number in range(MOST + 1)]
    addresses = tuple(server.has(f"/{number}.png", _plain(colour)) for number, colour in enumerate(colours))
    save_product(shop=shop, draft=ProductDraft("P1", {"name": "컵"}, pictures=addresses), now=NOW)
    worked()
    assert (ProductImage.objects.count(), rows()[-1]) == (MOST, (f"{MOST}.png", "too_many"))


def _plain(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), colour).save(out, "PNG")
    return out.getvalue()


def test_a_long_text_names_a_bounded_number_of_pictures(shop: Shop) -> None:
    make_product(shop, description="".join(img(f"https://a.example/{number}.jpg") for number in range(outside.MOST_IN_TEXTS + 5)))
    assert OutsidePicture.objects.count() == outside.MOST_IN_TEXTS
    assert Job.objects.count() == 1


def test_relative_pictures_of_a_description_are_those_of_the_old_shop(shop: Shop, server: PictureServer) -> None:
    keep_old_shop(shop=shop, folder="https://wrong.example/")
    keep_old_shop(shop=shop, folder=server.address("/web/product/big/"))
    assert OldShop.objects.count() == 1
    server.has("/web/upload/a.jpg")
    make_product(shop, description='<img src="/web/upload/a.jpg">')
    worked()
    assert description() == img(own_path(OutsidePicture.objects.get().file))


def test_a_picture_that_is_not_there_is_no_work(shop: Shop) -> None:
    assert outside.request_for(shop=shop, picture_id=1, now=NOW) is None
    answer = http.Answer(http.Outcome.SENT, 200, png())
    assert outside.take_answer(shop=shop, picture_id=1, answer=answer, now=NOW) is None
