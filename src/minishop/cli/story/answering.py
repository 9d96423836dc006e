"""The seller's side of the second story: a part refused and a part cancelled, goods sent, a return and an exchange settled
(R53, R132–R145, Q11)."""

from __future__ import annotations

from functools import partial

from minishop.cli.story.buying import TO_EXCHANGE, TO_RETURN, Basket, buy, order_page
from minishop.cli.story.claiming import claim_page, headed, receipt_of
from minishop.cli.story.errors import Unexpected
from minishop.cli.story.fulfilling import CARRIER, office_order
from minishop.cli.story.logins import PEOPLE
from minishop.cli.story.money import OF_PART, OF_RETURN, won
from minishop.cli.story.onboarding import log_in
from minishop.cli.story.opening import move_clock_by_days
from minishop.cli.story.pages import Form, Page, Value
from minishop.cli.story.settling import expect_at_the_pg, note_refund
from minishop.cli.story.story import Story

ONLY_WHOLE = "체크아웃 주문은 전체 취소만 됩니다."


def refuse_part(story: Story) -> str:
    """2011년 규격: the shop cancels no part of an order, and neither does the centre; both say why."""
    buy(story, TO_EXCHANGE)
    form = _cancel_form(story, office_order(story, story.notes[TO_EXCHANGE.key]))
    lines = [name for name in (field.name for field in form.fields) if name.startswith("take-")]
    page = story.seller.send(form, {lines[0]: False, lines[1]: True, "reason": "SOLD_OUT"}, button="취소하고")
    page.expect(f"{ONLY_WHOLE} 취소하지 않았고, 적은 것은 그대로 있습니다.")
    _refuse_at_centre(story)
    if order_page(story, TO_EXCHANGE).says("취소/교환/반품 취소"):
        raise Unexpected(f"{page.url}: a part was cancelled under the manual's profile")
    return page.url


def _cancel_form(story: Story, address: str) -> Form:
    page = story.seller.open(address)
    return story.seller.open(page.link("판매 취소", to="/cancel/")).form(has="reason")


def _refuse_at_centre(story: Story) -> None:
    log_in(story, "operator", "checkout", "/center/", PEOPLE.checkout_operator)
    page = story.operator.open(story.url("checkout", f"/center/orders/?q={story.notes[TO_EXCHANGE.key]}"))
    form = page.form("/cancel/")
    lines = [name for name in (field.name for field in form.fields) if "pieces_" in name]
    page = story.operator.send(form, {lines[0]: "0", "cancel-reason": "SOLD_OUT", "cancel-words": "컵이 품절입니다"})
    page.expect("이 가맹점의 주문은 전체 취소와 전체 반품만 됩니다.", ONLY_WHOLE)


def choose_todays_profile(story: Story) -> str:
    """체크아웃 규격: an operator gives the shop today's, which counts for orders to come."""
    log_in(story, "operator", "checkout", "/center/", PEOPLE.checkout_operator)
    page = story.operator.open(story.url("checkout", f"/center/?q={story.cast.shop_name.replace(' ', '+')}"))
    page = story.operator.open(page.link(story.cast.shop_name, to="/center/merchants/"))
    page = story.operator.open(page.link("클레임 기한과 요율"))
    story.operator.send(page.form(has="profile"), {"profile": "today"}).expect("클레임 기한과 요율을 바꾸었습니다.")
    return page.url


def cancel_part(story: Story) -> str:
    """일부 취소: one of two scarves is sold out; what will be paid back is looked at first, and is what is paid."""
    address, told = (
        office_order(story, story.notes[TO_RETURN.key]),
        f"환불 금액: {won(OF_PART.money)} · 적립금 {won(OF_PART.points)}",
    )
    if not story.seller.open(address).says("취소 완료"):
        form = _cancel_form(story, address)
        names = [field.name for field in form.fields]
        takes, pieces = ([name for name in names if name.startswith(kind)] for kind in ("take-", "pieces-"))
        one_scarf: dict[str, Value] = {takes[0]: True, pieces[0]: "1", takes[1]: False, "reason": "SOLD_OUT"}
        page = story.seller.send(form, {**one_scarf, "words": "한 장이 품절입니다"}, button="환불 금액 보기")
        page.expect(f"환불 예정 금액 {won(OF_PART.money)}", f"돌려줄 적립금 {won(OF_PART.points)}")
        story.seller.send(page.form(has="reason"), button=f"취소하고 {won(OF_PART.total)} 돌려주기")
    page = story.until(lambda: story.seller.open(address), told)
    expect_at_the_pg(story, TO_RETURN.sums.pay, f"결제 완료 {won(OF_PART.money)} 취소됨")
    note_refund(story, "일부 취소", "cancelled in part", OF_PART)
    return page.url


