"""The story, in order."""

from __future__ import annotations

from minishop.cli.story import onboarding, opening, stocking
from minishop.cli.story.story import Step

OPENING_STEPS = (
    Step("signup", "판매자 가입", "the seller signs up", onboarding.sign_up_seller),
    Step("shop", "쇼핑몰 만들기", "makes a shop, with no design choice", onboarding.create_shop),
    Step("layer", "세 단계 안내", "sees the three steps", onboarding.see_layer),
    Step("information", "상점 정보 입력", "fills in the business", onboarding.fill_business_information),
    Step("import", "카페24 상품 CSV 가져오기", "imports a Cafe24 product list, dry run first", stocking.import_products),
    Step("import-again", "같은 파일은 아무것도 바꾸지 않음", "the same file again changes nothing", stocking.import_again),
    Step("product", "상품 직접 등록: 옵션, 재고, 사진", "registers a product: options, stock, picture", stocking.register_by_hand),
    Step("apply", "PG·체크아웃·지식쇼핑 신청", "applies for PG, Checkout and Shopping", opening.apply_for_entries),
    Step("approve-pg", "PG 승인", "the PG approves", opening.approve_pg),
    Step("approve-checkout", "체크아웃 승인", "Checkout's operator approves", opening.approve_checkout),
    Step("approve-shopping", "지식쇼핑 승인", "the search's operator approves", opening.approve_shopping),
    Step("approved", "내일 오픈", "the shop opens tomorrow", opening.see_approvals),
    Step("next-day", "다음 날: 오픈, 안내가 사라짐", "the next day it is open, the steps are gone", opening.wait_for_next_day),
    Step("storefront", "쇼핑몰", "the shop shows its products", opening.see_open_shop),
)
STEPS = OPENING_STEPS
SAMPLE_STEPS = OPENING_STEPS
