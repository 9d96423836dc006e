"""What a seller finds on the page of the hub's keys and button."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from tests.mall.worlds import NOW
from tests.page_lines import lacking

from minishop.chassis.jobs.queue import millis
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.shops.models import Shop

PAGE = "/office/haru/checkout/"
KEYS = """
    # 체크아웃 서비스
    ## 신청정보관리
    가맹점 ID: np_abcde123456
    연동 인증키: 0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E
    이미지 인증키: 1F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E
    마지막 확인: $asked
    마지막 주문 수집: $collected
    $error
    <지금 수집 → POST /office/haru/checkout/collection/>
"""
BUTTONS = """
    ## 연동 범위
    = 상품상세페이지 구매 버튼
    {[ ] TYPE A1 (285×46)}
    {[ ] TYPE B1 (261×40)}
    {[ ] TYPE C1 (272×49)}
    {[ ] TYPE C2 (272×49)}
    {[x] TYPE C3 (272×49)}
    {[ ] TYPE D1 (251×43)}
    {[ ] TYPE D2 (251×43)}
    {[ ] TYPE D3 (251×43)}
    <저장 → POST>
"""
BEFORE = """
    # 체크아웃 서비스
    체크아웃 입점이 승인되면 연동 정보가 여기에 나타납니다.
    [입점 신청 보기 → /office/haru/entries/]
"""


def test_keys_the_last_collection_and_the_button(connected: Shop, owner: Client) -> None:
    """R104."""
    assert lacking(owner.get(PAGE), KEYS + BUTTONS, asked="–", collected="–", error="") == []
    HubConnection.objects.filter(shop=connected).update(collected_at=NOW, last_error="connection refused")
    Poll.objects.create(shop=connected, merchant="np_x", due_at=0, phase=0, asked_at=millis(NOW + timedelta(minutes=4)))
    assert lacking(owner.get(PAGE), KEYS, asked="2025.04.04 12:04", collected="2025.04.04 12:00", error="connection refused") == []


def test_before_the_hub_has_approved(shop: Shop, owner: Client) -> None:
    assert lacking(owner.get(PAGE), BEFORE) == []
