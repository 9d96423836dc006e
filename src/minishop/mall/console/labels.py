"""What the later work of the mall is called, for whoever reads that it failed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TASKS = {
    "mall.staff.tasks.forget_old_guest_acts": _("운영자가 상점에서 한 일의 오래된 기록 정리"),
    "mall.demos.tasks.remove_old_demos": _("하루가 지난 체험 상점 정리"),
    "mall.entries.tasks.ask_for_crawl": _("지식쇼핑에 수집 요청"),
    "mall.cart.tasks.forget_old_carts": _("오래된 장바구니 정리"),
    "mall.catalog.tasks.fetch_picture": _("다른 곳의 사진 가져오기"),
    "mall.channel.tasks.begin_collecting": _("주문 수집 시작"),
    "mall.channel.tasks.begin_lost_turns": _("수집에서 빠진 상점 찾기"),
    "mall.channel.tasks.collect": _("주문 가져오기"),
    "mall.channel.tasks.compare_orders": _("체크아웃과 주문 비교"),
    "mall.channel.tasks.find_due_holds": _("기한이 지난 재고 선점 찾기"),
    "mall.channel.tasks.free_holds": _("기한이 지난 재고 선점 풀기"),
    "mall.channel.tasks.deliver": _("체크아웃에 소식 보내기"),
    "mall.channel.tasks.acknowledge": _("체크아웃에 발주확인 보내기"),
    "mall.channel.tasks.wake_messages": _("보내지 못하고 남은 소식 찾기"),
    "mall.channel.tasks.find_unread": _("읽지 못한 주문이 있는 상점 찾기"),
    "mall.channel.tasks.read_unread": _("읽지 못한 주문 다시 읽기"),
    "mall.channel.tasks.forget_old_unread_lines": _("오래된 읽지 못한 주문 정리"),
    "mall.channel.tasks.forget_old_hints": _("오래된 변경 알림 정리"),
    "mall.channel.tasks.forget_old_messages": _("오래된 소식 정리"),
    "mall.channel.tasks.forget_old_registrations": _("오래된 주문 등록 정리"),
    "mall.channel.tasks.reconcile_every_night": _("밤마다 하는 재고와 주문의 대사"),
    "mall.channel.tasks.reconcile_shop": _("한 상점의 재고와 주문의 대사"),
    "mall.stock.tasks.forget_old_holds": _("오래된 재고 선점 정리"),
    "mall.feed.tasks.tell_agreement": _("줄어든 상품 수에 동의한 것을 지식쇼핑에 알리기"),
    "mall.entries.tasks.hand_over_pg_contract": _("PG 계약 넘기기"),
    "mall.entries.tasks.look_after_applications": _("심사 중인 신청 살피기"),
    "mall.entries.tasks.look_at_application": _("입점 신청 결과 확인"),
    "mall.entries.tasks.send_application": _("입점 신청 보내기"),
    "mall.notices.tasks.send_decision": _("입점 결과 알리기"),
    "mall.notices.tasks.send_opening": _("오픈 알리기"),
    "mall.notices.tasks.send_orders": _("새 주문 알리기"),
    "mall.notices.tasks.tell_opening": _("오픈 알림 준비"),
    "mall.notices.tasks.tell_orders": _("새 주문 모으기"),
}
