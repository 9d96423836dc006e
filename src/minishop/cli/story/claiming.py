"""What a buyer takes back on MY page: a cancel, a return, an exchange, each with its receipt before the press (R50, R54, R102, R143)."""

from __future__ import annotations

from minishop.cli.story.buying import TAKEN_BACK, TO_EXCHANGE, TO_RETURN, Basket, benefits_page, order_page
from minishop.cli.story.errors import Unexpected
from minishop.cli.story.fulfilling import office_order
from minishop.cli.story.money import EXCHANGE_FEE, OF_CANCELLED, OF_RETURN, RETURN_FEE, Refund, won
from minishop.cli.story.pages import Form, Page, Value
from minishop.cli.story.settling import expect_at_the_pg, note_refund
from minishop.cli.story.story import Story


def cancel_before_dispatch(story: Story) -> str:
    """주문 취소: at once, or with the seller's consent where the shop has confirmed the order meanwhile; card, points and coupon all come back."""
    key = "cancel"
    if key not in story.notes:
        page = story.buyer.open(order_page(story, TAKEN_BACK).link("주문 취소", to="/cancellation/"))
        form = _application(page.expect(*receipt_of(OF_CANCELLED)))
        _note(story, key, story.buyer.send(form, {"reason": "INTENT_CHANGED"}, button=f"{won(OF_CANCELLED.money)} 취소"))
    if claim_page(story, key).says(headed("취소", "취소 요청")):
        _agree_to_cancel(story)
    page = story.until(lambda: claim_page(story, key), headed("취소", "취소완료")).expect(*receipt_of(OF_CANCELLED))
    expect_at_the_pg(story, TAKEN_BACK.sums.pay, "취소됨")
    benefits_page(story).expect(f"쓸 수 있는 적립금 {won(OF_CANCELLED.points)}", "사용 가능")
    note_refund(story, "취소", "cancelled", OF_CANCELLED)
    return page.url


def _agree_to_cancel(story: Story) -> None:
    address = office_order(story, story.notes[TAKEN_BACK.key])
    page = story.until(lambda: story.seller.open(address), "구매자가 취소를 요청했습니다.")
    story.seller.send(page.form("/cancel-answer/"), button="승인하고 돌려주기")


def ask_return(story: Story) -> str:
    """반품 신청: one scarf, by a change of mind; the receipt takes off the way back, and is what will be paid."""
    key = "return"
    if key not in story.notes:
        page = _application_page(story, TO_RETURN)
        page.expect(f"39,000원 색상:{story.cast.scarf.colours[0]} / 크기:{story.cast.scarf.sizes[0]} 1개")
        wanted: dict[str, Value] = {**_first_line(page), "kind": "return", "reason": "INTENT_CHANGED", "way": "courier"}
        page = story.buyer.send(_application(page), wanted, button="계산")
        page.expect(f"반품 배송비 상품을 돌려보내는 한 번의 배송비입니다. −{won(RETURN_FEE)}", *receipt_of(OF_RETURN))
        _note(story, key, story.buyer.send(_application(page), button="반품 신청하기"))
    page = claim_page(story, key)
    return page.expect(*receipt_of(OF_RETURN)).url


def ask_exchange(story: Story) -> str:
    """교환 신청: another colour; both ways are paid at the PG before the seller hears of it."""
    key = "exchange"
    if key not in story.notes:
        page = _application_page(story, TO_EXCHANGE)
        wanted: dict[str, Value] = {**_first_line(page), "kind": "exchange", "reason": "COLOR_AND_SIZE", "way": "courier"}
        colour = story.cast.scarf.colours[1]
        page = story.buyer.send(_application(page), {**wanted, "words": f"{colour}으로 바꿔 주세요"}, button="계산")
        page.expect(f"더 낼 금액 신청하기 전에 결제합니다 {won(EXCHANGE_FEE)}")
        _note(story, key, story.buyer.send(_application(page), button=f"{won(EXCHANGE_FEE)} 결제하기"))
    page = claim_page(story, key)
    fee = page.find_form("/fee/")
    if fee is not None:
        page = story.buyer.send(fee, button="배송비 내기").expect(won(EXCHANGE_FEE), story.cast.shop_name)
        story.buyer.send(page.form(has="card"), {"card": "hana"}, button="결제하기")
    page = story.until(lambda: claim_page(story, key), "더 낼 배송비가 없습니다.")
    expect_at_the_pg(story, EXCHANGE_FEE, "결제 완료")
    return page.url


def receive_exchange(story: Story) -> str:
    """교환품 받음: the other scarf is there, and the exchange is done."""
    page = story.until(lambda: claim_page(story, "exchange"), "교환품을 보냈습니다.")
    arrived = page.find_form("/arrival/")
    if arrived is not None:
        story.buyer.send(arrived, button="교환품을 받았습니다")
    return story.until(lambda: claim_page(story, "exchange"), headed("교환", "교환완료")).url


def headed(kind: str, state: str) -> str:
    """How a claim's page begins: the state alone stands among the steps as well."""
    return f"{state} {kind} 신청번호"


def receipt_of(refund: Refund) -> tuple[str, ...]:
    """The last rows of a receipt: what comes back, and how."""
    points = [f"적립금으로 쓴 적립금은 적립금으로만 돌려드립니다 {won(refund.points)}"] if refund.points else []
    return f"돌려받을 금액 {won(refund.total)}", *points, f"카드 취소로 {won(refund.money)}"


def claim_page(story: Story, key: str) -> Page:
    """A claim on MY page."""
    return story.buyer.open(story.notes[key])


def _note(story: Story, key: str, page: Page) -> None:
    if not page.path.startswith("/my/claims/"):
        raise Unexpected(f"{page.url} ({page.status}): the {key} was not taken: {page.text[:900]}")
    story.notes[key] = page.url


def _application(page: Page) -> Form:
    return page.form(has="shown")


def _application_page(story: Story, basket: Basket) -> Page:
    return story.buyer.open(order_page(story, basket).link("교환·반품", to="/my/applications/"))


def _first_line(page: Page) -> dict[str, Value]:
    """The first line of an order is ticked, and no other."""
    lines = [name for name in (field.name for field in _application(page).fields) if name.startswith("line_")]
    return {name: place == 0 for place, name in enumerate(lines)}
