"""The stories, in order: how an order comes to its end, and what is taken back."""

from __future__ import annotations

from minishop.cli.story import (
    answering,
    benefits,
    buying,
    claiming,
    finding,
    fulfilling,
    onboarding,
    opening,
    ordering,
    paying,
    receiving,
    settling,
    stocking,
)
from minishop.cli.story.story import Step

OPENING_STEPS = (
    Step("signup", "판매자: 가입", "seller: signs up", onboarding.sign_up_seller),
    Step(
        "shop", "판매자: 디자인 선택 없이 쇼핑몰 만들기", "seller: makes a shop, with no design to choose", onboarding.create_shop
    ),
    Step("layer", "판매자: 세 단계 안내 보기", "seller: sees the three steps", onboarding.see_layer),
    Step("information", "판매자: 상점 정보 입력", "seller: fills in the business", onboarding.fill_business_information),
    Step("shipping", "판매자: 배송비 설정", "seller: sets the shipping fee", stocking.set_shipping_fee),
    Step(
        "import",
        "판매자: 카페24 상품 CSV 미리 보고 가져오기",
        "seller: imports a Cafe24 list, dry run first",
        stocking.import_products,
    ),
    Step(
        "import-again",
        "판매자: 같은 파일은 아무것도 바꾸지 않음",
        "seller: the same file again changes nothing",
        stocking.import_again,
    ),
    Step("categories", "판매자: 분류에 이름 붙이기", "seller: names the categories", stocking.name_categories),
    Step("pictures", "판매자: 상품 사진과 추천", "seller: adds pictures, recommends some", stocking.add_pictures),
    Step(
        "product", "판매자: 옵션·재고·사진이 있는 상품 등록", "seller: registers options, stock, picture", stocking.register_by_hand
    ),
    Step("apply", "판매자: PG·체크아웃·지식쇼핑 신청", "seller: applies for PG, Checkout, Shopping", opening.apply_for_entries),
    Step("approve-pg", "운영자: PG 승인", "operator: approves at the PG", opening.approve_pg),
    Step("approve-checkout", "운영자: 체크아웃 승인", "operator: approves at Checkout", opening.approve_checkout),
    Step("approve-shopping", "운영자: 지식쇼핑 승인", "operator: approves at Shopping", opening.approve_shopping),
    Step("approved", "판매자: 내일 오픈", "seller: reads that it opens tomorrow", opening.see_approvals),
    Step("next-day", "다음 날: 오픈, 안내가 사라짐", "next day: open, the three steps are gone", opening.wait_for_next_day),
    Step("storefront", "구매자: 쇼핑몰 구경", "buyer: looks at the shop", opening.see_open_shop),
    Step("crawl", "판매자: 지식쇼핑에 지금 보내기", "seller: sends the products to the search", finding.crawl_feed),
    Step(
        "search",
        "구매자: 한국어로 찾아 상품으로 이동",
        "buyer: finds it in Korean and clicks through",
        finding.find_and_click_through,
    ),
)
ORDER_STEPS = (
    Step("cart", "구매자: 옵션 골라 장바구니 담기", "buyer: chooses options, into the cart", ordering.put_into_cart),
    Step("fee", "구매자: 배송비 설명 읽기", "buyer: reads how the fee came about", ordering.read_fee),
    Step("button", "구매자: 체크아웃 구매하기", "buyer: presses the Checkout button", ordering.press_checkout_button),
    Step("join", "구매자: 체크아웃 가입·로그인", "buyer: signs up and in at Checkout", paying.sign_up_buyer),
    Step("sheet", "구매자: 주문서 확인", "buyer: reads the order sheet", paying.read_sheet),
    Step("fill", "구매자: 주문서 작성", "buyer: fills it in", paying.fill_sheet),
    Step("pay", "구매자: 카드로 결제", "buyer: pays by card", paying.pay_by_card),
    Step("collected", "판매자: 배송시작 체크에 주문 도착", "seller: the order is at the desk", fulfilling.see_order_collected),
    Step(
        "unknown",
        "판매자: 없는 송장번호는 배송대기에 남음",
        "seller: an unknown number stays, with a reason",
        fulfilling.dispatch_with_unknown_number,
    ),
    Step(
        "known", "판매자: 맞는 송장번호로 배송중", "seller: a known number goes in transit", fulfilling.dispatch_with_known_number
    ),
    Step("parcel", "구매자: MY 페이지에서 배송 조회", "buyer: follows it on MY page", receiving.follow_parcel),
    Step("delivered", "구매자: 배송완료", "buyer: delivered a day later", receiving.see_delivery),
    Step("confirmed", "구매자: 구매확정", "buyer: confirms the purchase", receiving.confirm_purchase),
    Step("finalized", "판매자: 구매확정 확인", "seller: sees it confirmed", fulfilling.see_order_finalized),
    Step("points", "구매자: 하루 뒤 적립금 0.5%", "buyer: finds 0.5 % points a day later", receiving.find_points),
)
STEPS = (*OPENING_STEPS, *ORDER_STEPS)
# The second story goes on where the first one ends: its points pay here.
CLAIM_STEPS = (
    Step("coupon", "운영자: 쿠폰과 번호 발급", "operator: issues a coupon and its code", benefits.issue_coupon),
    Step("redeem", "구매자: 쿠폰 번호 등록", "buyer: redeems the code", benefits.redeem_coupon),
    Step("bought", "구매자: 쿠폰과 적립금으로 구매", "buyer: buys with coupon and points", buying.buy_with_benefits),
    Step(
        "cancelled",
        "구매자: 보내기 전에 취소, 모두 돌아옴",
        "buyer: cancels before dispatch, gets all back",
        claiming.cancel_before_dispatch,
    ),
    Step(
        "part-refused",
        "판매자: 2011년 규격은 일부 취소를 받지 않음",
        "seller: the 2011 profile refuses a part",
        answering.refuse_part,
    ),
    Step("profile", "운영자: 상점을 오늘의 규격으로", "operator: gives the shop today's profile", answering.choose_todays_profile),
    Step(
        "bought-again",
        "구매자: 돌아온 쿠폰과 적립금으로 구매",
        "buyer: buys with the coupon that came back",
        buying.buy_for_parts,
    ),
    Step("part", "판매자: 두 장 가운데 한 장 취소", "seller: cancels one scarf of two", answering.cancel_part),
    Step("sent", "판매자: 두 주문 발송, 하루 뒤 배송완료", "seller: sends both, delivered a day later", answering.send_both),
    Step("return", "구매자: 배송비를 보고 반품 신청", "buyer: asks to return, sees the fee", claiming.ask_return),
    Step("returned", "운영자·판매자: 회수, 승인, 환불", "operator, seller: fetched, refunded", answering.settle_return),
    Step("exchange", "구매자: 배송비를 내고 교환 신청", "buyer: pays for an exchange", claiming.ask_exchange),
    Step("redispatch", "운영자: 회수하고 교환품 발송", "operator: fetches it, sends the other", answering.settle_exchange),
    Step("exchanged", "구매자: 교환품 받음", "buyer: has the other scarf", claiming.receive_exchange),
    Step("reconcile", "운영자: 원장과 PG 대사", "operator: reconciles ledger and PG", settling.reconcile),
)
SAMPLE_STEPS = (*OPENING_STEPS, Step("member", "구매자: 체크아웃 가입", "buyer: joins Checkout", paying.join_checkout))