def send_both(story: Story) -> str:
    """배송시작: what is left of both orders leaves, and is there a day later."""
    baskets = (TO_EXCHANGE, TO_RETURN)
    for place, basket in enumerate(baskets, start=1):
        _dispatch(story, basket, story.cast.number_of(place))
    if not all(_has_arrived(story, basket) for basket in baskets):
        move_clock_by_days(story, 1)
    for basket in baskets:
        story.until_true(partial(order_page, story, basket), _is_delivered, "배송완료")
    return story.buyer.page.url


def _dispatch(story: Story, basket: Basket, number: str) -> None:
    look = partial(story.seller.open, office_order(story, story.notes[basket.key]))
    page = look()
    form = page.find_form("/dispatch/")
    if form is not None:
        page = story.seller.send(form, {"carrier": form.option("carrier", CARRIER), "number": number})
        if page.status == 422:
            raise Unexpected(f"{page.url}: the tracking number was not taken: {page.text[:600]}")
    story.until_true(look, lambda page: page.says("배송중 / 배송중") or page.says("배송완료 / 배송완료"), "배송중 / 배송중")


def _has_arrived(story: Story, basket: Basket) -> bool:
    return _is_delivered(order_page(story, basket))


def _is_delivered(page: Page) -> bool:
    return page.says("배송을 완료했습니다.")


def settle_return(story: Story) -> str:
    """반품: fetched and looked at by the centre, approved in the shop, and paid back as it was shown."""
    _press_at_centre(story, "return", "접수하고 회수", "물건 받음")
    page = story.until(lambda: story.seller.open(office_order(story, story.notes[TO_RETURN.key])), "반품 받음")
    if page.says("답하기"):
        page = story.seller.open(page.link("답하기", to="/claims/"))
        approval = page.form_with_button("반품 승인")
        if approval is not None:
            story.seller.send(approval, button="반품 승인")
    page = story.until(lambda: claim_page(story, "return"), headed("반품", "반품완료")).expect(*receipt_of(OF_RETURN))
    expect_at_the_pg(story, TO_RETURN.sums.pay, f"결제 완료 {won(OF_PART.money + OF_RETURN.money)} 취소됨")
    note_refund(story, "반품", "returned", OF_RETURN)
    return page.url


def settle_exchange(story: Story) -> str:
    """교환: an order of the manual's day is settled at the centre: fetched, looked at, and the other scarf sent."""
    page = _press_at_centre(story, "exchange", "접수하고 회수", "물건 받음")
    form = page.find_form("/redispatch/")
    if form is not None:
        parcel: dict[str, Value] = {
            "redispatch-carrier": form.option("redispatch-carrier", CARRIER),
            "redispatch-number": story.cast.number_of(3),
        }
        page = story.operator.send(form, parcel).expect("교환품을 보낸 것으로 적었습니다.")
    return page.url


def _press_at_centre(story: Story, key: str, *buttons: str) -> Page:
    """The claim at the centre, after each press that is still to be made."""
    claim = story.notes[key].rstrip("/").rpartition("/")[2]
    basket = TO_RETURN if key == "return" else TO_EXCHANGE
    page = story.operator.open(story.url("checkout", f"/center/orders/?q={story.notes[basket.key]}"))
    page = story.operator.open(page.link(claim))
    for words in buttons:
        form = page.form_with_button(words)
        page = story.operator.send(form, button=words) if form is not None else page
    return page
